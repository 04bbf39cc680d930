"""Matching in GIFT: ``{=left -> right}``; right sides are plain words there."""

from __future__ import annotations

from academy import richtext
from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.gift import Question, general, plain_words, text
from academy.items.kinds.matching.content import Matching

KEEPS = ("feedback.same",)


def read(question: Question) -> Data | None:
    """Take pairs; one without a left side is an extra right side."""
    if not any(each.partner is not None for each in question.answers):
        return None
    if any(each.partner is None or each.sign != "=" for each in question.answers):
        raise CannotSay("pairs-mixed")
    if any(each.feedback for each in question.answers):
        question.notes.add("answer-feedback-dropped")
    pairs = [{"left": each.text, "right": each.partner} for each in question.answers if each.text]
    rights = [pair["right"] for pair in pairs]
    if len(set(rights)) < len(rights):
        return None  # two left sides share one: that is sorting into categories
    data: Data = {"pairs": pairs}
    extra = dict.fromkeys(each.partner for each in question.answers if not each.text and each.partner)
    if extra:
        data["extra"] = [each for each in extra if each not in rights]
    return data


def write(item: Matching, losses: Notes) -> str:
    """Write the pairs, one on a line."""
    for right in item.rights:
        if "<" in richtext.inline(right):
            losses.add("lost-markup")
    sides = [*((pair.left, pair.right) for pair in item.pairs), *(("", extra) for extra in item.extra)]
    lines = [f"\t={text(left) if left else ''} -> {plain_words(right)}" for left, right in sides]
    return "\n".join(["", *lines, *general(item), ""])
