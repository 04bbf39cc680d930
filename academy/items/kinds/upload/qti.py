"""Upload in QTI: an ``uploadInteraction`` for each file; what is said to scorers stands for the rubric."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, node
from academy.items.kinds.rubric_files import rubric_from
from academy.items.kinds.rubric_qti import guidance, guidance_block
from academy.items.kinds.upload.content import MOST_FILES, Upload

KEEPS = ()


def read(question: Question) -> Data | None:
    """Take as many files as there are places for them."""
    asked = question.interactions()
    if not asked or any(each.tag != "uploadInteraction" for each in asked):
        return None
    if any(each.get("type") for each in asked):
        question.notes.add("file-types-dropped")
    return {**rubric_from(guidance(question), question.notes), "files": min(len(asked), MOST_FILES)}


def write(item: Upload, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write a place for each file, and the rubric as guidance."""
    names = [RESPONSE, *(f"{RESPONSE}-{number}" for number in range(2, item.files + 1))]
    places = [node("uploadInteraction", responseIdentifier=name) for name in names]
    responses = [Response(name, "single", "file") for name in names]
    return Written([*guidance_block(item, losses), *places], responses)
