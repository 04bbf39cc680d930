"""The names of QTI 2 and of QTI 3: what is read has those of 2, what is written those of 3."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

#: Elements of a text, which have no prefix.
_OF_TEXTS = frozenset(("p", "div", "span", "strong", "em", "a", "code", "br", "img", "b", "i"))
_AFTER_HYPHEN = re.compile(r"-([a-z0-9])")
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
PREFIX = "qti-"


def as_two(element: Element) -> Element:
    """Return an element, and all that is in it, under the names of QTI 2 without namespaces."""
    tag = element.tag.rpartition("}")[2]
    made = Element(_camel(tag[len(PREFIX) :]) if tag.startswith(PREFIX) else tag)
    for name, value in element.attrib.items():
        made.set(_camel(name.rpartition("}")[2]), value)
    made.text, made.tail = element.text, element.tail
    made.extend([as_two(child) for child in element])
    return made


def as_three(element: Element) -> Element:
    """Return an element, and all that is in it, under the names of QTI 3."""
    is_text = element.tag in _OF_TEXTS
    made = Element(element.tag if is_text else PREFIX + _kebab(element.tag))
    for name, value in element.attrib.items():
        made.set(name if is_text else _kebab(name), value)
    made.text, made.tail = element.text, element.tail
    made.extend([as_three(child) for child in element])
    return made


def _camel(name: str) -> str:
    return _AFTER_HYPHEN.sub(lambda found: found[1].upper(), name)


def _kebab(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name)
