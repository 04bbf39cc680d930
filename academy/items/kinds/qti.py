"""QTI as the kinds see it: an item to read from, a body with its responses to write.

Names are those of QTI 2 throughout (``choiceInteraction``); ``formats.qti`` turns QTI 3 into them and back. The module
``qti`` of a kind's folder has

- ``read(question) -> Data | None``: the kind's own fields; None where another kind is meant; raises CannotSay;
- ``KEEPS``: which fields that every item may have it keeps beyond ``ALWAYS_KEPT``;
- ``write(item, losses, canvas) -> Written``; raises CannotSay. ``canvas`` is the item's picture, where it has one.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from academy.items.kinds import markup
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of

ALWAYS_KEPT = frozenset(("points", "tags", "competency", "picture"))
LONGEST_TEXT = 100_000
RESPONSE = "RESPONSE"
#: What stands in a body and is no text of it.
_APART = frozenset((
    "rubricBlock", "feedbackInline", "feedbackBlock", "modalFeedback", "stylesheet", "templateBlock", "templateInline",
    "printedVariable", "infoControl", "catalogInfo",
))  # fmt: skip
_INLINE = frozenset(("textEntryInteraction", "inlineChoiceInteraction"))
_VOID = frozenset(("br", "img", "hr"))
_TOLD = ("href", "src", "alt")
_REL = re.compile(r' rel="[^"]*"')

#: Says what stands for an element in a text; None where it is a part of it.
Instead = Callable[[Element], "str | None"]


@dataclass(frozen=True)
class Canvas:
    """A picture that is answered on: where it lies, and its size in the units of the coordinates."""

    src: str
    width: int
    height: int

    def across(self, thousandths: int) -> int:
        """Return a place across in its units."""
        return round(thousandths * self.width / 1000)

    def down(self, thousandths: int) -> int:
        """Return a place down in its units."""
        return round(thousandths * self.height / 1000)

    def from_left(self, place: int) -> int:
        """Return a place across in thousandths."""
        return max(0, min(1000, round(place * 1000 / self.width)))

    def from_top(self, place: int) -> int:
        """Return a place down in thousandths."""
        return max(0, min(1000, round(place * 1000 / self.height)))


@dataclass
class Question:
    """An ``assessmentItem`` that is being read; ``notes`` takes what is approximated."""

    item: Element
    notes: Notes
    #: Its pictures by the address its texts use.
    files: Mapping[str, bytes]
    size_of: Callable[[str], tuple[int, int] | None]
    picture: Data | None = None
    #: What the item says, by the identifiers of its feedback.
    said: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Element:
        """Its ``itemBody``. Raises CannotSay where there is none."""
        found = self.item.find("itemBody")
        if found is None:
            raise CannotSay("qti-no-body")
        return found

    def interactions(self) -> list[Element]:
        """Return everything in its body that asks for a response."""
        return [each for each in self.body.iter() if each.tag.endswith("Interaction")]

    def only(self, name: str) -> Element | None:
        """Return its one interaction, if there is one and it has this name."""
        found = self.interactions()
        return found[0] if len(found) == 1 and found[0].tag == name else None

    def declaration(self, interaction: Element) -> Element:
        """Return what is declared of an interaction's response; an empty one where nothing is."""
        wanted = interaction.get("responseIdentifier")
        found = (
            each for each in self.item.findall("responseDeclaration") if each.get("identifier") == wanted
        )
        return next(found, Element("responseDeclaration"))

    def correct(self, interaction: Element) -> list[str]:
        """Return its right values, in order."""
        values = self.declaration(interaction).findall("correctResponse/value")
        return [(each.text or "").strip() for each in values]

    def mapped(self, interaction: Element) -> dict[str, Decimal]:
        """Return what each value is worth. Raises CannotSay for a share that is no number."""
        found: dict[str, Decimal] = {}
        for each in self.declaration(interaction).findall("mapping/mapEntry"):
            share = decimal_of(each.get("mappedValue", "")) if each.get("mapKey") else Decimal(0)
            if share is None:
                raise CannotSay("fraction-bad", fraction=each.get("mappedValue", "")[:40])
            found.setdefault(" ".join((each.get("mapKey") or "").split()), share)
        return found

    @property
    def is_mapped(self) -> bool:
        """Say whether its score comes from mappings, and not from being wholly right."""
        processing = self.item.find("responseProcessing")
        if processing is None:
            return False
        is_named = "map_response" in processing.get("template", "")
        return is_named or next(processing.iter("mapResponse"), None) is not None

    def text_of(self, element: Element, instead: Instead | None = None) -> str:
        """Return an element's text as inline Markdown."""
        raw = html_of(element, instead)
        if len(raw) > LONGEST_TEXT:
            raise CannotSay("text-too-long", most=LONGEST_TEXT)
        return markup.read(raw, "html", self.notes, self.seen)

    def prompt(self) -> str:
        """Return what is asked: the text of the body, then what its interactions ask."""
        asked = [self.text_of(self.body)]
        asked += [self.text_of(each) for one in self.interactions() for each in one.findall("prompt")]
        return "\n\n".join(text for text in asked if text)

    def seen(self, source: str, alt: str) -> bool:
        """Take the first picture that came with the item as its own."""
        if source not in self.files:
            return False
        if self.picture is None:
            self.picture = {"file": source, "alt": markup.escaped(alt)}
        return bool(self.picture["file"] == source)

    def canvas(self, interaction: Element) -> Canvas:
        """Return the picture of an interaction, and take it as the item's. Raises CannotSay."""
        shown = next((each for each in interaction if each.tag in ("img", "object")), None)
        source = (shown.get("src") or shown.get("data") or "") if shown is not None else ""
        if shown is None or source not in self.files:
            raise CannotSay("qti-no-picture")
        alt = shown.get("alt") or " ".join("".join(shown.itertext()).split())
        self.picture = {"file": source, "alt": markup.escaped(alt)}
        sides = [decimal_of(shown.get(name, "").removesuffix("px")) for name in ("width", "height")]
        if all(sides):
            width, height = (int(side or 0) for side in sides)
        else:
            width, height = self.size_of(source) or (0, 0)
        if not 0 < width < 100_000 or not 0 < height < 100_000:
            raise CannotSay("qti-no-size")
        return Canvas(source, width, height)


