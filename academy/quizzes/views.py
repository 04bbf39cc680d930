"""Quizzes as learners take them, item by item, and as trainers read the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.actor import Role
from academy.courses.queries import Reading, reading
from academy.errors import Forbidden, NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse, Mark, Presented
from academy.items.rules import drawn, mark_all
from academy.learning import queries
from academy.learning.models import Attempt, AttemptState
from academy.learning.queries import Place
from academy.learning.rules import ActivityState
from academy.learning.service import Receipt, Save
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.quizzes.forms import envelope
from academy.quizzes.rules import may_start
from academy.web.access import actor, allow, signed_in
from academy.web.errors import say, words_for
from academy.web.filters import clock_time
from academy.web.locale import content_locale

blueprint = Blueprint("quizzes", __name__, url_prefix="/<locale:locale>", template_folder="templates")

say({"bad-envelope": _l("This save could not be read. Load the page again; what was saved is kept.")})

#: Under this name an item's fields travel.
FIELD = "answer"


@dataclass(frozen=True)
class Sitting:
    """An open or closed attempt with its quiz, in the learner's language and the attempt's own order."""

    attempt: Attempt
    reading: Reading
    quiz: QuizContent
    items: Sequence[Item]

    @cached_property
    def responses(self) -> dict[str, Any]:
        """What counts as answered, by item."""
        return queries.responses(self.attempt.id)

    @property
    def is_open(self) -> bool:
        """Whether answers still count."""
        return self.attempt.state == AttemptState.IN_PROGRESS

    def item(self, number: int) -> Item:
        """Return the item at a place, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.items):
            raise NotFound()
        return self.items[number - 1]

    def presented(self, item: Item) -> Presented:
        """Return an item as this attempt shows it, without its key."""
        return kind_named(item.kind).presented(item, self.attempt.seed if self.quiz.shuffle else None)

    def picture(self, item: Item) -> str | None:
        """Return the address of an item's picture."""
        pictures: dict[str, str] = self.reading.extras.get(self.attempt.activity) or {}
        return pictures.get(item.key)

    def places(self, current: int = 0) -> list[dict[str, object]]:
        """Return the items of the navigator."""
        return [
            {
                "number": number,
                "url": url_for("quizzes.item", attempt_id=self.attempt.id, number=number),
                "is_answered": item.key in self.responses,
                "is_current": number == current,
            }
            for number, item in enumerate(self.items, start=1)
        ]


@blueprint.get("/courses/<slug:course>/quizzes/<slug:activity>")
@signed_in
def overview(course: str, activity: str) -> str:
    """Show what a quiz asks for, and the attempts so far."""
    place, quiz = _place(course, activity)
    attempts = queries.attempts_at(place.enrolment_id, activity)
    running = next((each for each in attempts if each.state == AttemptState.IN_PROGRESS), None)
    return render_template(
        "quizzes/overview.html",
        place=place,
        activity=activity,
        quiz=quiz,
        attempts=attempts,
        running=running,
        may_start=may_start(quiz, len(attempts)),
    )


