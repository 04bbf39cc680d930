"""Ordering in Moodle XML: ``ordering``, part of Moodle since 4.4 and a plugin before."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.moodle import (
    Question,
    Written,
    answer,
    combined_feedback,
    plain,
    read_combined_feedback,
)
from academy.items.kinds.ordering.content import Ordering

TYPES = ("ordering",)
KEEPS = ("feedback",)
_EXACT, _DISTANCE = "ALL_OR_NOTHING", "RELATIVE_TO_CORRECT"
#: Older files name their grading by number.
_NUMBERED = {"-1": _EXACT, "7": _DISTANCE}


def read(question: Question) -> Data | None:
    """Take the answers in their order; of Moodle's nine ways to grade, two are ours."""
    grading = question.words("gradingtype", "ABSOLUTE_POSITION")
    grading = _NUMBERED.get(grading, grading)
    if grading not in (_EXACT, _DISTANCE):
        question.notes.add("grading-by-distance", grading=grading[:40])
    if question.words("selecttype", "ALL") not in ("ALL", "0"):
        question.notes.add("subset-dropped")
    data: Data = {
        "steps": [question.text_of(each) for each in question.element.findall("answer")],
        "marking": "exact" if grading == _EXACT else "distance",
    }
    if feedback := read_combined_feedback(question):
        data["feedback"] = feedback
    return data


def write(item: Ordering, losses: Notes) -> Written:
    """Write the steps; Moodle weighs distances a little differently."""
    if item.marking == "distance":
        losses.add("lost-distance")
    return Written(
        "ordering",
        [
            plain("layouttype", "VERTICAL"),
            plain("selecttype", "ALL"),
            plain("selectcount", "0"),
            plain("gradingtype", _EXACT if item.marking == "exact" else _DISTANCE),
            plain("showgrading", "SHOW"),
            plain("numberingstyle", "none"),
            *combined_feedback(item),
            *(answer(step, place) for place, step in enumerate(item.steps, start=1)),
        ],
    )
