"""Results as learners read them: as much as is released by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Mark
from academy.items.kinds.upload.content import Upload
from academy.learning import queries
from academy.learning.models import ItemResult
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES, ActivityState
from academy.quizzes.content import Reveal
from academy.quizzes.models import AnswerFile
from academy.quizzes.queries import first_score, results_of, taken
from academy.quizzes.queries.files import sent_files
from academy.quizzes.rules import (
    Certain,
    CertaintySummary,
    Stage,
    certainty_summary,
    is_closed,
    marked_in,
    opening,
    pretest_slug,
    reveals,
)
from academy.quizzes.rules.reveals import AT_ONCE
from academy.quizzes.views.aftermath import aftermath_of
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.sitting import Sitting, sitting_of
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@dataclass(frozen=True)
class Answered:
    """One item of a closed attempt: what was answered, and what it came to."""

    number: int
    item: Item
    response: Any
    result: ItemResult | None
    mark: Mark
    #: What was handed in, where that is files.
    files: Sequence[AnswerFile] = ()
    #: Whether nobody marks it: its learner compares it herself with what a good answer has.
    is_compared: bool = False

    @property
    def waits(self) -> bool:
        """Whether a person has still to mark it."""
        return self.result is not None and self.result.score is None

    @property
    def is_by_rule(self) -> bool:
        """Whether a rule marked it, whose feedback says what there is to say."""
        return not kind_named(self.item.kind).is_manual


@blueprint.get("/attempts/<uuid:attempt_id>/result")
@signed_in
def result(attempt_id: UUID) -> ResponseReturnValue:
    """Show the result of an attempt, item by item, as far as it is released."""
    sitting = sitting_of(attempt_id)
    if sitting.stage is Stage.OPEN:
        return redirect(url_for("quizzes.item", attempt_id=attempt_id, number=sitting.attempt.position))
    if sitting.stage is not Stage.CLOSED:
        return redirect(url_for("quizzes.review", attempt_id=attempt_id))
    place = _place(sitting)
    stands = place.standing.of(sitting.attempt.activity)
    # in a newer edition it may be gone, or closed by now
    is_there = stands is not None and stands.state is not ActivityState.LOCKED
    if sitting.quiz.pretest_of:
        return render_template("quizzes/pretest_result.html", sitting=sitting, place=place, is_there=is_there)
    before = pretest_slug(sitting.reading.course, sitting.quiz)
    shown, answered = released(sitting, place), _answered(sitting)
    return render_template(
        "quizzes/result.html",
        sitting=sitting,
        answered=answered,
        shown=shown,
        points=_points(answered),
        aftermath=aftermath_of(sitting.attempt),
        may_start=shown.may_start,
        certainty=_certainty(sitting, answered)
        if sitting.quiz.certainty and Reveal.MARKS in shown.now
        else None,
        place=place,
        is_there=is_there,
        before=first_score(sitting.attempt.enrolment_id, before) if before else None,
    )


@dataclass(frozen=True)
class Released:
    """What is shown of a closed attempt now, and when that changes."""

    now: frozenset[Reveal]
    #: From when on more is shown, and from when on less; None where that does not come by the clock.
    more_at: datetime | None
    less_at: datetime | None
    #: Whether more is shown once the quiz is closed to her.
    more_once_closed: bool
    closes_on: date | None
    #: Whether another attempt (of practice: another go) may begin.
    may_start: bool


def released(sitting: Sitting, place: Place | None = None) -> Released:
    """Return what is released of a closed attempt by now."""
    place = place or _place(sitting)
    attempt, quiz, at = sitting.attempt, sitting.quiz, clock.now()
    dates = place.dates.get(attempt.activity, NO_DATES)
    goes = taken(queries.attempts_at(attempt.enrolment_id, attempt.activity))
    closed = is_closed(quiz, goes, dates, at=at)
    ended_at = attempt.submitted_at or attempt.deadline_at or at
    changes_at = ended_at + AT_ONCE
    now = reveals(quiz, ended_at=ended_at, at=at, is_closed=closed)
    then = reveals(quiz, ended_at=ended_at, at=max(at, changes_at), is_closed=closed)
    at_last = reveals(quiz, ended_at=ended_at, at=max(at, changes_at), is_closed=True)
    return Released(
        now,
        more_at=changes_at if then - now else None,
        less_at=changes_at if now - then else None,
        more_once_closed=bool(at_last - then - now),
        closes_on=dates.closes_on,
        may_start=opening(quiz, goes, dates, at=at, is_practice=attempt.is_practice).may_start,
    )


def _place(sitting: Sitting) -> Place:
    return queries.place(actor(), sitting.reading.course.slug, locale=content_locale(actor()))


def _answered(sitting: Sitting) -> list[Answered]:
    results = results_of(sitting.attempt.id)
    marked = {item.key for item in marked_in(sitting.items, is_practice=sitting.attempt.is_practice)}
    found = []
    for number, item in enumerate(sitting.items, start=1):
        held = results.get(item.key)
        response = held.response if held else sitting.responses.get(item.key)
        mark = kind_named(item.kind).mark(item, response)
        files = sent_files(sitting.attempt.id, response) if isinstance(item, Upload) else ()
        found.append(Answered(number, item, response, held, mark, files, item.key not in marked))
    return found


def _points(answered: Sequence[Answered]) -> tuple[float, float]:
    """Return the points reached so far, and all there are."""
    counting = [each for each in answered if not each.item.pilot and not each.is_compared]
    reached = fsum(
        each.item.points * each.result.credit for each in counting if each.result and each.result.credit
    )
    return max(0.0, reached), fsum(each.item.points for each in counting)


def _certainty(sitting: Sitting, answered: Sequence[Answered]) -> CertaintySummary | None:
    return certainty_summary(
        Certain(each.item.points, each.result.score, each.result.certainty, each.response is not None)
        for each in answered
        if each.result is not None
        and each.result.score is not None
        and not each.item.pilot
        and sitting.asks_certainty(each.item)
    )
