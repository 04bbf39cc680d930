"""Progress in figures: how a branch stands, which rows make a page, what one cell of the matrix says."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from academy.learning.rules.charts import MOST_BARS, Span, stacked

#: Enrolled for this long without a first step: somebody should ask.
IDLE_AFTER = timedelta(days=14)
#: A certificate whose last day is this near is about to run out.
EXPIRING_WITHIN = timedelta(days=90)
#: People on one page of the matrix.
PAGE_SIZE = 25


class State(enum.StrEnum):
    """Where an enrolment stands, as the filter asks. The last three overlap the others."""

    EVERYONE = ""
    NOT_STARTED = "not-started"
    UNDER_WAY = "in-progress"
    COMPLETED = "completed"
    LATE = "late"
    #: Begun, and standing still (``rules.stuck``).
    STUCK = "stuck"
    #: With a certificate whose last day is near.
    EXPIRING = "expiring"


@dataclass(frozen=True)
class Figures:
    """How many enrolments of one agency, or of several, stand where."""

    people: int = 0
    completed: int = 0
    under_way: int = 0
    not_started: int = 0
    late: int = 0
    #: Not started, and enrolled for IDLE_AFTER or longer.
    idle: int = 0
    #: Required activities done, all people together.
    done: int = 0
    stuck: int = 0
    #: With a certificate whose last day is near.
    expiring: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Return both together."""
        return Figures(
            self.people + other.people, self.completed + other.completed, self.under_way + other.under_way,
            self.not_started + other.not_started, self.late + other.late, self.idle + other.idle,
            self.done + other.done, self.stuck + other.stuck, self.expiring + other.expiring,
        )  # fmt: skip

    def of(self, state: State) -> int:
        """Return how many stand in ``state``."""
        return {
            State.EVERYONE: self.people,
            State.NOT_STARTED: self.not_started,
            State.UNDER_WAY: self.under_way,
            State.COMPLETED: self.completed,
            State.LATE: self.late,
            State.STUCK: self.stuck,
            State.EXPIRING: self.expiring,
        }[state]

    def share_done(self, required: int) -> float:
        """Return which share, 0–1, of all required activities is done."""
        return self.done / (self.people * required) if self.people and required else 0.0


def together(figures: Iterable[Figures]) -> Figures:
    """Return the sum of several."""
    total = Figures()
    for each in figures:
        total += each
    return total


@dataclass(frozen=True)
class Unit:
    """An agency as the branch's tree shows it. ``depth`` is 0 for the branch's head."""

    id: UUID
    name: str
    path: str
    depth: int
    #: Its country's code; empty where it belongs to none.
    country: str = ""


@dataclass(frozen=True)
class UnitFigures:
    """A unit of the branch with everything below it."""

    unit: Unit
    figures: Figures


def by_unit(units: Sequence[Unit], figures: Mapping[UUID, Figures]) -> list[UnitFigures]:
    """Return the figures of the branch's head alone and of each unit right below it, with all below that.

    ``units`` is the branch in tree order, its head first. Units in which nobody is enrolled are left out.
    """
    if not units:
        return []
    head = units[0]
    sums = {head.id: figures.get(head.id, Figures())}
    nearest = head
    for unit in units[1:]:
        if unit.depth <= head.depth + 1:
            nearest = unit
        sums[nearest.id] = sums.get(nearest.id, Figures()) + figures.get(unit.id, Figures())
    return [UnitFigures(unit, sums[unit.id]) for unit in units if unit.id in sums and sums[unit.id].people]


@dataclass(frozen=True)
class Page:
    """One page of a long list that is ordered by agency: which agencies it touches, and where in them it begins."""

    number: int
    total: int
    agency_ids: tuple[UUID, ...]
    offset: int

    @property
    def first(self) -> int:
        """The place of its first row, counted from 1; 0 for an empty list."""
        return (self.number - 1) * PAGE_SIZE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of its last row."""
        return min(self.number * PAGE_SIZE, self.total)

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.last < self.total


def page_of(counts: Sequence[tuple[UUID, int]], number: int) -> Page:
    """Return a page of rows that stand in the order of ``counts`` (agency, its rows); out of range is the nearest.

    So that a page costs the same wherever it is: only the agencies it touches are read and sorted.
    """
    total = sum(count for _agency_id, count in counts)
    number = max(1, min(number, -(-total // PAGE_SIZE) or 1))
    start = (number - 1) * PAGE_SIZE
    touched: list[UUID] = []
    offset = passed = 0
    for agency_id, count in counts:
        if count and passed < start + PAGE_SIZE and passed + count > start:
            offset = offset if touched else start - passed
            touched.append(agency_id)
        passed += count
    return Page(number, total, tuple(touched), offset)


class CellState(enum.StrEnum):
    """What one activity is to one person."""

    DONE = "done"
    BEGUN = "part"
    LATE = "late"
    NONE = "none"


class Cell(NamedTuple):
    """One cell of the matrix. ``score`` is whole per cent, where the activity is scored and done."""

    state: CellState
    score: int | None = None


_DONE, _BEGUN, _LATE, _NONE = (Cell(state) for state in CellState)
_SCORED = tuple(Cell(CellState.DONE, score) for score in range(101))


def whole_per_cent(score: float) -> int:
    """Return a share of 0–1 in whole per cent, rounded down: nobody reads 100 who has 99.6."""
    return int(score * 100 + 1e-9)


def cells(
    activities: Sequence[tuple[str, bool]],
    *,
    scores: Mapping[str, float | None],
    begun: Collection[str],
    is_late: bool,
) -> tuple[Cell, ...]:
    """Return one person's cells for ``activities`` (slug, is required).

    Of a late person only the first required activity that is open says so: that is the one to ask her about.
    """
    found = [
        _done(scores[slug]) if slug in scores else _BEGUN if slug in begun else _NONE
        for slug, _required in activities
    ]
    if is_late:
        for place, (slug, is_required) in enumerate(activities):
            if is_required and slug not in scores:
                found[place] = _LATE
                break
    return tuple(found)


def _done(score: float | None) -> Cell:
    return _DONE if score is None else _SCORED[whole_per_cent(score)]


@dataclass(frozen=True)
class UnitBar:
    """One unit's bar: completed, under way, not started."""

    unit: Unit
    figures: Figures
    spans: tuple[Span, ...]


def unit_bars(units: Sequence[UnitFigures]) -> list[UnitBar]:
    """Return the bars of the largest ``MOST_BARS`` units, in the order given."""
    largest = sorted(units, key=lambda each: -each.figures.people)[:MOST_BARS]
    return [
        UnitBar(each.unit, each.figures, stacked(
            (each.figures.completed, each.figures.under_way, each.figures.not_started), each.figures.people
        ))
        for each in units
        if each in largest
    ]  # fmt: skip
