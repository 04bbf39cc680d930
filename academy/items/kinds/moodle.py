"""Moodle XML as the kinds see it: a question to read from, elements to write.

The module ``moodle`` of a kind's folder has

- ``TYPES``: the question types it reads, for example ``("multichoice",)``;
- ``KEEPS``: which of the fields that every item may have it keeps beyond ``ALWAYS_KEPT``: ``feedback``,
  ``feedback.right``, ``keep_order``;
- ``read(question) -> Data | None``: the kind's own fields (without key, prompt and what every item has); None where
  another kind is meant; raises CannotSay;
- ``write(item, losses) -> Written``: the type, and the kind's own elements; raises CannotSay.

Texts of a question are inline Markdown once read (``question.text``), and HTML when written (``rich``).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, written_number

#: Of the fields every item may have, those that any question of Moodle's keeps.
ALWAYS_KEPT = frozenset(("points", "hints", "tags", "competency", "picture", "feedback.same"))
#: Characters of one text of a question.
LONGEST_TEXT = 100_000
_FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain", "moodle_auto_format": "auto"}


@dataclass(frozen=True)
class Answer:
    """One answer of a question: its text, its share of the mark in per cent, and what is said of it."""

    text: str
    fraction: Decimal
    feedback: str
    element: Element | None = field(default=None, repr=False)


@dataclass
class Question:
    """A ``<question>`` that is being read; ``notes`` takes what is approximated."""

    element: Element
    kind: str
    line: int
    notes: Notes
    #: Files that came with it, by the name its texts use.
    files: dict[str, bytes] = field(default_factory=dict)
    #: The item's picture, where the kind's part or the text found one.
    picture: Data | None = None

    def words(self, path: str, default: str = "") -> str:
        """Return the plain words of an element, for example ``single``; those of its ``<text>`` if it has one."""
        found = self.element.find(path)
        return words_of(found) if found is not None else default

    def is_true(self, path: str, *, default: bool = False) -> bool:
        """Say whether an element says ``true`` or ``1``; one that is there and empty says yes too."""
        found = self.element.find(path)
        if found is None:
            return default
        return words_of(found).casefold() in ("1", "true", "")

    def text(self, path: str) -> str:
        """Return the text of an element as inline Markdown; empty where there is none."""
        found = self.element.find(path)
        return self.text_of(found) if found is not None else ""

    def text_of(self, element: Element) -> str:
        """Return an element's own text as inline Markdown, by its ``format``."""
        raw = words_of(element)
        if len(raw) > LONGEST_TEXT:
            raise CannotSay("text-too-long", most=LONGEST_TEXT)
        self._keep_files(element)
        given = _FORMATS.get(element.get("format", "html"), "html")
        return markup.read(raw, given, self.notes, self.seen)

    def seen(self, source: str, alt: str) -> bool:
        """Take the first picture of a text that came with the file as the item's; say whether it was taken."""
        name = source.removeprefix("@@PLUGINFILE@@/")
        if name not in self.files:
            return False
        if self.picture is None:
            self.picture = {"file": name, "alt": markup.escaped(alt)}
        return bool(self.picture["file"] == name)

    def answers(self, path: str = "answer") -> list[Answer]:
        """Return its answers, in order. Raises CannotSay for a share that is no number."""
        return [self._answer(element) for element in self.element.findall(path)]

    def _answer(self, element: Element) -> Answer:
        share = decimal_of(element.get("fraction", "0") or "0")
        if share is None or not -100 <= share <= 100:
            raise CannotSay("fraction-bad", fraction=element.get("fraction", "")[:40])
        feedback = element.find("feedback")
        inherited = (
            feedback if feedback is None or feedback.get("format") else _with_format(feedback, element)
        )
        return Answer(
            self.text_of(element), share, self.text_of(inherited) if inherited is not None else "", element
        )

    def _keep_files(self, element: Element) -> None:
        for each in element.findall("file"):
            name = (each.get("name") or "").strip()
            try:
                self.files[name] = base64.b64decode("".join((each.text or "").split()), validate=True)
            except (binascii.Error, ValueError):
                self.notes.add("file-broken", name=name[:80])


@dataclass(frozen=True)
class Written:
    """What a kind writes: the question's type and its own elements, after those every question has."""

    type: str
    elements: list[Element]
    #: Replaces the prompt's HTML where the kind writes into the text itself.
    text: str | None = None
    #: Files the question text carries.
    files: Mapping[str, bytes] = field(default_factory=dict)


def words_of(element: Element) -> str:
    """Return the text of ``<text>`` inside an element, or its own, without blanks at its ends."""
    inner = element.find("text")
    return ((inner.text if inner is not None else element.text) or "").strip()


def rich(tag: str, markdown: str, **attributes: str) -> Element:
    """Return an element that holds inline Markdown as HTML."""
    element = Element(tag, {**attributes, "format": "html"})
    SubElement(element, "text").text = markup.written(markdown) if markdown else ""
    return element


def plain(tag: str, text: str = "", **attributes: str) -> Element:
    """Return an element with plain words of its own."""
    element = Element(tag, attributes)
    element.text = text
    return element


def answer(
    text: str, share: Decimal | float, feedback: str | None = None, *, is_rich: bool = True
) -> Element:
    """Return an ``<answer>`` with its share in per cent."""
    fraction = written_number(share)
    if is_rich:
        element = rich("answer", text, fraction=fraction)
    else:
        element = Element("answer", {"fraction": fraction, "format": "moodle_auto_format"})
        SubElement(element, "text").text = text
    element.append(rich("feedback", feedback or ""))
    return element


def combined_feedback(item: Any) -> list[Element]:
    """Return what is said to a right and to any other response, where the type has a place for it."""
    right = (item.feedback.right if item.feedback else None) or ""
    wrong = (item.feedback.wrong if item.feedback else None) or ""
    return [
        rich("correctfeedback", right),
        rich("partiallycorrectfeedback", wrong),
        rich("incorrectfeedback", wrong),
    ]


def read_combined_feedback(question: Question) -> Data:
    """Return what is said to a right and to any other response, as an item's feedback."""
    right, wrong = question.text("correctfeedback"), question.text("incorrectfeedback")
    partly = question.text("partiallycorrectfeedback")
    if partly and partly != wrong:
        question.notes.add("partial-feedback-dropped")
        wrong = wrong or partly
    return {name: text for name, text in (("right", right), ("wrong", wrong)) if text}


def elements(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the direct children of a name."""
    yield from parent.findall(tag)


def _with_format(feedback: Element, parent: Element) -> Element:
    feedback.set("format", parent.get("format", "html"))
    return feedback
