"""Rubrics in a row: ``name | title | guidance | points – level | points – level`` in each cell; a model answer in ``text``."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data
from academy.items.kinds.row import FLAG, NUMBER, Cells, Row, Way, in_digits, joined, number, piece
from academy.items.kinds.rubric import ByRubric

SETTINGS: dict[str, Way] = {"second_marker": FLAG, "agreement": NUMBER}


def rubric_of(row: Row) -> Data:
    """Take a criterion from each cell."""
    data: Data = {"criteria": [_criterion(each) for _letter, each in row.filled()]}
    if row.text:
        data["model_answer"] = row.text
    return data


def rubric_cells(item: ByRubric) -> Cells:
    """Write a criterion into each cell."""
    return Cells(
        [
            joined((
                each.key, each.title, each.guidance,
                *(f"{in_digits(level.points)} – {level.title}" for level in each.levels),
            ))
            for each in item.criteria
        ],
        text=item.model_answer or "",
    )  # fmt: skip


def _criterion(found: list[str]) -> Data:
    data: Data = {"key": piece(found, 0), "title": piece(found, 1), "levels": []}
    if piece(found, 2):
        data["guidance"] = found[2]
    for level in found[3:]:
        points, dash, title = level.partition("–")
        if not dash:
            points, dash, title = level.partition("-")
        if not dash:
            raise CannotSay("row-level", level=level[:40])
        data["levels"].append({"title": title.strip(), "points": number(points)})
    return data
