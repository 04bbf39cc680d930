"""What a group's answers come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from academy.surveys.content import STEPS, SurveyContent, SurveyQuestion

#: Fewer answers than these are shown to nobody: who gave them could be told.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Tally:
    """The answers to one question."""

    question: SurveyQuestion
    #: How many answered it.
    answered: int
    #: (choice's text or step of the scale, how often), as the question offers them; empty for words.
    counts: tuple[tuple[str, int], ...] = ()
    #: What was written, in the order of the alphabet: it says nothing of who wrote first, nor what else she answered.
    words: tuple[str, ...] = ()

    @property
    def mean(self) -> float | None:
        """The mean step of a scale; None for other kinds or without answers."""
        if self.question.kind != "scale" or not self.answered:
            return None
        return sum(step * count for step, (_name, count) in enumerate(self.counts, start=1)) / self.answered

    def share(self, count: int) -> float:
        """Return a count as a share, 0–1, of those who answered."""
        return count / self.answered if self.answered else 0.0


def tally(survey: SurveyContent, answers: Sequence[Mapping[str, Any]]) -> list[Tally]:
    """Return what was answered, question by question. Raises ValueError for a group too small to hide in."""
    if len(answers) < SMALLEST_GROUP:
        raise ValueError("too few answers to show")
    return [
        _of(question, [each[question.key] for each in answers if question.key in each])
        for question in survey.questions
    ]


def _of(question: SurveyQuestion, given: list[Any]) -> Tally:
    if question.kind == "text":
        return Tally(question, len(given), words=tuple(sorted(given, key=str.casefold)))
    counted: Counter[Any] = Counter()
    for answer in given:
        counted.update(answer if isinstance(answer, list) else [answer])
    if question.kind == "scale":
        return Tally(question, len(given), tuple((str(step), counted[step]) for step in range(1, STEPS + 1)))
    return Tally(
        question, len(given), tuple((choice.text, counted[choice.key]) for choice in question.choices)
    )
