"""Progress in figures: how a branch stands, which rows make a page, what one cell of the matrix says."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

#: Enrolled for this long without a first step: somebody should ask.
IDLE_AFTER = timedelta(days=14)
#: People on one page of the matrix.
PAGE_SIZE = 25
#: Units that a chart shows before it is hard to read; the table below it has them all.
CHART_UNITS = 12
#: The chart's drawing, in its own units: the width of a whole bar and the height of one unit.
BAR_WIDTH, BAR_HEIGHT, BAR_STEP = 360, 16, 46
#: Letters of a unit's name that fit above its bar.
LONGEST_LABEL = 44


class State(enum.StrEnum):
    """Where an enrolment stands, as the filter asks. LATE overlaps the first two."""

    EVERYONE = ""
    NOT_STARTED = "not-started"
    UNDER_WAY = "in-progress"
    COMPLETED = "completed"
    LATE = "late"


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

    def __add__(self, other: Figures) -> Figures:
        """Return both together."""
        return Figures(
            self.people + other.people, self.completed + other.completed, self.under_way + other.under_way,
            self.not_started + other.not_started, self.late + other.late, self.idle + other.idle,
            self.done + other.done,
        )  # fmt: skip

    def of(self, state: State) -> int:
        """Return how many stand in ``state``."""
        return {
            State.EVERYONE: self.people,
            State.NOT_STARTED: self.not_started,
            State.UNDER_WAY: self.under_way,
            State.COMPLETED: self.completed,
            State.LATE: self.late,
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


@dataclass(frozen=True)
class UnitFigures:
    """A unit of the branch with everything below it."""

    unit: Unit
    figures: Figures


def by_unit(units: Sequence[Unit], figures: Mapping[UUID, Figures]) -> list[UnitFigures]:
    """Return the figures of the branch's head alone and of each unit right below it, with all below that.

    ``units`` is the branch in tree order, its head first. Units in which nobody is enrolled are left out.
    """
    head = units[0]
    sums = {head.id: figures.get(head.id, Figures())}
    nearest = head
    for unit in units[1:]:
        if unit.depth == head.depth + 1:
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


_BARE = {state: Cell(state) for state in CellState}


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
    return tuple(_cells(activities, scores, begun, is_late))


def _cells(
    activities: Sequence[tuple[str, bool]],
    scores: Mapping[str, float | None],
    begun: Collection[str],
    is_late: bool,
) -> Iterator[Cell]:
    for slug, is_required in activities:
        if slug in scores:
            score = scores[slug]
            yield _BARE[CellState.DONE] if score is None else Cell(CellState.DONE, whole_per_cent(score))
        elif is_late and is_required:
            is_late = False
            yield _BARE[CellState.LATE]
        else:
            yield _BARE[CellState.BEGUN if slug in begun else CellState.NONE]


@dataclass(frozen=True)
class Bar:
    """One unit's bar: where it is drawn, and where its parts end."""

    label: str
    label_y: int
    y: int
    completed: int
    under_way: int
    not_started: int

    @property
    def under_way_x(self) -> int:
        """Where the second part begins."""
        return self.completed

    @property
    def not_started_x(self) -> int:
        """Where the third part begins."""
        return self.completed + self.under_way


@dataclass(frozen=True)
class Chart:
    """Bars of the largest units."""

    bars: tuple[Bar, ...]
    height: int


def chart(units: Sequence[UnitFigures]) -> Chart:
    """Return the bars of the largest ``CHART_UNITS`` units, in the order given."""
    largest = sorted(units, key=lambda each: -each.figures.people)[:CHART_UNITS]
    shown = [each for each in units if each in largest]
    return Chart(tuple(_bar(place, each) for place, each in enumerate(shown)), len(shown) * BAR_STEP + 8)


def _bar(place: int, unit: UnitFigures) -> Bar:
    figures = unit.figures
    completed = BAR_WIDTH * figures.completed // figures.people
    under_way = BAR_WIDTH * (figures.completed + figures.under_way) // figures.people - completed
    name = unit.unit.name
    label = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"
    top = place * BAR_STEP
    return Bar(label, top + 16, top + 23, completed, under_way, BAR_WIDTH - completed - under_way)
