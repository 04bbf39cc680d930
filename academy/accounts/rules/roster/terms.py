"""A list of people, what is known of their branch, and what becomes of each row."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

COLUMNS = ("call_sign", "legal_name", "latin_name", "email", "unit", "language", "leaves_on")
MOST_ROWS = 2_000
LONGEST_NAME = 200


class Fate(enum.StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Said:
    """Something to say about a row: a code for a sentence, the column it is about, and values."""

    code: str
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A row of a list, cells by column; a column that the file lacks is not there."""

    number: int
    cells: Mapping[str, str]
    fault: Said | None = None


@dataclass(frozen=True)
class Unit:
    """An agency or unit of the branch."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Place:
    """A learner's membership in the branch: where, from when, and the first day it no longer holds."""

    id: UUID
    unit_id: UUID
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Known:
    """Somebody whom the branch knows; ``places`` are those that hold, ``left_on`` is when the last one ended."""

    id: UUID
    call_sign: str
    legal_name: str
    latin_name: str
    email: str
    language: str
    places: Sequence[Place] = ()
    #: Whether she belongs to the branch today, in whatever role.
    is_here: bool = True
    left_on: date | None = None
    #: Whether she has chosen a password: from then on her language is hers to choose.
    has_come: bool = False
    #: Whether her account is open, and one that a coordinator of the branch may change.
    may_change: bool = True


@dataclass(frozen=True)
class Branch:
    """All that rows are held against."""

    units: Sequence[Unit]
    #: Where somebody new belongs whose row names no unit.
    home: Unit
    people: Sequence[Known]
    #: Folded call-signs and addresses that somebody has whom the branch does not know.
    taken: frozenset[str]
    #: What a cell may call a language, in small letters → its code.
    languages: Mapping[str, str]
    #: Whose language somebody new gets who has none in her row.
    language: str
    #: The mail domains that vouch for whoever has an address in them, by unit.
    domains: Mapping[UUID, frozenset[str]]
    on: date


@dataclass(frozen=True)
class Wanted:
    """How a person is to be after the import."""

    call_sign: str
    legal_name: str
    latin_name: str
    email: str
    language: str
    unit: Unit | None
    #: The first day her membership no longer holds.
    ends_on: date | None


@dataclass(frozen=True)
class Judged:
    """What becomes of one row, and why."""

    number: int
    fate: Fate
    wanted: Wanted
    #: The person it is about, where the branch knows her, and what of her changes.
    known: Known | None = None
    changes: tuple[str, ...] = ()
    problems: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    #: For somebody new: whether her address vouches for her, so that nobody else has to.
    is_vouched: bool = False


@dataclass(frozen=True)
class Report:
    """What a list comes to."""

    rows: Sequence[Judged]
    #: Learners of the branch whom the list does not name; nothing happens to them.
    missing: Sequence[Known]

    def count(self, fate: Fate) -> int:
        """Count the rows of one fate."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def is_refused(self) -> bool:
        """Say whether some row is refused: then nothing is written."""
        return any(row.fate is Fate.REFUSED for row in self.rows)

    @property
    def needs_word(self) -> bool:
        """Say whether somebody new has no address that vouches for her: then the coordinator has to."""
        return any(row.fate is Fate.ADD and not row.is_vouched for row in self.rows)

    @property
    def digest(self) -> str:
        """What tells this report from any other, so that only what was read is confirmed."""
        said = [
            (row.number, row.fate, row.wanted, row.known and row.known.id, row.changes) for row in self.rows
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @property
    def is_done(self) -> bool:
        """Say whether there is nothing to write."""
        return all(row.fate is Fate.UNCHANGED for row in self.rows)
