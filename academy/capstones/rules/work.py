"""The learner's work at the bag: what opens when, what a response may hold, what is still missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from academy.capstones.content import CapstoneContent

#: The item whose response says that the inventory is closed.
CLOSED = "closed"
MOST_ROWS = 40
LONGEST = 3000
#: What is written down of an object. The first of them makes it described.
OF_OBJECT = ("what", "marks", "condition", "packing")
OF_ROW = ("fact", "inference", "otherwise")
OF_QUESTION = ("text", "limits")
_ROW = re.compile(r"row:([1-9]\d?)\Z")


class BadWork(ValueError):
    """A response that no page of ours sends, or one that is too long; ``args[0]`` is the reason."""


@dataclass(frozen=True)
class Bag:
    """A capstone and what counts in one attempt at it: response by item."""

    capstone: CapstoneContent
    responses: Mapping[str, Any]

    @property
    def is_closed(self) -> bool:
        """Whether the inventory is closed; only then the table of findings opens."""
        return bool(self.responses.get(CLOSED))

    def described(self, key: str) -> bool:
        """Say whether an object is described."""
        return bool((self.responses.get(object_item(key)) or {}).get("what"))

    @property
    def open_number(self) -> int:
        """The place, from 1, of the first object that is not described; one beyond the last when all are.

        What lies under it is still in the bag, and unseen.
        """
        objects = self.capstone.objects
        return next(
            (place for place, each in enumerate(objects, start=1) if not self.described(each.key)),
            len(objects) + 1,
        )

    @property
    def is_empty(self) -> bool:
        """Whether everything is out of the bag and described."""
        return self.open_number > len(self.capstone.objects)

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that say something, in order."""
        found = (_ROW.match(item) for item, response in self.responses.items() if response)
        return sorted(int(each[1]) for each in found if each)

    @property
    def free_row(self) -> int | None:
        """The number of the next row; None where there are too many."""
        following = (self.rows or [0])[-1] + 1
        if following <= MOST_ROWS:
            return following
        return next((number for number in range(1, MOST_ROWS + 1) if number not in self.rows), None)

    @property
    def missing(self) -> list[str]:
        """What keeps it from being handed in: ``inventory``, ``findings``, ``profile``."""
        return [
            name
            for name, is_done in (("inventory", self.is_closed), ("findings", bool(self.rows)), ("profile", self.is_answered))
            if not is_done
        ]  # fmt: skip

    @property
    def is_answered(self) -> bool:
        """Whether every question of the profile has an answer."""
        return all(
            (self.responses.get(question_item(each.key)) or {}).get("text")
            for each in self.capstone.questions
        )


def object_item(key: str) -> str:
    """Return the item under which an object's description is saved."""
    return f"object:{key}"


def row_item(number: int) -> str:
    """Return the item under which a row of the table is saved."""
    return f"row:{number}"


def question_item(key: str) -> str:
    """Return the item under which an answer of the profile is saved."""
    return f"question:{key}"


def part_of(item: str) -> str:
    """Return ``object``, ``row`` or ``question``."""
    return item.partition(":")[0]


def is_item(capstone: CapstoneContent, item: str) -> bool:
    """Say whether an item is one of this capstone's that a page saves."""
    if part_of(item) == "row":
        found = _ROW.match(item)
        return found is not None and int(found[1]) <= MOST_ROWS
    known = [object_item(each.key) for each in capstone.objects]
    return item in (*known, *(question_item(each.key) for each in capstone.questions))


def response_at(
    capstone: CapstoneContent, item: str, sent: Mapping[str, Sequence[str]]
) -> dict[str, Any] | None:
    """Return what the fields of a page say at an item, in the form it is kept; None where they say nothing.

    Raises BadWork for what is too long, or is no certainty or object of this bag.
    """
    names = {"object": OF_OBJECT, "row": OF_ROW, "question": OF_QUESTION}[part_of(item)]
    kept: dict[str, Any] = {name: text for name in names if (text := _text(sent, name))}
    if part_of(item) == "row":
        kept |= _of_row(capstone, sent)
    return kept or None


def _of_row(capstone: CapstoneContent, sent: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    chosen = set(sent.get("objects", ()))
    objects = [each.key for each in capstone.objects if each.key in chosen]
    certainty = next(iter(sent.get("certainty", ())), "")
    if len(objects) < len(chosen) or certainty not in ("", "1", "2", "3"):
        raise BadWork("bad-envelope")
    found: dict[str, Any] = {"objects": objects} if objects else {}
    return found | ({"certainty": int(certainty)} if certainty else {})


def _text(sent: Mapping[str, Sequence[str]], name: str) -> str:
    text = next(iter(sent.get(name, ())), "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise BadWork("too-long-here")
    return text
