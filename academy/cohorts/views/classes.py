"""The class as its learners see it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts.document.letters import Letter
from academy.cohorts import queries, service
from academy.cohorts.document.letters import Occasion
from academy.cohorts.forms import QuestionForm
from academy.cohorts.views.blueprint import blueprint, news_of, write_afterwards
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.learning.models import Cohort
from academy.meetings.queries import upcoming
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.get("/classes/<uuid:cohort_id>/")
@signed_in
def class_page(cohort_id: UUID) -> str:
    """Show a learner her class: dates, news, questions and answers."""
    cohort = queries.class_of(actor(), cohort_id)
    course = _course_of(cohort)
    return _page(cohort, course, _form(course))


@blueprint.post("/classes/<uuid:cohort_id>/questions")
@signed_in
def ask(cohort_id: UUID) -> ResponseReturnValue:
    """Ask the trainers something."""
    cohort = queries.class_of(actor(), cohort_id)
    course = _course_of(cohort)
    form = _form(course)
    if not form.validate_on_submit():
        return _page(cohort, course, form), 422
    service.ask(
        cohort=cohort,
        activity=form.activity.data or "",
        text=form.text.data or "",
        by=actor(),
        at=clock.now(),
    )
    trainers = queries.trainer_mail_of(cohort_id)
    write_afterwards(
        Letter(each, Occasion.QUESTION, "cohorts.questions", {"cohort_id": cohort_id}) for each in trainers
    )
    flash(_("Your question is on its way to the trainers. You get a letter once it is answered."), "success")
    return redirect(url_for("cohorts.class_page", cohort_id=cohort_id))


def _page(cohort: Cohort, course: Course, form: QuestionForm) -> str:
    at = clock.now()
    return render_template(
        "cohorts/class.html", cohort=cohort, course=course, form=form, trainers=queries.trainers_of(cohort.id),
        meetings=upcoming(cohort_ids=[cohort.id], since=at - timedelta(hours=1)),
        announcements=news_of(cohort.id), questions=queries.questions_read_by(actor(), cohort.id),
        today=at.date(),
    )  # fmt: skip


def _form(course: Course) -> QuestionForm:
    form = QuestionForm()
    form.activity.choices = [
        ("", _("The course as a whole")),
        *((activity.slug, str(activity.content.title)) for _module, activity in course.activities()),
    ]
    return form


def _course_of(cohort: Cohort) -> Course:
    return reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course
