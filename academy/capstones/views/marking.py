"""Marking capstones: the queue, one of them without its learner's name, and how far markers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts.document.letters import Letter, post_afterwards
from academy.capstones import service
from academy.capstones.content import CapstoneContent, Criterion, Level
from academy.capstones.document.letters import Occasion, post
from academy.capstones.forms import CERTAINTIES, MUDDLES, MarkForm, levels_in, muddles_in, notes_in
from academy.capstones.models import CapstoneMark
from academy.capstones.queries import marking as queries
from academy.capstones.queries.asked import asked_in
from academy.capstones.rules import BLIND, score
from academy.capstones.service import Judgement
from academy.capstones.views.blueprint import blueprint
from academy.capstones.views.opened import Work
from academy.errors import Conflict, Invalid
from academy.learning.models import AttemptState
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@dataclass(frozen=True)
class MarkShown:
    """A mark in the words of the rubric; never who gave it."""

    place: int
    score: float
    levels: Sequence[tuple[Criterion, Level, str]]
    #: Row → what is muddled in it.
    muddles: dict[str, str]
    comment: str


@blueprint.get("/capstones/marking")
@allow(*queries.MARKERS)
def queue() -> str:
    """List the capstones that wait for a mark, the oldest first."""
    waiting = queries.waiting_for(actor(), locale=content_locale(actor()))
    return render_template("capstones/marking/queue.html", waiting=waiting, at=clock.now())


@blueprint.get("/capstones/marking/agreement")
@allow(*queries.MARKERS)
def figures() -> str:
    """Show how far those who mark agree."""
    found = queries.figures(actor(), locale=content_locale(actor()))
    return render_template("capstones/marking/figures.html", figures=found)


@blueprint.route("/capstones/marking/<uuid:attempt_id>", methods=["GET", "POST"])
@allow(*queries.MARKERS)
def mark(attempt_id: UUID) -> ResponseReturnValue:
    """Mark one capstone by its rubric."""
    attempt = queries.attempt_to_mark(actor(), attempt_id)
    work = Work(attempt, asked_in(attempt, locale=content_locale(actor())))
    marked = queries.marks_of(attempt_id)
    if request.method == "GET" and not _may_mark(work, marked):
        flash(_("This capstone has its result, or waits for another person."), "info")
        return redirect(url_for("capstones.queue"))
    form, status = MarkForm(), 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            return _marked(work, form)
        except Conflict as refusal:
            if refusal.reason == "capstone-marked-by-you":  # a second click
                return redirect(url_for("capstones.queue"))
            if refusal.reason != "capstone-settling-now":
                raise
            form.refuse(refusal)
            status = refusal.status
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(work, marked, form), status


def marks_shown(capstone: CapstoneContent, marks: Sequence[CapstoneMark]) -> list[MarkShown]:
    """Return marks in the words of the rubric."""
    return [
        MarkShown(
            each.place, score(capstone.criteria, each.levels),
            [(one, one.levels[each.levels[one.key]], each.notes.get(one.key, "")) for one in capstone.criteria],
            each.muddles, each.comment,
        )
        for each in marks
    ]  # fmt: skip


def _may_mark(work: Work, marked: Sequence[CapstoneMark]) -> bool:
    is_mine = any(each.marker_id == actor().person_id for each in marked)
    return not is_mine and work.attempt.state == AttemptState.SUBMITTED


def _marked(work: Work, form: MarkForm) -> ResponseReturnValue:
    capstone = work.capstone
    judgement = Judgement(
        levels_in(capstone, request.form), (form.comment.data or "").strip(), notes_in(capstone, request.form),
        muddles_in(work.bag.rows, request.form), has_seen_both=form.deciding.data == "1",
    )  # fmt: skip
    done = service.mark(
        attempt=work.attempt, capstone=capstone, judgement=judgement, by=actor(), at=clock.now()
    )
    if done.is_settled:
        learner = work.attempt.enrolment.person
        letter = Letter(learner, Occasion.MARKED, "capstones.debrief", {"attempt_id": work.attempt.id})
        post_afterwards(post, [letter])
        flash(_("The capstone has its result."), "success")
    else:
        flash(_("Your mark is kept. Another person marks this capstone too."), "success")
    return redirect(url_for("capstones.queue"))


def _page(work: Work, marked: Sequence[CapstoneMark], form: MarkForm) -> str:
    """Show the work. Only who settles between two marks is shown them; to everybody else nothing of them is sent."""
    is_settling = len(marked) >= BLIND
    form.deciding.data, form.deciding.raw_data = "1" if is_settling else "", None
    return render_template(
        "capstones/marking/mark.html", work=work, form=form, levels=levels_in(work.capstone, request.form),
        notes=notes_in(work.capstone, request.form), muddled=muddles_in(work.bag.rows, request.form),
        given=marks_shown(work.capstone, marked) if is_settling else (), muddles=MUDDLES, certainties=CERTAINTIES,
        error=_("Choose a level for each criterion.") if form.is_submitted() else "",
    )  # fmt: skip
