"""Three ways through the same day, as a drawing: one row for each step, time along it, the night after folded up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from academy.cases.content import CaseContent
from academy.cases.queries.debriefs import FEWEST, Times
from academy.cases.rules.debriefing import Milestone

#: The drawing's own units: numbers of the rows stand in the margin.
WIDTH, MARGIN, END, TOP, ROW = 360, 24, 348, 26, 20
#: What comes after the day at the scene has this share of the line.
_LATER = 0.2
_HOUR = 60
#: At most so many times are written above the drawing.
_TICKS = 6


@dataclass(frozen=True)
class Spread:
    """How others stand at a step: quartiles where enough of them came to it, and the share who did."""

    share: float
    quartiles: tuple[int, int, int] | None


@dataclass(frozen=True)
class Row:
    """One step, with its place in the drawing."""

    number: int
    milestone: Milestone
    spread: Spread | None
    y: int
    own_x: float | None
    expert_x: float
    #: Where the middle half of the others begins and ends, and its median.
    band: tuple[float, float, float] | None


@dataclass(frozen=True)
class Drawing:
    """The whole of it."""

    rows: tuple[Row, ...]
    #: (place, minute) of the times written above.
    ticks: tuple[tuple[float, int], ...]
    #: Where the day at the scene ends, if anything came after it.
    later: float | None
    height: int
    #: Where the numbers of the rows stand, and where their lines begin.
    number_x: int
    line_x: int


@dataclass(frozen=True)
class _Scale:
    day: int
    last: int
    is_mirrored: bool

    def x(self, minute: int) -> float:
        """Return where a minute stands: by the clock while the scene lasts, pressed together after it."""
        share = 1 - _LATER if self.last > self.day else 1.0
        if minute <= self.day:
            along = minute / self.day * share
        else:
            along = share + (minute - self.day) / (self.last - self.day) * _LATER
        place = MARGIN + (END - MARGIN) * along
        return round(WIDTH - place if self.is_mirrored else place, 1)


def drawing(
    case: CaseContent, milestones: Sequence[Milestone], times: Times, *, is_mirrored: bool = False
) -> Drawing:
    """Return where everything stands; ``is_mirrored`` for readers from right to left."""
    spreads = [_spread(times, each.step) for each in milestones]
    scale = _Scale(case.clock.minutes, _last(milestones, spreads, case.clock.minutes), is_mirrored)
    rows = tuple(
        _row(number, milestone, spread, scale)
        for number, (milestone, spread) in enumerate(zip(milestones, spreads, strict=True), 1)
    )
    step = _HOUR * max(1, -(-case.clock.minutes // (_HOUR * _TICKS)))
    return Drawing(
        rows=rows,
        ticks=tuple((scale.x(minute), minute) for minute in range(0, case.clock.minutes + 1, step)),
        later=scale.x(case.clock.minutes) if scale.last > case.clock.minutes else None,
        height=TOP + ROW * len(rows) + 6,
        number_x=WIDTH - 9 if is_mirrored else 9,
        line_x=WIDTH - END if is_mirrored else MARGIN,
    )


def _spread(times: Times, step: int) -> Spread | None:
    if not times.count:
        return None
    minutes = times.at(step)
    found = quantiles(minutes, n=4, method="inclusive") if len(minutes) >= FEWEST else None
    return Spread(
        len(minutes) / times.count, (round(found[0]), round(found[1]), round(found[2])) if found else None
    )


def _last(milestones: Sequence[Milestone], spreads: Sequence[Spread | None], day: int) -> int:
    minutes = [minute for each in milestones for minute in (each.own, each.expert) if minute is not None]
    minutes += [each.quartiles[2] for each in spreads if each and each.quartiles]
    return max([day, *minutes])


def _row(number: int, milestone: Milestone, spread: Spread | None, scale: _Scale) -> Row:
    low, middle, high = (
        (scale.x(each) for each in spread.quartiles) if spread and spread.quartiles else (0, 0, 0)
    )
    return Row(
        number=number,
        milestone=milestone,
        spread=spread,
        y=TOP + ROW * (number - 1) + ROW // 2,
        own_x=None if milestone.own is None else scale.x(milestone.own),
        expert_x=scale.x(milestone.expert),
        band=(min(low, high), middle, max(low, high)) if spread and spread.quartiles else None,
    )
