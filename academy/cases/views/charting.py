"""The map of a case in words: what each part has to do with the others, and how the kinds of parts are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.cases.rules.mapping import COLUMNS, CaseMap, Link, Part

COLUMN_NAMES = {
    "places": _l("Places"),
    "exhibits": _l("Exhibits"),
    "others": _l("People, requests, events"),
    "proof": _l("What the file says"),
    "endings": _l("Endings"),
}
KIND_NAMES = {
    "place": _l("Place"), "spot": _l("Spot"), "exhibit": _l("Exhibit"), "person": _l("Person"), "authority": _l("Authority"),
    "power": _l("Power"), "request": _l("Request"), "decision": _l("Decision"), "event": _l("Event"), "cause": _l("Cause"),
    "charge": _l("Charge"), "element": _l("Element"), "ending": _l("Ending"),
}  # fmt: skip
#: Kind of link → what stands before the part it leads to, and before the part it comes from.
_WORDS: dict[str, tuple[LazyString, LazyString]] = {
    "way": (_l("Way to"), _l("Way from")),
    "holds": (_l("Here"), _l("At")),
    "part": (_l("Has as a part"), _l("Part of")),
    "goes_with": (_l("Goes along with"), _l("Takes along")),
    "made_to": (_l("Made to"), _l("Answers")),
    "allows": (_l("Allows"), _l("Rests on")),
    "needs": (_l("Asked for by"), _l("Asks for")),
    "loses": (_l("Ends"), _l("Is lost through")),
    "prevents": (_l("Keeps away"), _l("Does not come after")),
    "brings": (_l("Changes"), _l("Is changed by")),
}


@dataclass(frozen=True)
class Other:
    """A part at the other end of links."""

    part: Part
    #: Minutes, conditions, effects, as they are written.
    words: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One way in which a part has to do with others."""

    words: LazyString
    others: tuple[Other, ...]
    is_way: bool


@dataclass(frozen=True)
class Entry:
    """One part in words; a place holds its spots."""

    part: Part
    kind: LazyString
    rows: tuple[Row, ...]
    inner: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of the map in words."""

    key: str
    title: LazyString
    entries: tuple[Entry, ...]


def columns(found: CaseMap) -> list[Column]:
    """Return the whole map in words, in reading order."""
    return [
        Column(
            key, COLUMN_NAMES[key], tuple(_entry(found, part) for part in found.of(key) if not part.within)
        )
        for key in COLUMNS
    ]


def _entry(found: CaseMap, part: Part) -> Entry:
    inner = tuple(_entry(found, each) for each in found.parts if each.within == part.id)
    return Entry(part, KIND_NAMES[part.kind], tuple(_rows(found, part)), inner)


def _rows(found: CaseMap, part: Part) -> Iterator[Row]:
    leaving, arriving = found.leaving(part), found.arriving(part)
    ways_there = {link.target for link in leaving if link.kind == "way"}
    for kind, (outward, inward) in _WORDS.items():
        to = [(link.target, link) for link in leaving if link.kind == kind]
        # spots stand below their place, and a way back is the way there
        to = [(name, link) for name, link in to if found.part(name).within != part.id]
        come = [(link.source, link) for link in arriving if link.kind == kind and link.source != part.within]
        if kind == "way":
            come = [(name, link) for name, link in come if name not in ways_there]
        for words, ends in ((outward, to), (inward, come)):
            if ends:
                yield Row(words, _others(found, ends), kind == "way")


def _others(found: CaseMap, ends: list[tuple[str, Link]]) -> tuple[Other, ...]:
    words: dict[str, list[str]] = {}
    for name, link in ends:
        said = words.setdefault(name, [])
        if link.words and link.words not in said:
            said.append(link.words)
    return tuple(Other(found.part(name), tuple(said)) for name, said in words.items())
