"""What trainers tell a cohort, and what they answer."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts.document.letters import Letter
from academy.actor import Role
from academy.cohorts import queries, service
from academy.cohorts.document.letters import Occasion
from academy.cohorts.forms import AnnouncementForm, AnswerForm
from academy.cohorts.models import Question
from academy.cohorts.views.blueprint import blueprint, news_of, write_afterwards
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.errors import Conflict
from academy.learning.models import Cohort
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.route("/cohorts/<uuid:cohort_id>/announcements", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def announcements(cohort_id: UUID) -> ResponseReturnValue:
    """Tell a cohort something, above what it was told before."""
    cohort = queries.cohort_run_by(actor(), cohort_id)
    form = AnnouncementForm()
    if form.validate_on_submit():
        service.announce(
            cohort=cohort, title=form.title.data or "", body=form.body.data or "", by=actor(), at=clock.now()
        )
        _write_to(cohort_id, Occasion.NEWS)
        flash(
            _("Your class can read it. Everybody with an address gets a letter without its text."), "success"
        )
        return redirect(url_for("cohorts.announcements", cohort_id=cohort_id))
    page = render_template(
        "cohorts/announcements.html", form=form, cohort=cohort, announcements=news_of(cohort_id)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/cohorts/<uuid:cohort_id>/questions")
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def questions(cohort_id: UUID) -> str:
    """List the questions of a cohort, the unanswered first."""
    cohort = queries.cohort_run_by(actor(), cohort_id)
    return render_template(
        "cohorts/questions.html",
        cohort=cohort,
        questions=queries.questions_in(cohort_id),
        course=_course_of(cohort),
    )


@blueprint.route("/questions/<uuid:question_id>", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR, guests=True)
def question(question_id: UUID) -> ResponseReturnValue:
    """Answer a question."""
    asked = queries.question_run_by(actor(), question_id)
    form = AnswerForm(data={"answer": asked.answer, "is_shared": asked.is_shared, "based_on": asked.answer})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            _answer(asked, form)
            flash(_("The answer is kept."), "success")
            return redirect(url_for("cohorts.questions", cohort_id=asked.cohort_id))
        except Conflict as refusal:  # what was typed stays; the colleague's answer stands above it
            form.refuse(refusal)
            form.based_on.data, status = asked.answer, refusal.status
    cohort = queries.cohort_run_by(actor(), asked.cohort_id)
    page = render_template(
        "cohorts/question.html", form=form, question=asked, cohort=cohort, course=_course_of(cohort),
        asker=queries.call_sign_of(asked.asker_id), answerer=queries.call_sign_of(asked.answered_by_id),
    )  # fmt: skip
    return page, status


def _answer(asked: Question, form: AnswerForm) -> None:
    is_new = service.answer(
        question=asked, text=form.answer.data or "", is_shared=bool(form.is_shared.data),
        based_on=_as_kept(form.based_on.data or ""), by=actor(), at=clock.now(),
    )  # fmt: skip
    asker = queries.reachable(asked.asker_id) if is_new else None
    if asker is not None:
        values = {"cohort_id": asked.cohort_id}
        write_afterwards([Letter(asker, Occasion.ANSWER, "cohorts.class_page", values)])


def _as_kept(typed: str) -> str:
    """Undo what a browser does to line ends in a hidden field."""
    return typed.replace("\r\n", "\n")


def _course_of(cohort: Cohort) -> Course:
    return reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course


def tell_of_dates(cohort_id: UUID) -> None:
    """Write to a class that a meeting was moved or called off, once that is on disk."""
    _write_to(cohort_id, Occasion.DATES)


def _write_to(cohort_id: UUID, occasion: Occasion) -> None:
    values = {"cohort_id": cohort_id}
    readers = queries.readers_of(cohort_id)
    write_afterwards(Letter(each, occasion, "cohorts.class_page", values) for each in readers)
