"""The statistics of a quiz as its page shows them and as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from academy.items.rules.statistics import Asked, Flag, ItemFigures, QuizFigures, flags
from academy.quizzes.rules.calibration import Calibration


@dataclass(frozen=True)
class ItemRow:
    """One item of a quiz, in one wording: what editions word or mark differently is measured apart."""

    key: str
    #: The newest edition that has it so, and its number.
    edition_id: UUID
    edition: int
    #: Whether the newest edition that was answered has it so.
    is_current: bool
    asked: Asked
    figures: ItemFigures
    #: Lower quartile, median and upper quartile of the seconds spent on it; None where withheld or not known.
    seconds: tuple[float, float, float] | None = None

    @property
    def flags(self) -> list[Flag]:
        """What to look at."""
        return flags(self.asked, self.figures)


@dataclass(frozen=True)
class Statistics:
    """Everything known of a quiz from first attempts."""

    quiz: QuizFigures
    items: tuple[ItemRow, ...] = ()
    #: How sure and how right, where the quiz asks certainty: everybody, by competency, by agency.
    everybody: Calibration | None = None
    topics: Mapping[str, Calibration] = field(default_factory=dict)
    agencies: Mapping[UUID, Calibration] = field(default_factory=dict)

    def row(self, key: str, edition: int | None = None) -> ItemRow | None:
        """Return an item's row: of the wording an edition has first, else the newest."""
        rows = [row for row in self.items if row.key == key]
        return next(
            (row for row in rows if row.edition == edition), rows[0] if rows and edition is None else None
        )


#: By what the table of items can be sorted; None comes last, whichever way.
ORDERS: Mapping[str, Callable[[ItemRow], float | None]] = {
    "facility": lambda row: row.figures.facility,
    "deviation": lambda row: row.figures.deviation,
    "discrimination": lambda row: row.figures.discrimination,
    "efficiency": lambda row: row.figures.efficiency,
    "weight": lambda row: row.figures.weight,
    "guess": lambda row: row.asked.guess,
    "seconds": lambda row: row.seconds[1] if row.seconds else None,
    "flags": lambda row: -float(len(row.flags)),
}

_FORM = TypeAdapter(Statistics)


def ordered(rows: Sequence[ItemRow], by: str, *, is_falling: bool = False) -> list[ItemRow]:
    """Return rows by one of ``ORDERS``, or in the quiz's order for any other word."""
    value = ORDERS.get(by)
    if value is None:
        return list(rows)[::-1] if is_falling else list(rows)
    known = [(found, row) for row in rows if (found := value(row)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=is_falling)
    return [row for _found, row in known] + [row for row in rows if value(row) is None]


def frozen(statistics: Statistics) -> dict[str, Any]:
    """Return statistics as JSON, to be kept."""
    data: dict[str, Any] = _FORM.dump_python(statistics, mode="json")
    return data


def revived(data: Mapping[str, Any]) -> Statistics:
    """Return statistics that were kept. Raises pydantic's ValidationError for what an earlier release kept otherwise."""
    return _FORM.validate_python(data)
