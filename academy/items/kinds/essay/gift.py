"""Essay in GIFT: ``{}``."""

from __future__ import annotations

from academy.items.kinds.essay.content import Essay
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.gift import Question, general
from academy.items.kinds.rubric_files import guidance_of, rubric_from

KEEPS = ("feedback.same",)


def read(question: Question) -> Data | None:
    """Take a question with nothing between its braces."""
    return None if question.body else rubric_from("", question.notes)


def write(item: Essay, losses: Notes) -> str:
    """Write the empty braces; GIFT has no words for markers."""
    if guidance_of(item, losses):
        losses.add("lost-rubric")
    if item.least or item.most:
        losses.add("lost-word-limits")
    said = general(item)
    return said[0].strip() if said else ""