@blueprint.post("/courses/<slug:course>/quizzes/<slug:activity>/attempts")
@signed_in
def start(course: str, activity: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    place, quiz = _place(course, activity)
    enrolment = queries.own_enrolment(actor(), place.enrolment_id)
    attempt = service.start(
        enrolment=enrolment, activity=activity, quiz=quiz, reading=place.reading, at=clock.now()
    )
    return redirect(url_for("quizzes.item", attempt_id=attempt.id, number=1))


@blueprint.get("/attempts/<uuid:attempt_id>/items/<int:number>")
@signed_in
def item(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show one item with the answer that is saved."""
    sitting = _sitting(attempt_id)
    if not sitting.is_open:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return _item_page(sitting, number)


@blueprint.post("/attempts/<uuid:attempt_id>/items/<int:number>")
@signed_in
def save(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Save one answer: for the script a receipt, for a plain form the next page."""
    sitting = _sitting(attempt_id)
    asked = sitting.item(number)
    try:
        receipt = _save(sitting, asked)
    except BadResponse as error:
        if request.headers.get("X-Requested-With"):
            return jsonify(text=words_for(error)), 422
        return _item_page(sitting, number, words_for(error)), 422
    if request.headers.get("X-Requested-With"):
        return jsonify(
            saved_at=receipt.saved_at.isoformat(), is_late=receipt.is_late, text=_receipt_words(receipt)
        )
    if receipt.is_late:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return redirect(_following(sitting, number))


@blueprint.get("/attempts/<uuid:attempt_id>/hand-in")
@signed_in
def review(attempt_id: UUID) -> ResponseReturnValue:
    """Show what is answered and what is open, before handing in."""
    sitting = _sitting(attempt_id)
    if not sitting.is_open:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return render_template("quizzes/review.html", sitting=sitting, places=sitting.places())


@blueprint.post("/attempts/<uuid:attempt_id>/hand-in")
@signed_in
def submit(attempt_id: UUID) -> ResponseReturnValue:
    """Hand in an attempt; a second click leads to the result of the first."""
    sitting = _sitting(attempt_id)
    if sitting.is_open:
        service.submit(attempt=sitting.attempt, quiz=sitting.quiz, at=clock.now())
    return redirect(url_for("quizzes.result", attempt_id=attempt_id))


@blueprint.get("/attempts/<uuid:attempt_id>/result")
@signed_in
def result(attempt_id: UUID) -> ResponseReturnValue:
    """Show the result of an attempt, item by item with the right answers."""
    sitting = _sitting(attempt_id)
    if sitting.is_open:
        return redirect(url_for("quizzes.item", attempt_id=attempt_id, number=1))
    place, _quiz = _place(sitting.reading.course.slug, sitting.attempt.activity)
    marked = mark_all(sitting.quiz.items, sitting.responses)
    return render_template("quizzes/result.html", sitting=sitting, marked=marked, place=place)


@blueprint.get("/cohorts/<uuid:cohort_id>/quizzes/<slug:activity>")
@allow(Role.TRAINER)
def cohort_results(cohort_id: UUID, activity: str) -> str:
    """Show a trainer what her cohort answered in a quiz, people by call-sign."""
    cohort = queries.cohort_for(actor(), cohort_id)
    read = reading(edition_id=cohort.edition_id, locale=content_locale(actor()))
    found = read.course.activity(activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    quiz = found[1].content
    return render_template(
        "quizzes/cohort.html",
        cohort=cohort,
        quiz=quiz,
        results=_by_item(quiz, queries.cohort_item_results(cohort_id, activity)),
    )


@dataclass(frozen=True)
class ItemAnswers:
    """One item with everybody's answers in a cohort."""

    item: Item
    #: (call-sign, outline of the answer, mark), by call-sign.
    answers: list[tuple[str, str, Mark]]

    @property
    def facility(self) -> float | None:
        """Mean mark over its maximum, 0–1; None where nobody answered."""
        return (
            sum(mark.score for _who, _said, mark in self.answers) / len(self.answers)
            if self.answers
            else None
        )


def _by_item(quiz: QuizContent, rows: Sequence[Any]) -> list[ItemAnswers]:
    found = []
    for each in quiz.items:
        kind = kind_named(each.kind)
        answers = [
            (row.call_sign, kind.outline(each, row.response), kind.mark(each, row.response))
            for row in rows
            if row.item == each.key
        ]
        found.append(ItemAnswers(each, answers))
    return found


def _place(course: str, activity: str) -> tuple[Place, QuizContent]:
    """Return a quiz the actor may take now. Raises NotFound, or Forbidden while it is locked."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    stands = place.standing.of(activity)
    if stands is None or not isinstance(stands.activity.content, QuizContent):
        raise NotFound()
    if stands.state is ActivityState.LOCKED:
        raise Forbidden("locked")
    return place, stands.activity.content


def _sitting(attempt_id: UUID) -> Sitting:
    """Return one of the actor's own attempts. Raises NotFound."""
    attempt = queries.own_attempt(actor(), attempt_id)
    read = reading(edition_id=attempt.enrolment.edition_id, locale=content_locale(actor()))
    found = read.course.activity(attempt.activity)
    if found is None or not isinstance(found[1].content, QuizContent):
        raise NotFound()
    quiz = found[1].content
    return Sitting(attempt, read, quiz, drawn(quiz.items, attempt.seed, quiz.shuffle))


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


def _receipt_words(receipt: Receipt) -> str:
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
