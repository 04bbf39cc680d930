"""People's marks: whose turn it is, and what several marks come to."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from math import fsum

#: Marks are sums of binary fractions: what is closer than this to the agreed distance is within it.
_ROUNDING = 1e-9


class Turn(enum.StrEnum):
    """In which turn a person marks: the second does not see the first, the deciding one sees both."""

    FIRST = "first"
    SECOND = "second"
    DECIDING = "deciding"


def agreed(scores: Sequence[float], *, has_second: bool, agreement: float) -> float | None:
    """Return the score that the marks given so far, in their turns, come to; None while another person has to mark.

    One mark counts as it is where no second marker is asked for. Two that differ by ``agreement`` at most make their
    mean. Otherwise a third person, who sees both, decides.
    """
    if not scores or (has_second and len(scores) == 1):
        return None
    if not has_second:
        return scores[0]
    if len(scores) == 2:
        is_near = abs(scores[0] - scores[1]) <= agreement + _ROUNDING
        return fsum(scores) / 2 if is_near else None
    return scores[2]


def turn_after(count: int) -> Turn:
    """Return the turn of whoever marks next, after so many marks."""
    return tuple(Turn)[min(count, 2)]
