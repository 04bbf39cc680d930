"""Follow-ups as whoever is asked answers them, and what is asked, for whoever wants to know."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.courses.queries import reading
from academy.errors import Conflict
from academy.evaluation import queries, service
from academy.evaluation.forms import QUESTIONS, STEPS, AnswerForm, missing_words
from academy.evaluation.models import FollowUp
from academy.evaluation.rules import FEWEST, MONTHS, read_answers
from academy.evaluation.views.blueprint import blueprint
from academy.web.access import actor, signed_in
from academy.web.filters import day
from academy.web.locale import content_locale


@blueprint.get("/follow-ups/")
@signed_in
def to_answer() -> str:
    """List whom the actor is asked about."""
    asked = queries.to_answer(actor(), on=clock.now().date())
    return render_template(
        "evaluation/to_answer.html",
        asked=[(each, _title(each.edition_id)) for each in asked],
        is_none_open=all(each.follow_up.answered_at for each in asked),
    )


@blueprint.get("/follow-ups/questions")
@signed_in
def asked() -> str:
    """Show an officer what is asked about her, of whom and who reads it."""
    return render_template(
        "evaluation/asked.html", questions=QUESTIONS, steps=STEPS, months=MONTHS, fewest=FEWEST
    )


@blueprint.route("/follow-ups/<uuid:follow_up_id>", methods=["GET", "POST"])
@signed_in
def answer(follow_up_id: UUID) -> ResponseReturnValue:
    """Answer for one officer, or mend an answer while it is open."""
    who, at = actor(), clock.now()
    found = queries.follow_up_for(who, follow_up_id, on=at.date())
    if found.answered_at is not None and found.answered_by_id not in (None, who.person_id):
        raise Conflict("follow-up-answered")
    form = AnswerForm()
    if request.method == "GET":
        form.based_on.data = service.version_of(found)
        return _page(found, form, dict(found.answers or {}), ())
    given, missing = read_answers(request.form)
    if not form.validate() or missing:
        return _page(found, form, given, missing), 422
    try:
        service.answer(follow_up=found, answers=given, based_on=form.based_on.data or "", by=who, at=at)
    except Conflict as refusal:
        form.refuse(refusal)
        form.based_on.data = service.version_of(found)
        return _page(found, form, given, ()), 409
    flash(_("Thank you. You can change it until %(day)s.", day=day(found.closes_on)), "success")
    return redirect(url_for("evaluation.to_answer"))


def _page(found: FollowUp, form: AnswerForm, given: dict[str, str], missing: tuple[str, ...]) -> str:
    return render_template(
        "evaluation/answer.html", follow_up=found, course=_title(found.enrolment.edition_id), form=form, given=given,
        missing=missing_words(missing), questions=QUESTIONS, steps=STEPS, fewest=FEWEST,
    )  # fmt: skip


def _title(edition_id: UUID) -> str:
    return str(reading(edition_id=edition_id, locale=content_locale(actor())).course.title)
