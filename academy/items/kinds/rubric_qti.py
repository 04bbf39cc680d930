"""Rubrics in QTI: as a ``rubricBlock`` for scorers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from academy.items.kinds.exchange import Notes
from academy.items.kinds.qti import Question, node, paragraphs
from academy.items.kinds.rubric import ByRubric
from academy.items.kinds.rubric_files import guidance_of


def guidance(question: Question) -> str:
    """Return what is said to scorers."""
    blocks = [each for each in question.item.iter("rubricBlock") if "scorer" in each.get("view", "").split()]
    return "\n\n".join(text for each in blocks if (text := question.text_of(each)))


def guidance_block(item: ByRubric, losses: Notes) -> list[Element]:
    """Return the rubric as guidance, where there is any."""
    words = guidance_of(item, losses)
    if not words:
        return []
    return [node("rubricBlock", node("contentBody", *paragraphs(words)), use="scoring", view="scorer")]
