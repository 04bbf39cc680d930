"""A number in GIFT: ``{#30:2.5}``, or as a range ``{#27.5..32.5}``."""

from __future__ import annotations

from decimal import Decimal

from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, exact_number, written_number
from academy.items.kinds.gift import Answer, Question, answer
from academy.items.kinds.numeric.content import Numeric

KEEPS = ("feedback",)


def read(question: Question) -> Data | None:
    """Take the answer with the largest share; other answers, and shares of their own, are not kept."""
    if not question.is_numeric:
        return None
    rights = [each for each in question.answers if each.sign == "=" and each.raw]
    if not rights:
        raise CannotSay("no-right-answer")
    best = max(rights, key=_share)
    if len(rights) > 1 or _share(best) < 100:
        question.notes.add("shares-dropped")
    number, tolerance = _range(best.raw)
    data: Data = {"answer": exact_number(number)}
    if tolerance:
        data["tolerance"] = exact_number(tolerance)
    wrong = next((each.feedback for each in question.answers if each.sign == "~" or each.raw == "*"), "")
    if said := {side: text for side, text in (("right", best.feedback), ("wrong", wrong)) if text}:
        data["feedback"] = said
    return data


def write(item: Numeric, losses: Notes) -> str:
    """Write the answer with its tolerance as a number; GIFT knows no units."""
    if item.tolerance_in == "percent":
        losses.add("lost-tolerance-percent")
    if item.unit:
        losses.add("lost-unit")
    right = item.feedback.right if item.feedback else None
    wrong = item.feedback.wrong if item.feedback else None
    number = written_number(item.answer)
    words = f"{number}:{written_number(item.allowance)}" if item.allowance else number
    lines = ["#", answer("=", words, feedback=right)]
    if wrong:
        lines.append(answer("~", "", feedback=wrong))
    return "\n".join([*lines, ""])


def _share(each: Answer) -> Decimal:
    return Decimal(100) if each.share is None else each.share


def _range(raw: str) -> tuple[Decimal, Decimal]:
    first, dots, last = raw.partition("..")
    if dots:
        low, high = decimal_of(first), decimal_of(last)
        if low is None or high is None or high < low:
            raise CannotSay("number-unreadable", number=raw[:40])
        return (low + high) / 2, (high - low) / 2
    words, _, allowed = raw.partition(":")
    number, tolerance = decimal_of(words), decimal_of(allowed or "0")
    if number is None or tolerance is None:
        raise CannotSay("number-unreadable", number=raw[:40])
    return number, abs(tolerance)
