"""Regions of a picture, in thousandths of its width and of its height, whatever its size on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import isqrt
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Words
from academy.languages.content import Text

#: The last place in each direction; the first is 0.
EDGE = 1000
PerMille = Annotated[int, Field(strict=True, ge=0, le=EDGE)]
Length = Annotated[int, Field(strict=True, ge=1, le=EDGE)]
#: Places next to one another in a row: the first and the last.
Span: TypeAlias = tuple[int, int]
Corner: TypeAlias = tuple[int, int]

_CORNER = r"\d{1,4},\d{1,4}"
_NEEDED = {"circle": ("x", "y", "radius"), "rect": ("x", "y", "width", "height"), "polygon": ("corners",)}


class Region(Authored):
    """A part of a picture that has a name.

    A circle has its middle and its radius, which is measured across and down alike: on a picture that is not square
    it is as much wider than high. A rectangle has its corner at the top left, and its sides. A polygon has its
    corners, ``120,80 400,80 260,300``.
    """

    label: Words
    right: StrictBool = False
    #: What the review says to whoever picked it, and of a right one that was not picked.
    feedback: Text | None = None
    shape: Literal["circle", "rect", "polygon"] = "circle"
    x: PerMille | None = None
    y: PerMille | None = None
    radius: Length | None = None
    width: Length | None = None
    height: Length | None = None
    corners: Annotated[str, Field(pattern=rf"^{_CORNER}( {_CORNER}){{2,49}}$")] | None = None

    @model_validator(mode="after")
    def _has_its_measures(self) -> Self:
        if any(getattr(self, name) is None for name in _NEEDED[self.shape]):
            raise PydanticCustomError("region_open", "a region lacks its place or its size")
        if any(max(corner) > EDGE for corner in self.outline):
            raise PydanticCustomError("region_outside", "a region has a corner outside the picture")
        return self

    @property
    def outline(self) -> tuple[Corner, ...]:
        """The corners of a polygon."""
        if self.shape != "polygon" or not self.corners:
            return ()
        numbers = [int(number) for number in re.findall(r"\d+", self.corners)]
        return tuple(zip(numbers[::2], numbers[1::2], strict=True))

    @property
    def middle(self) -> Corner:
        """Where its number stands: in the middle, or for a polygon in the middle of its widest row."""
        match self.shape:
            case "circle":
                return self.x or 0, self.y or 0
            case "rect":
                return _halved(self.x, self.width), _halved(self.y, self.height)
        rows = [y for _x, y in self.outline]
        row = (min(rows) + max(rows)) // 2
        widest = max(self.spans(row), key=lambda span: span[1] - span[0], default=(rows[0], rows[0]))
        return (widest[0] + widest[1]) // 2, row

    def holds(self, x: int, y: int) -> bool:
        """Say whether a place lies in it."""
        return any(first <= x <= last for first, last in self.spans(y))

    def spans(self, y: int) -> list[Span]:
        """Return the places of row ``y`` that lie in it, inside the picture."""
        return [(max(0, first), min(EDGE, last)) for first, last in self._spans(y) if first <= last]

    def _spans(self, y: int) -> Iterator[Span]:
        across, down = self.x or 0, self.y or 0
        if self.shape == "circle":
            radius = self.radius or 0
            rest = radius * radius - (y - down) ** 2
            if rest >= 0:
                yield across - isqrt(rest), across + isqrt(rest)
        elif self.shape == "rect":
            if down <= y <= down + (self.height or 0):
                yield across, across + (self.width or 0)
        else:
            yield from _crossed(self.outline, y)


def share(regions: Iterable[Region]) -> float:
    """Return which share of all places, 0 to 1, lies in one of ``regions``; what two of them share counts once."""
    wanted = tuple(regions)
    count = sum(_covered([span for region in wanted for span in region.spans(y)]) for y in range(EDGE + 1))
    return count / (EDGE + 1) ** 2


def _crossed(outline: Sequence[Corner], y: int) -> Iterator[Span]:
    """Yield what lies between the first and the second crossing of row ``y``, the third and the fourth…."""
    sides = zip(outline, (*outline[1:], outline[0]), strict=True)
    crossings: list[tuple[int, int]] = []  # fractions: x = first / second
    for (x1, y1), (x2, y2) in (sorted(side, key=lambda corner: corner[1]) for side in sides):
        if y1 <= y < y2:
            crossings.append((x1 * (y2 - y1) + (y - y1) * (x2 - x1), y2 - y1))
    crossings.sort(key=lambda fraction: fraction[0] / fraction[1])
    for enter, leave in zip(crossings[::2], crossings[1::2], strict=True):
        yield -(-enter[0] // enter[1]), leave[0] // leave[1]


def _covered(spans: list[Span]) -> int:
    count, reached = 0, -1
    for first, last in sorted(spans):
        count += max(0, last - max(first, reached + 1) + 1)
        reached = max(reached, last)
    return count


def _halved(start: int | None, length: int | None) -> int:
    return min(EDGE, (start or 0) + (length or 0) // 2)
