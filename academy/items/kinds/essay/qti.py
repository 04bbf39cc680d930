"""Essay in QTI: ``extendedTextInteraction``; what is said to scorers stands for the rubric."""

from __future__ import annotations

from academy.items.kinds.essay.content import Essay
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.qti import RESPONSE, Canvas, Question, Response, Written, node
from academy.items.kinds.rubric_files import rubric_from
from academy.items.kinds.rubric_qti import guidance, guidance_block

KEEPS = ()


def read(question: Question) -> Data | None:
    """Take a field for a text."""
    if question.only("extendedTextInteraction") is None:
        return None
    return rubric_from(guidance(question), question.notes)


def write(item: Essay, losses: Notes, _canvas: Canvas | None) -> Written:
    """Write the field, and the rubric as guidance."""
    if item.least or item.most:
        losses.add("lost-word-limits")
    field = node("extendedTextInteraction", responseIdentifier=RESPONSE)
    return Written([*guidance_block(item, losses), field], [Response(RESPONSE, "single", "string")])
