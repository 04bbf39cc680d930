"""Where the parts of a chart are drawn: whole numbers of one scale, so that the same figures give the same drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The drawing's own width; it is stretched to the room there is.
WIDTH = 360
#: Bars that a chart shows before it is hard to read; the table below it has them all.
MOST_BARS = 12
#: Width of the mark that stands for a value.
MARK = 5


@dataclass(frozen=True)
class Span:
    """A part of a bar: from where, how wide."""

    x: int
    width: int


@dataclass(frozen=True)
class Reach:
    """A value with the interval it lies in, and where nothing (zero) is."""

    span: Span
    mark: Span
    zero: int


def stacked(parts: Sequence[int], total: int | None = None) -> tuple[Span, ...]:
    """Return the parts of a whole beside each other; with nothing to show, parts without width."""
    whole = sum(parts) if total is None else total
    spans, passed, start = [], 0, 0
    for part in parts:
        passed += part
        end = WIDTH * passed // whole if whole else 0
        spans.append(Span(start, end - start))
        start = end
    return tuple(spans)


def share(value: float) -> Span:
    """Return the bar of a share of 0–1; what lies beyond is cut off."""
    return Span(0, round(WIDTH * min(max(value, 0.0), 1.0)))


def reach(value: float, low: float, high: float, *, least: float = -1.0, most: float = 1.0) -> Reach:
    """Return a value and its interval on a scale from ``least`` to ``most``; what lies beyond is cut off."""

    def place(number: float) -> int:
        return round(WIDTH * (min(max(number, least), most) - least) / (most - least))

    start, end = place(low), place(high)
    mark = min(max(place(value) - MARK // 2, 0), WIDTH - MARK)
    return Reach(Span(start, max(end - start, 1)), Span(mark, MARK), place(0.0))
