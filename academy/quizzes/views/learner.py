"""Quizzes as learners take them, item by item."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.errors import Forbidden, NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse
from academy.items.rules import mark_all
from academy.learning import queries
from academy.learning.models import AttemptState
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES, ActivityState
from academy.learning.service import Receipt, Save
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.quizzes.forms import envelope
from academy.quizzes.queries import first_score
from academy.quizzes.rules import attempts_of, may_start, paper, pretest_slug
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.sitting import Sitting, sitting_of
from academy.web.access import actor, signed_in
from academy.web.errors import words_for
from academy.web.filters import clock_time
from academy.web.locale import content_locale

#: Under this name an item's fields travel.
FIELD = "answer"


@blueprint.get("/courses/<slug:course>/quizzes/<slug:activity>")
@signed_in
def overview(course: str, activity: str) -> str:
    """Show what a quiz asks for, and the attempts so far."""
    place, quiz = _place(course, activity)
    dates = place.dates.get(activity, NO_DATES)
    attempts = queries.attempts_at(place.enrolment_id, activity)
    running = next((each for each in attempts if each.state == AttemptState.IN_PROGRESS), None)
    return render_template(
        "quizzes/overview.html",
        place=place,
        activity=activity,
        quiz=quiz,
        attempts=attempts,
        running=running,
        may_start=may_start(quiz, len(attempts), dates),
        allowed=attempts_of(quiz, dates),
        dates=dates,
        is_over=dates.closes_on is not None and clock.now().date() > dates.closes_on,
        item_count=len(paper(place.reading.course, quiz, enrolment_id=place.enrolment_id, seed=0)),
    )


@blueprint.post("/courses/<slug:course>/quizzes/<slug:activity>/attempts")
@signed_in
def start(course: str, activity: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    place, quiz = _place(course, activity)
    enrolment = queries.own_enrolment(actor(), place.enrolment_id)
    attempt = service.start(
        enrolment=enrolment,
        activity=activity,
        quiz=quiz,
        reading=place.reading,
        at=clock.now(),
        dates=place.dates.get(activity, NO_DATES),
    )
    return redirect(url_for("quizzes.item", attempt_id=attempt.id, number=1))


@blueprint.get("/attempts/<uuid:attempt_id>/items/<int:number>")
@signed_in
def item(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show one item with the answer that is saved."""
    sitting = sitting_of(attempt_id)
    if not sitting.is_open:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    if sitting.is_over:
        return redirect(url_for("quizzes.review", attempt_id=attempt_id))
    return _item_page(sitting, number)


@blueprint.post("/attempts/<uuid:attempt_id>/items/<int:number>")
@signed_in
def save(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Save one answer: for the script a receipt, for a plain form the next page."""
    sitting = sitting_of(attempt_id)
    asked = sitting.item(number)
    try:
        receipt = _save(sitting, asked)
    except BadResponse as error:
        if request.headers.get("X-Requested-With"):
            return jsonify(text=words_for(error)), 422
        return _item_page(sitting, number, words_for(error)), 422
    if request.headers.get("X-Requested-With"):
        return jsonify(
            saved_at=receipt.saved_at.isoformat(),
            is_late=receipt.is_late,
            text=_receipt_words(receipt, sitting),
        )
    if receipt.is_late:
        return redirect(url_for("quizzes.review", attempt_id=attempt_id))
    return redirect(_following(sitting, number))


@blueprint.get("/attempts/<uuid:attempt_id>/hand-in")
@signed_in
def review(attempt_id: UUID) -> ResponseReturnValue:
    """Show what is answered and what is open, before handing in."""
    sitting = sitting_of(attempt_id)
    if not sitting.is_open:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return render_template("quizzes/review.html", sitting=sitting, places=sitting.places())


@blueprint.post("/attempts/<uuid:attempt_id>/hand-in")
@signed_in
def submit(attempt_id: UUID) -> ResponseReturnValue:
    """Hand in an attempt; a second click leads to the result of the first."""
    sitting = sitting_of(attempt_id)
    if sitting.is_open:
        service.submit(attempt=sitting.attempt, quiz=sitting.quiz, items=sitting.items, at=clock.now())
    return redirect(url_for("quizzes.result", attempt_id=attempt_id))


@blueprint.get("/attempts/<uuid:attempt_id>/result")
@signed_in
def result(attempt_id: UUID) -> ResponseReturnValue:
    """Show the result of an attempt, item by item with the right answers."""
    sitting = sitting_of(attempt_id)
    if sitting.is_open:
        return redirect(url_for("quizzes.item", attempt_id=attempt_id, number=1))
    place = queries.place(actor(), sitting.reading.course.slug, locale=content_locale(actor()))
    stands = place.standing.of(
        sitting.attempt.activity
    )  # in a newer edition it may be gone, or closed by now
    is_there = stands is not None and stands.state is not ActivityState.LOCKED
    if sitting.quiz.pretest_of:
        return render_template("quizzes/pretest_result.html", sitting=sitting, place=place, is_there=is_there)
    before = pretest_slug(sitting.reading.course, sitting.quiz)
    return render_template(
        "quizzes/result.html",
        sitting=sitting,
        marked=mark_all(sitting.items, sitting.responses),
        place=place,
        is_there=is_there,
        before=first_score(sitting.attempt.enrolment_id, before) if before else None,
    )


def _place(course: str, activity: str) -> tuple[Place, QuizContent]:
    """Return a quiz the actor may take now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    stands = place.standing.of(activity)
    if stands is None or not isinstance(stands.activity.content, QuizContent):
        raise NotFound()
    if stands.state is ActivityState.LOCKED:
        raise Forbidden("closed" if stands.is_over else "locked")
    return place, stands.activity.content


def _item_page(sitting: Sitting, number: int, error: str = "") -> str:
    asked = sitting.item(number)
    return render_template(
        "quizzes/item.html",
        sitting=sitting,
        item=asked,
        presented=sitting.presented(asked),
        response=sitting.responses.get(asked.key),
        number=number,
        places=sitting.places(number),
        saved_at=queries.last_saved_at(sitting.attempt.id),
        key=uuid4().hex,
        field=FIELD,
        error=error,
    )


def _save(sitting: Sitting, asked: Item) -> Receipt:
    at = clock.now()
    response = kind_named(asked.kind).read(sitting.presented(asked), request.form, FIELD)
    since_start = int((at - sitting.attempt.started_at).total_seconds() * 1000)
    sent = envelope(request.form, page=f"page-{actor().session_id}", moment=max(0, since_start) % 2**31)
    save_ = Save(item=asked.key, payload=response, device=sent.device, sequence=sent.sequence, key=sent.key)
    return service.save(attempt=sitting.attempt, item=asked, save=save_, at=at)


def _receipt_words(receipt: Receipt, sitting: Sitting) -> str:
    if receipt.is_late and sitting.is_open:
        return str(_("The last day of this quiz is over. Your answer is kept, but it does not count."))
    if receipt.is_late:
        return str(_("This quiz was handed in before. Your answer is kept, but it does not count."))
    return str(_("Saved on the server %(time)s UTC", time=clock_time(receipt.saved_at)))


def _following(sitting: Sitting, number: int) -> str:
    """Return the page that a plain save leads to: the place a button named, the next item, or the hand-in page."""
    wanted = request.form.get("next", "", type=str)
    place = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else number + 1
    if 1 <= place <= len(sitting.items):
        return url_for("quizzes.item", attempt_id=sitting.attempt.id, number=place)
    return url_for("quizzes.review", attempt_id=sitting.attempt.id)
