"""Rubrics in files of systems that have none: as guidance for whoever marks."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes, written_number
from academy.items.kinds.rubric import ByRubric

#: The rubric of a question that came without one; its author puts her own words here.
_KEY = "as-a-whole"
_TITLE = "The answer as a whole"
_LEVELS = (
    {"title": "Not met", "points": 0},
    {"title": "Partly met", "points": 1},
    {"title": "Met", "points": 2},
)


def rubric_from(guidance: str, notes: Notes) -> Data:
    """Return a rubric of one criterion, with what was said to markers as its guidance."""
    notes.add("rubric-made")
    criterion: Data = {"key": _KEY, "title": _TITLE, "levels": [dict(level) for level in _LEVELS]}
    if guidance:
        criterion["guidance"] = guidance
    return {"criteria": [criterion]}


def guidance_of(item: ByRubric, losses: Notes) -> str:
    """Return a rubric as guidance, a paragraph for each criterion."""
    if item.second_marker:
        losses.add("lost-second-marker")
    first = item.criteria[0]
    if len(item.criteria) == 1 and first.key == _KEY and not item.model_answer:
        return first.guidance or ""
    losses.add("lost-rubric")
    paragraphs = [item.model_answer] if item.model_answer else []
    for each in item.criteria:
        levels = "; ".join(f"{written_number(level.points)} – {level.title}" for level in each.levels)
        paragraphs.append(
            "\\\n".join([f"**{each.title}**", *([each.guidance] if each.guidance else []), levels])
        )
    return "\n\n".join(paragraphs)
