"""The way out of a board: looking over what is saved, handing in, and the debrief."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.learning import queries
from academy.learning.models import AnswerEvent
from academy.learning.rules import NO_DATES, ActivityState, Current
from academy.linkage import service
from academy.linkage.forms import parts_of
from academy.linkage.queries import others_places
from academy.linkage.rules import debrief, may_start
from academy.linkage.views.blueprint import blueprint
from academy.linkage.views.sitting import WORDS, Sitting, place_words, sitting_of, sort_words
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@dataclass(frozen=True)
class SavedPart:
    """One thing that was answered, as the server holds it."""

    label: str
    words: str
    current: Current | None
    #: What arrived too late to count.
    late: tuple[AnswerEvent, ...]


@blueprint.get("/boards/<uuid:attempt_id>/hand-in")
@signed_in
def review(attempt_id: UUID) -> ResponseReturnValue:
    """Show what is done and what is open, before handing in."""
    sitting = sitting_of(attempt_id)
    if not sitting.is_open:
        return redirect(url_for("linkage.result", attempt_id=attempt_id))
    return render_template("linkage/review.html", sitting=sitting, number=5, **WORDS)


@blueprint.post("/boards/<uuid:attempt_id>/hand-in")
@signed_in
def hand_in(attempt_id: UUID) -> ResponseReturnValue:
    """Hand in a board; a second click leads to the result of the first."""
    sitting = sitting_of(attempt_id)
    if sitting.is_open:
        service.hand_in(attempt=sitting.attempt, board=sitting.board, at=clock.now())
    return redirect(url_for("linkage.result", attempt_id=attempt_id))


@blueprint.get("/boards/<uuid:attempt_id>/result")
@signed_in
def result(attempt_id: UUID) -> ResponseReturnValue:
    """Show what a board came to, and why."""
    sitting = sitting_of(attempt_id)
    if sitting.is_open:
        return redirect(url_for("linkage.step", attempt_id=attempt_id, number=1))
    place = queries.place(actor(), sitting.reading.course.slug, locale=content_locale(actor()))
    stands = place.standing.of(sitting.attempt.activity)
    is_there = stands is not None and stands.state is not ActivityState.LOCKED
    used = len(queries.attempts_at(sitting.attempt.enrolment_id, sitting.attempt.activity))
    dates = place.dates.get(sitting.attempt.activity, NO_DATES)
    return render_template(
        "linkage/result.html", sitting=sitting, said=debrief(sitting.board, sitting.sorting, others_places(sitting.attempt)),
        is_there=is_there, may_start=may_start(sitting.board, used, dates), lessons=_lessons(sitting), **WORDS,
    )  # fmt: skip


@blueprint.get("/boards/<uuid:attempt_id>/saved")
@signed_in
def saved(attempt_id: UUID) -> str:
    """Show what the server holds of a board, with its receipts."""
    sitting = sitting_of(attempt_id)
    return render_template(
        "linkage/saved.html", sitting=sitting, parts=_saved_parts(sitting), made_at=clock.now(), **WORDS
    )


def _lessons(sitting: Sitting) -> list[tuple[str, str]]:
    """Return (title, address) of what to read again, as far as it is a lesson of the course."""
    course = sitting.reading.course
    found = [course.activity(slug) for slug in sitting.board.read_again]
    return [
        (each[1].content.title, url_for("lessons.read", course=course.slug, activity=each[1].slug))
        for each in found
        if each is not None and each[1].kind == "lesson"
    ]


def _saved_parts(sitting: Sitting) -> list[SavedPart]:
    late: dict[str, list[AnswerEvent]] = {}
    for event in queries.all_answers(sitting.attempt.id):
        if event.is_late:
            late.setdefault(event.item, []).append(event)
    return [
        SavedPart(
            _label(part.name), _words(part.name, sitting.currents.get(part.item)), sitting.currents.get(part.item),
            tuple(late.get(part.item, ())),
        )
        for part in parts_of(sitting.board)
        if part.item in sitting.currents or part.item in late
    ]  # fmt: skip


def _label(name: str) -> str:
    kind, _dash, which = name.partition("-")
    if kind == "incident":
        return str(_("Incident %(number)s", number=which))
    return str(
        _("Series %(letter)s", letter=which) if kind == "series" else _("Feature %(number)s", number=which)
    )


def _words(name: str, current: Current | None) -> str:
    if current is None:
        return ""
    if current.response is None:
        return str(_("Taken back"))
    if name.startswith("series-"):
        return str(current.response["sentence"] or _("Reasons without a sentence"))
    return place_words(current.response) if name.startswith("incident-") else sort_words(current.response)
