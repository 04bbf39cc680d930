"""From what a format found to items: keys that differ, fields every item has, and only what the models allow."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pydantic import ValidationError

from academy import richtext
from academy.items.content import Item
from academy.items.formats.reading import MOST_ITEMS, MOST_LINES, Entry, Reading, Refused
from academy.items.kinds import parse
from academy.items.kinds.exchange import CannotSay, Data, Level, Line, Notes
from academy.items.rules.categories import tidy

_LONGEST_KEY = 60
#: Signs of a text in which its name is looked for.
_ENOUGH = 600
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_COMPETENCY = "competency:"
#: Answers, choices, gaps of one question that are looked at: more than any kind takes.
MOST_PARTS = 200
#: Characters of any text of an item.
LONGEST_TEXT = 100_000


@dataclass
class Found:
    """A question as a format found it, before it is known to make an item."""

    line: int
    kind: str
    prompt: str
    #: The fields of its kind, and those every item has under their own names.
    own: Data
    notes: Notes
    category: str = ""
    #: What its key is made of: an id, else a name.
    id: str = ""
    name: str = ""
    tags: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


class Settling:
    """Collects what a file comes to, question by question."""

    def __init__(self, format_name: str) -> None:
        self.format = format_name
        self.items: list[Entry] = []
        self.lines: list[Line] = []
        self._keys: set[str] = set()
        self._numbers: dict[str, int] = {}

    def add(self, found: Found) -> None:
        """Take a question in, or refuse it with its line. Raises Refused when there are too many."""
        notes = found.notes
        data: Data = {"key": "", "kind": found.kind, "prompt": found.prompt, **found.own}
        self._tags(data, found.tags, notes)
        data["key"] = self._key(found)
        try:
            item = _parsed(data)
        except CannotSay as error:
            self.refuse(found.line, error, name=found.name or found.prompt)
            return
        self._keys.add(data["key"])
        self.items.append(Entry(data, tidy(found.category), found.line, _shown(item, found.files)))
        if len(self.items) > MOST_ITEMS:
            raise Refused("too-many-items", most=MOST_ITEMS)
        title = _beginning(found.prompt)
        self.line(found.line, Level.UNDERSTOOD, "item", title=title, kind=found.kind, key=data["key"])
        for code, values in notes.found:
            self.line(found.line, Level.APPROXIMATED, code, **values)

    def refuse(self, line: int, error: CannotSay, *, name: str = "") -> None:
        """Say that a question is left out, and why."""
        self.line(line, Level.REFUSED, error.code, **{"name": _short(name), **error.values})

    def line(self, number: int, level: Level, code: str, /, **values: str) -> None:
        """Add a line to the report."""
        if len(self.lines) >= MOST_LINES:
            raise Refused("too-many-lines", most=MOST_LINES)
        self.lines.append(Line(number, level, code, values))

    def reading(self) -> Reading:
        """Return what the file came to. Raises Refused where there was no question at all."""
        if not self.lines:
            raise Refused("nothing-found")
        return Reading(self.format, self.items, self.lines)

    def _key(self, found: Found) -> str:
        wanted = slug_of(found.id) or slug_of(found.name) or slug_of(_beginning(found.prompt))
        wanted = wanted[:_LONGEST_KEY].strip("-") or "item"
        key, number = wanted, self._numbers.get(wanted, 1)
        while key in self._keys:
            number += 1
            key = f"{wanted}-{number}"
        self._numbers[wanted] = number
        if found.id and key != found.id:
            found.notes.add("id-changed", id=_short(found.id), key=key)
        return key

    def _tags(self, data: Data, tags: list[str], notes: Notes) -> None:
        kept: list[str] = []
        for tag in tags:
            name, is_competency = tag.removeprefix(_COMPETENCY), tag.startswith(_COMPETENCY)
            slug = slug_of(name)[:80].strip("-")
            if slug and slug != name:
                notes.add("tag-changed", tag=_short(name), slug=slug)
            if not slug:
                notes.add("tag-dropped", tag=_short(name))
            elif is_competency and "competency" not in data:
                data["competency"] = slug
            elif slug not in kept:
                kept.append(slug)
        if kept:
            data["tags"] = kept


def tags_of(item: Item) -> list[str]:
    """Return an item's tags as files carry them: its competency is one, with a word before it."""
    return [*item.tags, *([f"{_COMPETENCY}{item.competency}"] if item.competency else [])]


def title_of(item: Item) -> str:
    """Return the name other systems show in lists: the beginning of the question."""
    return _beginning(item.prompt) or item.key


def unsaid(item: Item, notes: Notes, *, keeps: frozenset[str] = frozenset()) -> None:
    """Note what every item may have and a format does not keep; ``keeps`` names what it does keep."""
    present = {
        "gate": item.gate, "pilot": item.pilot, "source": item.source, "picture": item.picture, "hints": item.hints,
        "origin": item.origin, "points": item.points != 1, "keep_order": item.keep_order, "tags": item.tags,
        "competency": item.competency,
    }  # fmt: skip
    for name, value in present.items():
        if value and name not in keeps:
            notes.add(f"lost-{name.replace('_', '-')}")
    said = item.feedback
    is_kept = "feedback" in keeps or ("feedback.same" in keeps and said and said.right == said.wrong)
    if said and not is_kept:
        for side in ("right", "wrong"):
            if getattr(said, side) and f"feedback.{side}" not in keeps:
                notes.add(f"lost-feedback-{side}")


def join_general(own: Data, general: str, notes: Notes) -> None:
    """Add what is said after any response to what is said to a right and to a wrong one."""
    if not general:
        return
    feedback = own.get("feedback", {})
    if feedback:
        notes.add("general-feedback-joined")
    own["feedback"] = {
        side: f"{said}\n\n{general}" if (said := feedback.get(side)) else general
        for side in ("right", "wrong")
    }


def slug_of(text: str) -> str:
    """Return a name as small Latin letters, digits and hyphens; empty where nothing is left of it."""
    if _SLUG.match(text):
        return text
    flat = unicodedata.normalize("NFKD", text[:400].casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(each for each in flat if ord(each) < 128)).strip("-")


def file_name_of(name: str) -> str:
    """Return a file's name as pictures of items may be called."""
    stem, _, suffix = name.rpartition(".")
    kind = slug_of(suffix)[:5].replace("-", "") or "bin"
    return f"{slug_of(stem)[:60].strip('-') or 'picture'}.{kind}"


def _parsed(data: Data) -> Item:
    if any(isinstance(each, list) and len(each) > MOST_PARTS for each in data.values()):
        raise CannotSay("too-many-parts", most=MOST_PARTS)
    for text in _texts(data):
        if len(text) > LONGEST_TEXT:
            raise CannotSay("text-too-long", most=LONGEST_TEXT)
    try:
        return parse(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(step) for step in first["loc"] if step != data["kind"]]
        raise CannotSay(
            "item-invalid", place=".".join(place) or "item", type=first["type"], message=first["msg"][:200]
        ) from None


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _shown(item: Item, files: dict[str, bytes]) -> dict[str, bytes]:
    if item.picture is None or item.picture.file not in files:
        return {}
    return {item.picture.file: files[item.picture.file]}


def _beginning(markdown: str) -> str:
    """Return the first plain words of a text, however long it is."""
    return _short(richtext.plain(markdown[:_ENOUGH]))


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= 80 else f"{one[:79].rstrip()}…"