@dataclass(frozen=True)
class Response:
    """What is declared of a response: its right values, and what values are worth."""

    identifier: str
    cardinality: str
    base_type: str
    correct: Sequence[str] = ()
    mapping: Sequence[tuple[str, float, bool]] = ()
    #: Whether being wholly right is being the same as ``correct``.
    is_matched: bool = True


@dataclass(frozen=True)
class Written:
    """What a kind writes: the body after the question, its responses, and how they are marked."""

    body: list[Element]
    responses: list[Response]
    #: ``match``: right or wrong. ``map``: the sum of what the values are worth. ``equal``: a number. Else a person.
    scoring: str = ""
    #: The sum of the mapped values that is the whole mark.
    total: float = 1
    tolerance: tuple[str, str] = ("", "")
    #: Whether choices say something to whoever picks them.
    says: bool = False
    #: Whether the interaction shows the picture itself.
    is_drawn: bool = False


def html_of(element: Element, instead: Instead | None = None) -> str:
    """Return what is inside an element as HTML, without interactions and what is said later."""
    return "".join(_pieces(element, instead))


def _pieces(element: Element, instead: Instead | None) -> Iterator[str]:
    yield entities.escape(element.text or "", quote=False)
    for child in element:
        own = instead(child) if instead else None
        if own is not None:
            yield own
        elif child.tag == "object":
            words = " ".join("".join(child.itertext()).split())
            yield f'<img src="{entities.escape(child.get("data", ""))}" alt="{entities.escape(words)}">'
        elif child.tag not in _APART and not child.tag.endswith("Interaction"):
            yield from _tagged(child, instead)
        elif child.tag.endswith("Interaction") and child.tag not in _INLINE:
            yield "<p></p>"
        yield entities.escape(child.tail or "", quote=False)


def _tagged(child: Element, instead: Instead | None) -> Iterator[str]:
    name = "div" if child.tag in ("contentBody", "prompt") else child.tag
    told = "".join(f' {each}="{entities.escape(child.get(each, ""))}"' for each in _TOLD if child.get(each))
    yield f"<{name}{told}>"
    if name not in _VOID:
        yield from _pieces(child, instead)
        yield f"</{name}>"


def node(tag: str, *children: Element, text: str | None = None, **attributes: str | int | float) -> Element:
    """Return an element with attributes, and children or words."""
    element = Element(tag, {name: str(value) for name, value in attributes.items()})
    element.text = text
    element.extend(children)
    return element


def paragraphs(markdown: str) -> list[Element]:
    """Return inline Markdown as paragraphs."""
    return list(_made(markup.written(markdown), {}))


def marked(html: str, marks: Mapping[int, Element]) -> list[Element]:
    """Return clean HTML as paragraphs, in which ``<gap number="1">`` becomes the element it names."""
    return list(_made(html, marks))


def rich(tag: str, markdown: str, **attributes: str | int) -> Element:
    """Return an element that holds inline Markdown: inline where it is one paragraph."""
    element = Element(tag, {name: str(value) for name, value in attributes.items()})
    made = _made(markup.written(markdown), {})
    only = made[0] if len(made) == 1 else made
    element.text = only.text
    element.extend(list(only))
    return element


def identifiers(count: int, prefix: str = "") -> list[str]:
    """Name parts: A, B, C …, or with a prefix and a number."""
    if prefix:
        return [f"{prefix}{number}" for number in range(1, count + 1)]
    return [chr(ord("A") + place) for place in range(count)]


def gap_text(tag: str, words: str, losses: Notes, **attributes: str | int) -> Element:
    """Return an element that holds plain words only."""
    made = rich(tag, words, **attributes)
    if len(made):
        losses.add("lost-markup")
    element = Element(tag, dict(made.attrib))
    element.text = " ".join("".join(made.itertext()).split())
    return element


def share_key(words: str) -> str:
    """Return words as a key of a mapping, in which blanks are one."""
    return " ".join(words.split())


def rounded(share: float, losses: Notes) -> float:
    """Return a share with as many decimals as files keep."""
    short = round(share, 6)
    if short != share:
        losses.add("lost-share-digits")
    return short


def weights(found: Iterable[Decimal]) -> list[Decimal]:
    """Return shares in per cent of the whole: of all that can be gained."""
    values = list(found)
    whole = sum((value for value in values if value > 0), Decimal(0))
    return [value * 100 / whole if whole else value for value in values]


def _made(html: str, marks: Mapping[int, Element]) -> Any:
    clean = _REL.sub("", html).replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    made = fromstring(f"<div>{clean}</div>", forbid_dtd=True)
    for parent in list(made.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == "gap":
                put = marks[int(child.get("number", "0"))]
                put.tail = child.tail
                parent[place] = put
    return made
