"""The door of an exam: the password or the code from the wall, and a wait for whoever guesses."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from academy import clock, db
from academy.accounts import queries as account_queries
from academy.accounts import service as accounts
from academy.accounts.rules import throttle
from academy.accounts.rules.throttle import Gauge
from academy.config import Config
from academy.errors import Invalid
from academy.quizzes.content import QuizContent
from academy.quizzes.models import Exam
from academy.quizzes.service.exams import TRIES, admit
from academy.web.access import actor


def entered(cohort_id: UUID | None, activity: str, quiz: QuizContent, typed: str) -> Exam:
    """Return the exam that what the actor typed opens to her now.

    Reads only, and takes its time over a password: to be called before the write unit opens. Wrong tries are counted
    whatever comes of the request. Raises Forbidden, Invalid, or TooMany for whoever guesses.
    """
    at = clock.now()
    config: Config = current_app.extensions["academy"]
    gauges = (Gauge(throttle.key_for(config.secret_key, "exam", str(actor().person_id)), TRIES),)
    account_queries.must_not_wait(gauges, at=at)
    try:
        return admit(
            cohort_id=cohort_id, activity=activity, entry=quiz.entry, typed=typed[:200], secret_key=config.secret_key, at=at
        )  # fmt: skip
    except Invalid:
        with db.writing(is_bookkeeping=True):
            accounts.count_wrong_try(gauges=gauges, at=at)
        raise
