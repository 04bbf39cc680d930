"""Quizzes as learners find them: what one asks for, and the door to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from academy import clock, db
from academy.errors import DomainError
from academy.learning import queries
from academy.learning.models import Attempt, AttemptState
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES, Dates
from academy.quizzes import service
from academy.quizzes.content import QuizContent, Reveal, Section
from academy.quizzes.queries import taken
from academy.quizzes.queries.exams import exam_for
from academy.quizzes.rules import Opening, is_closed, opening, paper, pool_of, reveals
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.entering import entered
from academy.web.access import actor, prepares, signed_in
from academy.web.errors import words_for
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Terms:
    """What a quiz asks of one learner, her overrides counted in."""

    quiz: QuizContent
    dates: Dates
    item_count: int
    gate_count: int
    sections: Sequence[Section]

    @property
    def minutes(self) -> int | None:
        """The minutes of one attempt of hers."""
        of_all = self.dates.minutes or self.quiz.time_limit
        return of_all + (self.dates.extra_minutes or 0) if of_all else None


@blueprint.get("/courses/<slug:course>/quizzes/<slug:activity>")
@signed_in
def overview(course: str, activity: str) -> str:
    """Show what a quiz asks for, and the attempts so far."""
    return _overview(course, activity)


@blueprint.post("/courses/<slug:course>/quizzes/<slug:activity>/attempts")
@signed_in
@prepares
def start(course: str, activity: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one. An exam's password is tried before anything is written."""
    place, quiz = _place(course, activity)
    is_practice = bool(request.form.get("practice"))
    running = _running(queries.attempts_at(place.enrolment_id, activity), is_practice=is_practice)
    admission = None
    if quiz.is_exam and not is_practice and running is None:
        try:
            admission = entered(place.cohort_id, activity, quiz, request.form.get("code", ""))
        except DomainError as error:
            return _overview(course, activity, error=words_for(error)), error.status
    db.begin_writing()
    attempt = service.start(
        enrolment=queries.own_enrolment(actor(), place.enrolment_id), activity=activity, quiz=quiz, reading=place.reading,
        at=clock.now(), dates=place.dates.get(activity, NO_DATES), is_practice=is_practice, admission=admission,
    )  # fmt: skip
    return redirect(url_for("quizzes.item", attempt_id=attempt.id, number=attempt.position))


def _overview(course: str, activity: str, *, error: str = "") -> str:
    place, quiz = _place(course, activity)
    dates, at = place.dates.get(activity, NO_DATES), clock.now()
    attempts = queries.attempts_at(place.enrolment_id, activity)
    goes = taken(attempts)
    pool = pool_of(place.reading.course, quiz)
    items = paper(place.reading.course, quiz, enrolment_id=place.enrolment_id, seed=0)
    return render_template(
        "quizzes/overview.html",
        place=place,
        activity=activity,
        quiz=quiz,
        terms=Terms(quiz, dates, len(items), sum(item.gate for item in items), pool.sections),
        attempts=[each for each in attempts if not each.is_practice],
        practised=[each for each in attempts if each.is_practice],
        running=_running(attempts, is_practice=False),
        opening=opening(quiz, goes, dates, at=at),
        practice=_practice(quiz, attempts, dates, at),
        shown={each.id: _shown(quiz, each, is_closed(quiz, goes, dates, at=at), at) for each in attempts},
        exam=exam_for(place.enrolment_id, activity, at=at) if quiz.is_exam else None,
        dates=dates,
        error=error,
    )


def _practice(quiz: QuizContent, attempts: Sequence[Attempt], dates: Dates, at: datetime) -> Opening | None:
    """Return whether she can practise; None where the quiz has no practice."""
    if quiz.practice == "no" or quiz.pretest_of:
        return None
    return opening(quiz, taken(attempts), dates, at=at, is_practice=True)


def _shown(quiz: QuizContent, attempt: Attempt, is_closed: bool, at: datetime) -> frozenset[Reveal]:
    return reveals(quiz, ended_at=attempt.submitted_at, at=at, is_closed=is_closed)


def _running(attempts: Sequence[Attempt], *, is_practice: bool) -> Attempt | None:
    open_states = (AttemptState.IN_PROGRESS, AttemptState.OVERDUE)
    found = (each for each in attempts if each.state in open_states and each.is_practice == is_practice)
    return next(found, None)


def _place(course: str, activity: str) -> tuple[Place, QuizContent]:
    """Return a quiz the actor may take now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    return place, place.opened(activity, QuizContent)
