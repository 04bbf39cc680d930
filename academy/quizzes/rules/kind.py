"""The quiz as a kind of activity, and the decisions about its attempts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from academy.courses.content import ActivityContent
from academy.courses.kinds import Finding, References, Translate, WrittenInYaml
from academy.items.kinds import kind_named
from academy.learning.rules import NO_DATES, Dates
from academy.quizzes.content import QuizContent
from academy.quizzes.rules.papers import candidates
from academy.richtext import Shown


class QuizKind(WrittenInYaml):
    """Quizzes, for the register of activity kinds."""

    name = "quiz"
    suffix = ".quiz.yaml"
    icon = "quiz"
    endpoint = "quizzes.overview"
    editor = "quizzes.edit"
    content = QuizContent
    starter_minutes = 10

    def references(self, content: ActivityContent) -> References:
        """Return the pictures of its items, and the quiz a pre-test takes its items from."""
        quiz = _quiz(content)
        pictures = frozenset(item.picture.file for item in quiz.items if item.picture)
        return References(media=pictures, activities=frozenset([quiz.pretest_of] if quiz.pretest_of else []))

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say where there is nothing to ask, what guessing scores, where a pool is too small."""
        quiz = _quiz(content)
        if quiz.pretest_of:
            return []
        if not quiz.items:
            return [Finding("no-items")]
        return _guessed(quiz) + _pools(quiz)

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, Shown]) -> Any:
        """Return the addresses of the pictures by item."""
        return {item.key: media[item.picture.file].url for item in _quiz(content).items if item.picture}


KIND = QuizKind()


def guess_score(quiz: QuizContent) -> float:
    """Return the score, 0–1, that answering at random gives on average (Moodle's random guess score)."""
    points = math.fsum(item.points for item in quiz.items) or 1.0
    return math.fsum(item.points * kind_named(item.kind).guess(item) for item in quiz.items) / points


def _guessed(quiz: QuizContent) -> list[Finding]:
    guess = guess_score(quiz)
    values = (("guess", round(guess * 100)), ("mark", round(quiz.pass_mark * 100)))
    if guess >= quiz.pass_mark > 0:
        return [Finding("guessable", values=values)]
    return [Finding("guess-score", values=values, blocks=False)]


def _pools(quiz: QuizContent) -> list[Finding]:
    """Find draws that their pool cannot fill twice: once for a pre-test, once for the quiz."""
    found = []
    for draw in quiz.draws:
        size = len(candidates(quiz, draw))
        if size < 2 * draw.count:
            values = (
                ("competency", draw.competency or draw.tag or ""),
                ("size", size),
                ("wanted", 2 * draw.count),
            )
            found.append(Finding("pool-small", values=values, blocks=size < draw.count))
    return found


def attempts_of(quiz: QuizContent, dates: Dates = NO_DATES) -> int | None:
    """Return how many attempts there are, an override before the edition; None for as many as it takes."""
    return dates.attempts or (1 if quiz.pretest_of else quiz.attempts)


def may_start(quiz: QuizContent, used: int, dates: Dates = NO_DATES) -> bool:
    """Say whether another attempt may begin after ``used`` attempts."""
    allowed = attempts_of(quiz, dates)
    return allowed is None or used < allowed


def _quiz(content: ActivityContent) -> QuizContent:
    return cast(QuizContent, content)  # the register pairs each kind with its own content
