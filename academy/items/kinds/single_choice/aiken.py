"""Single choice in Aiken: plain words on a line each."""

from __future__ import annotations

import re
from string import ascii_uppercase

from academy import richtext
from academy.items.kinds.exchange import CannotSay, Notes
from academy.items.kinds.single_choice.content import SingleChoice

#: A question that begins so would be read as a choice or an answer.
_MISREAD = re.compile(r"[A-Z][.)]|ANSWER {0,5}:")


def write(item: SingleChoice, losses: Notes) -> str:
    """Write the question and its choices, without markup and feedback."""
    if any("<" in richtext.inline(text) for text in (item.prompt, *(each.text for each in item.choices))):
        losses.add("lost-markup")
    if any(each.feedback for each in item.choices):
        losses.add("lost-choice-feedback")
    prompt = _line(item.prompt)
    if _MISREAD.match(prompt) or not prompt:
        raise CannotSay("aiken-misread")
    named = list(zip(ascii_uppercase, item.choices, strict=False))
    right = next(letter for letter, each in named if each.right)
    lines = [f"{letter}) {_line(each.text)}" for letter, each in named]
    return "\n".join([prompt, *lines, f"ANSWER: {right}", ""])


def _line(markdown: str) -> str:
    return " ".join(richtext.plain(markdown).split())
