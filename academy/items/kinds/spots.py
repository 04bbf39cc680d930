"""Places on a picture that are numbered as they are read: from the top down, and across where they stand level."""

from __future__ import annotations

from collections.abc import Mapping

from academy.items.kinds.kind import Spot

#: How many thousandths of the height two places may differ by and still stand level.
LEVEL = 60


def spots_of(middles: Mapping[str, tuple[int, int]]) -> tuple[Spot, ...]:
    """Number places, given by letter as (across, down) in thousandths."""
    waiting = sorted(middles.items(), key=lambda each: (each[1][1], each[1][0], each[0]))
    read: list[str] = []
    while waiting:
        top = waiting[0][1][1]
        row = [each for each in waiting if each[1][1] <= top + LEVEL]
        waiting = waiting[len(row) :]
        read.extend(letter for letter, _place in sorted(row, key=lambda each: (each[1][0], each[1][1])))
    return tuple(Spot(letter, number, *middles[letter]) for number, letter in enumerate(read, start=1))
