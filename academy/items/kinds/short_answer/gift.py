"""Short answer in GIFT: ``{=right =%50%half right}``."""

from __future__ import annotations

import html as entities
from decimal import Decimal

from academy import richtext
from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.gift import Question, answer, escaped, needs_format
from academy.items.kinds.short_answer.content import ShortAnswer
from academy.items.kinds.short_answer.shares import accepted, share_of

KEEPS = ("feedback.wrong",)


def read(question: Question) -> Data | None:
    """Take answers that all begin with ``=``; one of ``*`` worth nothing speaks to any other."""
    if not question.answers or question.is_numeric:
        return None
    if any(each.sign != "=" or each.partner is not None for each in question.answers):
        return None
    return accepted([
        (
            richtext.plain(each.text) if each.raw.startswith("[") else each.raw,
            Decimal(100) if each.share is None else each.share,
            each.feedback,
        )
        for each in question.answers
    ])  # fmt: skip


def write(item: ShortAnswer, losses: Notes) -> str:
    """Write the accepted answers, one on a line."""
    losses.add("lost-strictness" if item.strict_diacritics else "lost-leniency")
    if item.case_sensitive:
        losses.add("lost-case")
    lines = []
    for each in item.answers:
        share = None if each.score == 1 else share_of(each)
        words = each.text if item.wildcards else each.text.replace("*", "\\*")
        lines.append(answer("=", _written(words), share=share, feedback=each.feedback))
    if item.feedback and item.feedback.wrong:
        lines.append(answer("=", "*", share=0, feedback=item.feedback.wrong))
    return "\n".join(["", *lines, ""])


def _written(words: str) -> str:
    if needs_format(words) or words.startswith("//"):
        return "[html]" + escaped(entities.escape(words, quote=False))
    return escaped(words)
