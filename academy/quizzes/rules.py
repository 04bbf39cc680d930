"""The quiz as a kind of activity, and the decisions about its attempts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import yaml

from academy.courses.content import ActivityContent
from academy.courses.kinds import Translate
from academy.items.kinds import kind_named
from academy.quizzes.content import QuizContent


class QuizKind:
    """Quizzes, for the register of activity kinds."""

    name = "quiz"
    suffix = ".yaml"
    icon = "quiz"
    endpoint = "quizzes.overview"
    content = QuizContent

    def read(self, text: str) -> QuizContent:
        """Parse a quiz file. Raises ValueError with what to mend."""
        return QuizContent.model_validate(yaml.safe_load(text))

    def problems(self, content: ActivityContent, media: Mapping[str, str]) -> list[str]:
        """Return pictures that are not there, and a pass mark that guessing reaches."""
        quiz = _quiz(content)
        wanted = [item.picture.file for item in quiz.items if item.picture]
        found = [f"picture {file!r} is not in media/" for file in wanted if file not in media]
        if guess_score(quiz) >= quiz.pass_mark > 0:
            found.append("guessing reaches the pass mark: raise it")
        return found

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
