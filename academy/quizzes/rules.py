"""The quiz as a kind of activity, and the decisions about its attempts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from academy.courses.content import ActivityContent
from academy.courses.content.written import read_yaml, write_yaml
from academy.courses.kinds import Finding, References, Translate
from academy.items.kinds import kind_named
from academy.quizzes.content import QuizContent


class QuizKind:
    """Quizzes, for the register of activity kinds."""

    name = "quiz"
    suffix = ".quiz.yaml"
    icon = "quiz"
    endpoint = "quizzes.overview"
    editor = "quizzes.edit"
    content = QuizContent

    def read(self, text: str) -> QuizContent:
        """Parse a quiz file. Raises ValueError with what to mend."""
        return QuizContent.model_validate(read_yaml(text))

    def write(self, content: ActivityContent) -> str:
        """Return the quiz file: what is as usual is left out."""
        return write_yaml(content.model_dump(mode="json", exclude_defaults=True))

    def starter(self, title: str) -> str:
        """Return a quiz without items, for its author to go on with."""
        return write_yaml({"title": title, "minutes": 10, "items": []})

    def references(self, content: ActivityContent) -> References:
        """Return the pictures of its items."""
        return References(media=frozenset(item.picture.file for item in _quiz(content).items if item.picture))

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say where guessing reaches the pass mark."""
        quiz = _quiz(content)
        guess = guess_score(quiz)
        values = (("guess", round(guess * 100)), ("mark", round(quiz.pass_mark * 100)))
        return [Finding("guessable", values=values)] if guess >= quiz.pass_mark > 0 else []

    def units(self, _content: ActivityContent) -> list[str]:
        """Return nothing: every text of a quiz is a ``Text`` leaf."""
        return []

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, str]) -> Any:
        """Return the addresses of the pictures by item."""
        return {item.key: media[item.picture.file] for item in _quiz(content).items if item.picture}


KIND = QuizKind()


def guess_score(quiz: QuizContent) -> float:
    """Return the score, 0–1, that answering at random gives on average (Moodle's random guess score)."""
    points = math.fsum(item.points for item in quiz.items)
    return math.fsum(item.points * kind_named(item.kind).guess(item) for item in quiz.items) / points


def may_start(quiz: QuizContent, used: int) -> bool:
    """Say whether another attempt may begin after ``used`` attempts."""
    return quiz.attempts is None or used < quiz.attempts


def _quiz(content: ActivityContent) -> QuizContent:
    return cast(QuizContent, content)  # the register pairs each kind with its own content
