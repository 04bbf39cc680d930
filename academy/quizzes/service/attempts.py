"""Attempts at quizzes: begun, answered item by item, handed in and marked by the server."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from academy.courses.queries import Reading
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, Attempt, Enrolment
from academy.learning.queries import attempt_in_turn, attempts_at
from academy.learning.rules import NO_DATES, Act, Current, Dates
from academy.learning.service import Begun, Late, Receipt, Save
from academy.quizzes.content import QuizContent
from academy.quizzes.models import Exam, ExamAttempt
from academy.quizzes.queries.takes import stage_of, taken
from academy.quizzes.rules import Stage, is_settled, limits, opening, paper, tries_allowed
from academy.quizzes.service.closing import see_to_one

CERTAINTIES = (1, 2, 3)


def start(
    *,
    enrolment: Enrolment,
    activity: str,
    quiz: QuizContent,
    reading: Reading,
    at: datetime,
    dates: Dates = NO_DATES,
    is_practice: bool = False,
    admission: Exam | None = None,
) -> Attempt:
    """Begin an attempt, or go on with the open one.

    ``dates`` are the activity's own for this learner; ``admission`` the exam she was let into. Raises Conflict where
    all attempts are used, where its last day is over, while she has to wait, or where she was moved to another
    edition since ``reading`` was read; Forbidden for an exam that nobody let her into.
    """
    for each in attempts_at(enrolment.id, activity):
        if each.state in OPEN_STATES and each.is_practice == is_practice:
            if stage_of(each, at=at) is not Stage.OVER:
                return each
            see_to_one(attempt=attempt_in_turn(each.id), at=at)
    stands = opening(quiz, taken(attempts_at(enrolment.id, activity)), dates, at=at, is_practice=is_practice)
    if stands.why is not None:
        raise Conflict(stands.why)
    if enrolment.edition_id != reading.edition_id:
        raise Conflict("moved-meanwhile")
    if quiz.is_exam and not is_practice and admission is None:
        raise Forbidden("exam-entry")
    begun = _begun(enrolment, quiz, reading, dates, admission, at=at, is_practice=is_practice)
    attempt = learning.start_attempt(enrolment=enrolment, activity=activity, begun=begun, at=at)
    if admission is not None:
        session.add(ExamAttempt(attempt_id=attempt.id, exam_id=admission.id))
        session.flush()
    return attempt


def save(*, attempt: Attempt, quiz: QuizContent, item: Item, save: Save, at: datetime) -> Receipt:
    """Keep one response; the attempt is held in turn. Raises BadResponse for what the item cannot be answered with.

    To an item that a linear quiz has passed, or that takes no further response, it is kept as late. Raises Invalid
    for a check that cannot be, Conflict for a response that would rewrite what was committed before. Whoever comes
    after the end closes the attempt, if nobody else has yet.
    """
    kind = kind_named(item.kind)
    kind.check(item, save.payload)
    _check(quiz, item, save)
    place = _place_of(attempt, item)
    if quiz.navigation == "linear" and place > attempt.position:
        raise Conflict("not-yet")

    def judge(current: Current | None, wins: bool) -> str | None:
        if quiz.navigation == "linear" and place < attempt.position:
            return Late.PASSED
        if quiz.feedback != "deferred" and is_settled(quiz, item, current):
            return Late.SETTLED
        if wins and not kind.may_follow(item, current.response if current else None, save.payload):
            raise Conflict("committed")
        return None

    receipt = learning.save_response(attempt=attempt, save=save, at=at, judge=judge)
    if receipt.is_late and stage_of(attempt, at=at) is Stage.OVER:
        see_to_one(attempt=attempt, at=at)
    return receipt


def move_on(*, attempt: Attempt, quiz: QuizContent, place: int) -> None:
    """Go to a place of a linear quiz: only forward, and only to the next; one beyond the last when all are passed."""
    if (
        quiz.navigation == "linear"
        and place == attempt.position + 1
        and place <= len(attempt.paper or ()) + 1
    ):
        attempt.position = place
        session.flush()


def _begun(
    enrolment: Enrolment, quiz: QuizContent, reading: Reading, dates: Dates, admission: Exam | None, *, at: datetime, is_practice: bool
) -> Begun:  # fmt: skip
    seed = secrets.randbelow(2**31)
    until = limits(quiz, dates, started_at=at, exam_closes_at=admission.closes_at if admission else None)
    asked = paper(reading.course, quiz, enrolment_id=enrolment.id, seed=seed)
    return Begun(
        locale=reading.locale, rendition_digest=reading.rendition_digest, seed=seed, paper=[item.key for item in asked],
        deadline_at=until.deadline_at, ends_at=until.ends_at, is_practice=is_practice,
    )  # fmt: skip


def _check(quiz: QuizContent, item: Item, save: Save) -> None:
    """Refuse what no page of ours sends."""
    if save.certainty not in (None, *CERTAINTIES) or (save.act == Act.CLEAR and save.payload is not None):
        raise Invalid("bad-envelope")
    if save.act == Act.CHECK:
        if not tries_allowed(quiz, item):
            raise Invalid("no-checks")
        if save.payload is None:
            raise Invalid("nothing-to-check")


def _place_of(attempt: Attempt, item: Item) -> int:
    """Return the place of an item, from 1; attempts older than papers were not linear."""
    keys: Sequence[str] = attempt.paper or ()
    return keys.index(item.key) + 1 if item.key in keys else attempt.position
