"""Bars as they are drawn: 400 units wide, each with its words above it. The same stands in a table below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Units from the edge to where bars begin, and how far the longest goes.
EDGE, WIDTH = 20, 360
#: Letters that fit above a bar.
LONGEST_WORDS = 50
_WORDS, _THICK, _GAP = 22, 16, 14
KINDS = ("done", "part", "none")


@dataclass(frozen=True)
class Part:
    """One rectangle; ``kind`` says which of the colours of charts it has."""

    x: int
    y: int
    width: int
    kind: str
    height: int = _THICK


@dataclass(frozen=True)
class Bar:
    """One bar, or some below one another, with the words above."""

    words: str
    y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Picture:
    """Bars below one another."""

    bars: tuple[Bar, ...]
    height: int


def stacked(rows: Sequence[tuple[str, Sequence[float]]]) -> Picture:
    """Return a bar for each (words, shares 0–1), its parts one after the other."""
    step = _WORDS + _THICK + _GAP
    bars = tuple(
        _bar(words, place * step, _in_line(shares, place * step + _WORDS)) for place, (words, shares) in enumerate(rows)
    )  # fmt: skip
    return Picture(bars, len(bars) * step)


def side_by_side(rows: Sequence[tuple[str, Sequence[int]]]) -> Picture:
    """Return bars for each (words, counts), one below the other and all to the same scale."""
    most = max((count for _words, counts in rows for count in counts), default=0) or 1
    step = _WORDS + _THICK * max((len(counts) for _words, counts in rows), default=0) + _GAP
    bars = tuple(
        _bar(
            words, place * step,
            tuple(
                Part(EDGE, place * step + _WORDS + _THICK * number, round(WIDTH * count / most), KINDS[number], _THICK - 2)
                for number, count in enumerate(counts)
            ),
        )
        for place, (words, counts) in enumerate(rows)
    )  # fmt: skip
    return Picture(bars, len(bars) * step)


def _in_line(shares: Sequence[float], y: int) -> tuple[Part, ...]:
    parts, so_far = [], 0.0
    for kind, share in zip(KINDS, shares, strict=False):
        start, end = round(WIDTH * so_far), round(WIDTH * (so_far + share))
        parts.append(Part(EDGE + start, y, end - start, kind))
        so_far += share
    return tuple(parts)


def _bar(words: str, top: int, parts: tuple[Part, ...]) -> Bar:
    short = words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1].rstrip()}…"
    return Bar(short, top + _WORDS - 7, parts)
