"""The published document: rows of a scope, and for each the sum of the tranches that lie wholly inside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from academy.snapshots.rules.definitions import FORMAT, SMALLEST, VERSION, Measure, Subject
from academy.snapshots.rules.tranches import Tally

#: The row of everybody in the scope.
TOTAL = "total"


@dataclass(frozen=True)
class Unit:
    """An agency of the scope, as it stood on the day."""

    id: str
    name: str
    kind: str
    country: str | None
    #: The agency above it; None for the head of the scope.
    parent: str | None


@dataclass(frozen=True)
class Taught:
    """A course, and where it belonged on the day."""

    slug: str
    level: str
    track: str | None


@dataclass(frozen=True)
class Portion:
    """A tranche: people of these agencies who became public together."""

    measure: str
    course: str
    agency_ids: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True)
class Head:
    """What a document says of itself."""

    title: str
    taken_at: str
    scope: str


@dataclass(frozen=True)
class Row:
    """A line of the tables: the total, a country, an agency with all below it, or agencies only known together."""

    key: str
    members: frozenset[str]


@dataclass(frozen=True)
class Ground:
    """The agencies and courses a document speaks of."""

    units: tuple[Unit, ...]
    courses: tuple[Taught, ...]

    @cached_property
    def rows(self) -> list[Row]:
        """The rows in order: everybody, the countries where there are several, each agency below the head."""
        everybody = Row(TOTAL, frozenset(unit.id for unit in self.units))
        codes = sorted({unit.country for unit in self.units if unit.country})
        countries = [
            Row(f"country:{code}", frozenset(unit.id for unit in self.units if unit.country == code))
            for code in (codes if len(codes) > 1 else [])
        ]
        return [
            everybody,
            *countries,
            *(Row(unit.id, self._branch(unit.id)) for unit in self.units if unit.parent),
        ]

    def _branch(self, head: str) -> frozenset[str]:
        return frozenset(unit.id for unit in self.units if head in self._line(unit.id))

    def _line(self, identity: str) -> list[str]:
        line: list[str] = []
        while identity in self._parents:
            line.append(identity)
            identity = self._parents[identity] or ""
        return line

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return {unit.id: unit.parent for unit in self.units}

    def subjects(self, course: str) -> list[tuple[Subject, str]]:
        """Return every subject that a course's people count for."""
        found = [(Subject.ALL, ""), (Subject.COURSE, course)]
        for taught in self.courses:
            if taught.slug == course:
                found.append((Subject.LEVEL, taught.level))
                found.extend([(Subject.TRACK, taught.track)] if taught.track else [])
        return found


def document(head: Head, ground: Ground, portions: Iterable[Portion]) -> dict[str, Any]:
    """Return what is published: the same tranches give the same document, whenever it is made."""
    return {
        "format": FORMAT,
        "definitions": VERSION,
        "smallest_group": SMALLEST,
        **asdict(head),
        "agencies": [asdict(unit) for unit in ground.units],
        "courses": [asdict(taught) for taught in ground.courses],
        "figures": figures(ground, portions),
    }


def figures(ground: Ground, portions: Iterable[Portion]) -> list[dict[str, Any]]:
    """Return every figure that is not nobody: by measure, subject and row, the together-rows last."""
    added = sums(ground, portions)
    places = {row.key: number for number, row in enumerate(ground.rows)}
    order = sorted(added, key=lambda at: (at[:3], places.get(at[3], len(places)), at[3]))
    return [_figure(*at, added[at]) for at in order]


def sums(ground: Ground, portions: Iterable[Portion]) -> dict[tuple[str, str, str, str], Tally]:
    """Add tranches up: (measure, subject, its name, row) → the sum of those that lie wholly inside the row."""
    found: dict[tuple[str, str, str, str], Tally] = {}
    for portion in portions:
        members = frozenset(portion.agency_ids)
        keys = [row.key for row in ground.rows if members <= row.members]
        keys.extend(["+".join(sorted(members))] if keys and len(members) > 1 else [])
        for subject, name in ground.subjects(portion.course):
            for key in keys:
                at = (portion.measure, subject.value, name, key)
                found[at] = found.get(at, Tally()) + portion.tally
    return found


def ground_of(said: Mapping[str, Any]) -> Ground:
    """Return the agencies and courses that a document was made of."""
    return Ground(
        tuple(Unit(**each) for each in said["agencies"]), tuple(Taught(**each) for each in said["courses"])
    )


def head_of(said: Mapping[str, Any]) -> Head:
    """Return what a document says of itself."""
    return Head(said["title"], said["taken_at"], said["scope"])


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return a document as the bytes its digest is taken of: keys in order, no blanks, UTF-8."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document."""
    return hashlib.sha256(canonical(said)).hexdigest()


def _figure(measure: str, subject: str, name: str, row: str, tally: Tally) -> dict[str, Any]:
    found: dict[str, Any] = {
        "measure": measure,
        "of": subject,
        "name": name,
        "row": row,
        "count": tally.count,
    }
    if measure == Measure.GAIN:
        found |= {when: mean(tally, when) for when in ("before", "after")}
    return found


def mean(tally: Tally, name: str) -> float:
    """Return a mean score in per cent, to a tenth; the sums it is made of are in thousandths."""
    return round(tally.sums.get(name, 0) / tally.count / 10, 1)


def members_of(row: str) -> Sequence[str]:
    """Return the agencies of a together-row by its key; none for another row."""
    return row.split("+") if "+" in row else ()
