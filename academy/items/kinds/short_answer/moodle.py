"""Short answer in Moodle XML: ``shortanswer``; what is accepted are plain words there, a ``*`` for any text."""

from __future__ import annotations

from academy.items.kinds.exchange import CannotSay, Data, Notes
from academy.items.kinds.moodle import Question, Written, answer, plain, words_of
from academy.items.kinds.short_answer.content import ShortAnswer
from academy.items.kinds.short_answer.shares import accepted, share_of

TYPES = ("shortanswer",)
KEEPS = ("feedback.wrong",)


def read(question: Question) -> Data | None:
    """Take the answers in their order, each with its share; a last ``*`` worth nothing speaks to any other."""
    found = question.answers()
    words = [words_of(each.element) if each.element is not None else "" for each in found]
    data = accepted(
        list(zip(words, [each.fraction for each in found], [each.feedback for each in found], strict=True))
    )
    if not data["answers"]:
        raise CannotSay("no-right-answer")
    if question.is_true("usecase"):
        data["case_sensitive"] = True
    return data


def write(item: ShortAnswer, losses: Notes) -> Written:
    """Write the accepted answers; Moodle wants every letter as it stands there."""
    losses.add("lost-strictness" if item.strict_diacritics else "lost-leniency")
    answers = [
        answer(
            each.text if item.wildcards else each.text.replace("*", "\\*"),
            share_of(each),
            each.feedback,
            is_rich=False,
        )
        for each in item.answers
    ]
    if item.feedback and item.feedback.wrong:
        answers.append(answer("*", 0, item.feedback.wrong, is_rich=False))
    return Written("shortanswer", [plain("usecase", "1" if item.case_sensitive else "0"), *answers])
