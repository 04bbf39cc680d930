"""The quiz as a kind of activity, and what the check before publication finds in one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, cast

from academy.courses.content import ActivityContent
from academy.courses.kinds import Finding, References, Translate, WrittenInYaml
from academy.items.kinds import kind_named
from academy.items.rules import MOST_SURE, RIGHT, UNSTATED
from academy.quizzes.content import QuizContent
from academy.quizzes.rules.papers import candidates, draws_of
from academy.quizzes.rules.sections import asked_count
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
        """Say where there is nothing to ask, what guessing scores, where a pool is too small, what cannot go together."""
        quiz = _quiz(content)
        if quiz.pretest_of:
            return list(_of_time(quiz))
        if not quiz.items:
            return [Finding("no-items")]
        return [
            *_guessed(quiz), *_pools(quiz), *_of_worth(quiz), *_of_feedback(quiz), *_of_time(quiz), *_of_persons(quiz),
            *_of_items(quiz),
        ]  # fmt: skip

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, Shown]) -> Any:
        """Return the addresses of the pictures by item."""
        return {item.key: media[item.picture.file].url for item in _quiz(content).items if item.picture}


KIND = QuizKind()
#: Nobody reads and answers an item faster.
LEAST_SECONDS = 20


def guess_score(quiz: QuizContent) -> float:
    """Return the score, 0–1, that answering at random gives on average (Moodle's random guess score).

    Where responses count by certainty, the guesser says that she is unsure: anything else costs her more.
    """
    counted = [item for item in quiz.items if not item.pilot]
    points = math.fsum(item.points for item in counted) or 1.0
    guess = math.fsum(item.points * kind_named(item.kind).guess(item) for item in counted) / points
    return guess * RIGHT[UNSTATED] / MOST_SURE if quiz.certainty else guess


def _guessed(quiz: QuizContent) -> list[Finding]:
    guess = guess_score(quiz)
    values = (("guess", round(guess * 100)), ("mark", round(quiz.pass_mark * 100)))
    if guess >= quiz.pass_mark > 0:
        return [Finding("guessable", values=values)]
    return [Finding("guess-score", values=values, blocks=False)]


def _pools(quiz: QuizContent) -> Iterator[Finding]:
    """Find draws that their pool cannot fill twice: once for a pre-test, once for the quiz."""
    before: list[tuple[int, set[str]]] = []
    for section, draw in draws_of(quiz):
        pool = {item.key for item in candidates(quiz, draw)}
        size, asked = len(pool), " + ".join(filter(None, (draw.competency, draw.tag)))
        values = (("competency", asked), ("size", size), ("wanted", 2 * draw.count))
        left = size - sum(min(count, len(pool & other)) for count, other in before)
        if size < 2 * draw.count:
            where = (("section", section.title),) if section else ()
            code = "pool-small-in" if section else "pool-small"
            yield Finding(code, values=values + where, blocks=size < draw.count)
        elif left < draw.count:
            yield Finding("pool-shared", values=(("competency", asked), ("wanted", draw.count)), blocks=False)
        before.append((draw.count, pool))
    for section in quiz.sections:
        if not section.items and not section.draws:
            yield Finding("empty-section", values=(("section", section.title),), blocks=False)


def _of_worth(quiz: QuizContent) -> Iterator[Finding]:
    """Find what is worth nothing: a quiz of trials only, a gate that is a trial."""
    if all(item.pilot for item in quiz.items):
        yield Finding("only-pilots")
    for item in quiz.items:
        if item.pilot and item.gate:
            yield Finding("pilot-gate", values=(("item", item.key),))


def _of_feedback(quiz: QuizContent) -> Iterator[Finding]:
    """Find kinds of feedback that do not go together, or help nobody."""
    if quiz.certainty and quiz.feedback == "interactive":
        yield Finding("certainty-interactive")
    for item in quiz.items:
        if quiz.certainty and item.kind == "differential":
            yield Finding("certainty-twice", values=(("item", item.key),), blocks=False)
    if quiz.feedback == "interactive" and not any(item.hints for item in quiz.items):
        yield Finding("interactive-no-hints", blocks=False)
    if quiz.feedback != "interactive" and any(item.hints for item in quiz.items):
        yield Finding("hints-unused", blocks=False)
    if quiz.feedback != "deferred" and any(kind_named(item.kind).is_manual for item in quiz.items):
        yield Finding("manual-unchecked", blocks=False)


def _of_time(quiz: QuizContent) -> Iterator[Finding]:
    """Find terms about time that mean nothing, or hurt."""
    if quiz.time_limit is None and quiz.on_timeout != "submit":
        yield Finding("timeout-no-limit", blocks=False)
    if quiz.time_limit is not None and quiz.on_timeout == "grace" and quiz.grace >= quiz.time_limit:
        yield Finding("grace-long", values=(("grace", quiz.grace), ("limit", quiz.time_limit)), blocks=False)
    asked = asked_count(quiz)
    if quiz.time_limit is not None and quiz.time_limit * 60 < LEAST_SECONDS * asked:
        yield Finding("time-short", values=(("limit", quiz.time_limit), ("items", asked)), blocks=False)
    if quiz.wait_hours and quiz.attempts == 1:
        yield Finding("wait-one-attempt", blocks=False)


def _of_persons(quiz: QuizContent) -> Iterator[Finding]:
    """Find what asks much of trainers: marks without end, exams that somebody must hold."""
    is_manual = any(kind_named(item.kind).is_manual and not item.pilot for item in quiz.items)
    if is_manual and quiz.attempts is None:
        yield Finding("manual-endless", blocks=False)
    if is_manual and quiz.time_limit is not None:
        yield Finding("manual-closed", blocks=False)
    if quiz.is_exam:
        yield Finding("exam-cohort", blocks=False)
    if quiz.is_exam and quiz.practice == "always":
        yield Finding("exam-practice", blocks=False)


def _of_items(quiz: QuizContent) -> Iterator[Finding]:
    """Find what each kind has to say of its items."""
    for item in quiz.items:
        for code in kind_named(item.kind).findings(item):
            yield Finding(code, values=(("item", item.key),), blocks=False)


def _quiz(content: ActivityContent) -> QuizContent:
    return cast(QuizContent, content)  # the register pairs each kind with its own content
