"""The map of a case as a drawing: a box for each part in tidy columns, a line for each link. Positions alone, no markup."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

from academy.cases.rules.mapping import COLUMNS, CaseMap, Link, Part

#: In units of the drawing, which are pixels where it is not scaled.
WIDTH, INDENT, GUTTER, MARGIN, TOP = 176, 16, 58, 30, 44
LINE, PADDING, GAP, NEAR = 18, 16, 14, 6
#: Signs of a title on one line of a box, and lines of it.
SIGNS, LINES = 23, 2
#: What the place of its box says already.
_UNDRAWN = "spot-"
#: The three strokes of the drawing → the kinds of links they show.
STROKES = {
    "where": ("way", "holds", "part", "goes_with", "made_to"),
    "needs": ("needs", "loses", "prevents", "allows"),
    "brings": ("brings",),
}


@dataclass(frozen=True)
class Box:
    """Where a part stands."""

    part: Part
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2

    def baseline(self, number: int) -> float:
        """Return where a line of its title stands, counted from 0."""
        return self.y + PADDING / 2 + LINE * number + LINE * 0.72


@dataclass(frozen=True)
class Stroke:
    """How a link runs."""

    link: Link
    #: ``where``, ``needs`` or ``brings``.
    kind: str
    #: SVG path data.
    path: str


@dataclass(frozen=True)
class Drawing:
    """The whole drawing."""

    width: float
    height: float
    #: Column → the x of its middle.
    columns: dict[str, float]
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]


def drawn(found: CaseMap, *, is_mirrored: bool = False) -> Drawing:
    """Return the drawing of a map; ``is_mirrored`` where one reads from right to left."""
    width = 2 * MARGIN + len(COLUMNS) * WIDTH + (len(COLUMNS) - 1) * GUTTER
    boxes: dict[str, Box] = {}
    for number, column in enumerate(COLUMNS):
        _stand(found, column, MARGIN + number * (WIDTH + GUTTER), boxes)

    def across(x: float) -> float:
        return width - x if is_mirrored else x

    strokes = tuple(_strokes(found, boxes, across))
    columns = {
        name: across(MARGIN + number * (WIDTH + GUTTER) + WIDTH / 2) for number, name in enumerate(COLUMNS)
    }
    height = max((box.y + box.height for box in boxes.values()), default=TOP) + GAP
    shown = [_turned(box, width) if is_mirrored else box for box in boxes.values()]
    return Drawing(width, height, columns, tuple(shown), strokes)


def _stand(found: CaseMap, column: str, x: float, boxes: dict[str, Box]) -> None:
    """Put the parts of a column below each other, near what they have to do with in the columns before."""
    y: float = TOP
    for part in _ordered(found, column, boxes):
        indent = INDENT if part.within else 0
        lines = tuple(
            textwrap.wrap(part.title, SIGNS - (2 if indent else 0), max_lines=LINES, placeholder=" …")
        )
        height = LINE * max(1, len(lines)) + PADDING
        y += (NEAR if indent else GAP) if y > TOP else 0
        boxes[part.id] = Box(part, x + indent, y, WIDTH - indent, height, lines)
        y += height


def _ordered(found: CaseMap, column: str, boxes: dict[str, Box]) -> list[Part]:
    parts = found.of(column)
    if column == "places":
        return parts
    beside: dict[str, list[float]] = defaultdict(list)
    for link in found.links:
        for here, there in ((link.source, link.target), (link.target, link.source)):
            if there in boxes:
                beside[here].append(boxes[there].middle)
    last = max((box.middle for box in boxes.values()), default=0) + 1
    heights = {part.id: fmean(beside[part.id]) if beside[part.id] else last for part in parts}
    if column == "endings":
        return parts
    return sorted(parts, key=lambda part: heights[part.id])


def _strokes(found: CaseMap, boxes: dict[str, Box], across: Callable[[float], float]) -> list[Stroke]:
    """Return the lines; where several meet at one side of a box they part along it."""
    shown = [
        link for link in _once(found.links) if not link.target.startswith(_UNDRAWN) or link.kind != "holds"
    ]
    ends: dict[tuple[str, str], list[float]] = defaultdict(list)
    sides = [_sides(boxes[link.source], boxes[link.target]) for link in shown]
    for link, (leaves, enters) in zip(shown, sides, strict=True):
        ends[link.source, leaves].append(boxes[link.target].middle)
        ends[link.target, enters].append(boxes[link.source].middle)
    for heights in ends.values():
        heights.sort()
    strokes = []
    for link, (leaves, enters) in zip(shown, sides, strict=True):
        source, target = boxes[link.source], boxes[link.target]
        start = _port(source, leaves, ends[link.source, leaves], target.middle)
        end = _port(target, enters, ends[link.target, enters], source.middle)
        path = _curve(start, leaves, end, enters, across)
        kind = next(name for name, kinds in STROKES.items() if link.kind in kinds)
        strokes.append(Stroke(link, kind, path))
    return strokes


def _once(links: tuple[Link, ...]) -> list[Link]:
    """Return the links that a drawing shows: one line for a way there and back, and for several conditions."""
    seen: dict[tuple[str, str, str], Link] = {}
    for link in links:
        is_back = link.kind == "way" and (link.kind, link.target, link.source) in seen
        if not is_back:
            seen.setdefault((link.kind, link.source, link.target), link)
    return list(seen.values())


def _sides(source: Box, target: Box) -> tuple[str, str]:
    if source.part.column == target.part.column:
        return "before", "before"
    return ("after", "before") if source.x < target.x else ("before", "after")


def _port(box: Box, side: str, ends: list[float], other: float) -> tuple[float, float]:
    y = box.y + box.height * (ends.index(other) + 1) / (len(ends) + 1)
    ends[ends.index(other)] = other - 1e-6  # the next line from the same height has a place of its own
    return (box.x if side == "before" else box.x + box.width), y


def _curve(
    start: tuple[float, float],
    leaves: str,
    end: tuple[float, float],
    enters: str,
    across: Callable[[float], float],
) -> str:
    reach = min(MARGIN - 6, GUTTER / 2) if leaves == enters else max(GUTTER / 2, abs(end[0] - start[0]) / 2)
    first = start[0] + (reach if leaves == "after" else -reach)
    second = end[0] + (reach if enters == "after" else -reach)
    points = [(start[0], start[1]), (first, start[1]), (second, end[1]), end]
    written = [f"{across(x):.1f} {y:.1f}" for x, y in points]
    return f"M{written[0]} C{written[1]}, {written[2]}, {written[3]}"


def _turned(box: Box, width: float) -> Box:
    return Box(box.part, width - box.x - box.width, box.y, box.width, box.height, box.lines)
