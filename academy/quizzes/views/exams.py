"""Exams as those who run a cohort hold them: set up, the code on the wall, who sits, more time, the record."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts.models import Person
from academy.accounts.rules import passwords
from academy.config import Config
from academy.courses.content import Activity
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Cohort
from academy.learning.rules.wall_codes import new_window_at, shown
from academy.quizzes.content import QuizContent
from academy.quizzes.forms.exams import ExamForm, RecordForm, TimeForm, proposed, typed
from academy.quizzes.models import Exam
from academy.quizzes.queries import exams as queries
from academy.quizzes.queries.marking import MARKERS, people_who_run
from academy.quizzes.service import exams as service
from academy.quizzes.service.exams import Arrangement
from academy.quizzes.views.blueprint import blueprint
from academy.web.access import actor, allow, prepares
from academy.web.locale import content_locale

#: What can be added with one click.
EXTRA = (5, 10, 15, 30)


@blueprint.get("/cohorts/<uuid:cohort_id>/exams")
@allow(*MARKERS)
def exams(cohort_id: UUID) -> str:
    """List the exams of a cohort, and the quizzes that are entered as one."""
    cohort = learning.cohort_for(actor(), cohort_id)
    return render_template(
        "quizzes/exams/cohort.html", cohort=cohort, quizzes=_exam_quizzes(cohort), exams=queries.exams_of(cohort_id),
        titles={each.slug: each.content.title for each in _quizzes(cohort)}, at=clock.now(),
    )  # fmt: skip


@blueprint.route("/cohorts/<uuid:cohort_id>/exams/<slug:activity>/new", methods=["GET", "POST"])
@allow(*MARKERS)
@prepares
def new_exam(cohort_id: UUID, activity: str) -> ResponseReturnValue:
    """Set an exam up."""
    cohort = learning.cohort_for(actor(), cohort_id)
    quiz = _exam_quiz(cohort, activity)
    at = clock.now()
    form = ExamForm(data=proposed(at, actor().person_id))
    form.offer(people_who_run(cohort, on=at.date()))
    if form.validate_on_submit():
        try:
            wanted = _wanted(form, quiz)
            db.begin_writing()
            cohort = learning.cohort_for(actor(), cohort_id)
            made = service.set_up(
                cohort=cohort, activity=activity, entry=quiz.entry, wanted=wanted, by=actor(), at=at
            )
            flash(_("The exam is set up. Learners see when it is, and who invigilates."), "success")
            return redirect(url_for("quizzes.exam", exam_id=made.id))
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
    page = render_template("quizzes/exams/edit.html", cohort=cohort, quiz=quiz, form=form, exam=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/exams/<uuid:exam_id>/change", methods=["GET", "POST"])
@allow(*MARKERS)
@prepares
def change_exam(exam_id: UUID) -> ResponseReturnValue:
    """Change when, before whom or by which password an exam is held."""
    found = queries.exam_to_run(actor(), exam_id)
    quiz, status = _quiz_of(found), 200
    form = ExamForm(data=typed(found, seen=service.mark_of(found)))
    form.offer(people_who_run(found.cohort, on=clock.now().date()))
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            wanted = _wanted(form, quiz)
            db.begin_writing()
            found = queries.exam_to_run(actor(), exam_id)
            service.change(exam=found, wanted=wanted, seen=form.seen.data or "", by=actor(), at=clock.now())
            flash(_("It is changed."), "success")
            return redirect(url_for("quizzes.exam", exam_id=exam_id))
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
            form.seen.data, form.seen.raw_data = service.mark_of(found), None
    page = render_template("quizzes/exams/edit.html", cohort=found.cohort, quiz=quiz, form=form, exam=found)
    return page, status


@blueprint.post("/exams/<uuid:exam_id>/call-off")
@allow(*MARKERS)
def call_off_exam(exam_id: UUID) -> ResponseReturnValue:
    """Take an exam back in which nobody has begun."""
    found = queries.exam_to_run(actor(), exam_id)
    cohort_id = found.cohort_id
    service.call_off(exam=found, by=actor(), at=clock.now())
    flash(_("The exam is called off."), "success")
    return redirect(url_for("quizzes.exams", cohort_id=cohort_id))


@blueprint.get("/exams/<uuid:exam_id>")
@allow(*MARKERS)
def exam(exam_id: UUID) -> str:
    """Show an exam to its invigilator: who has begun, who has handed in, more time, the record."""
    return _exam_page(queries.exam_to_run(actor(), exam_id), RecordForm(formdata=None))


@blueprint.get("/exams/<uuid:exam_id>/wall")
@allow(*MARKERS)
def exam_wall(exam_id: UUID) -> str:
    """Show the code for the wall; the page renews itself when it changes."""
    found, at = queries.exam_to_run(actor(), exam_id), clock.now()
    config: Config = current_app.extensions["academy"]
    people = queries.sitters(found)
    return render_template(
        "quizzes/exams/wall.html", exam=found, quiz=_quiz_of(found), is_open=_is_open(found), all=len(people),
        begun=sum(each.Attempt is not None for each in people), seconds=max(1, round((new_window_at(at) - at).total_seconds())) + 1,
        code=shown(service.code_of(found, secret_key=config.secret_key, at=at)) if _is_open(found) else "",
    )  # fmt: skip


@blueprint.post("/exams/<uuid:exam_id>/time")
@allow(*MARKERS)
def give_time(exam_id: UUID) -> ResponseReturnValue:
    """Give one learner more time, also where her attempt is running."""
    found, form = queries.exam_to_run(actor(), exam_id), TimeForm()
    if not form.validate_on_submit():
        raise Invalid("extra-minutes")
    service.give_time(
        exam=found, enrolment_id=_enrolment(), minutes=form.minutes.data or 0, reason=_("Extra time in the exam"), by=actor(),
        at=clock.now(),
    )  # fmt: skip
    flash(_("The extra time is given; it counts at once."), "success")
    return redirect(url_for("quizzes.exam", exam_id=exam_id, _anchor="people"))


@blueprint.post("/exams/<uuid:exam_id>/record")
@allow(*MARKERS)
def sign_exam(exam_id: UUID) -> ResponseReturnValue:
    """Sign the record of an exam, for good."""
    found, form = queries.exam_to_run(actor(), exam_id), RecordForm()
    status = 422
    if form.validate_on_submit():
        try:
            service.sign(exam=found, record=form.record.data or "", by=actor(), at=clock.now())
            flash(_("The record is signed."), "success")
            return redirect(url_for("quizzes.exam", exam_id=exam_id))
        except (Invalid, Conflict, Forbidden) as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _exam_page(found, form), status


def _exam_page(found: Exam, form: RecordForm) -> str:
    invigilator = session.get(Person, found.invigilator_id) if found.invigilator_id else None
    return render_template(
        "quizzes/exams/exam.html", exam=found, quiz=_quiz_of(found), people=queries.sitters(found), form=form,
        is_open=_is_open(found), invigilator=invigilator, is_invigilator=found.invigilator_id == actor().person_id,
        sitting=queries.still_sitting(found.id), extra=EXTRA, at=clock.now(), has_attempts=queries.has_attempts(found.id),
    )  # fmt: skip


def _is_open(found: Exam) -> bool:
    return found.opens_at <= clock.now() < found.closes_at and found.signed_at is None


def _wanted(form: ExamForm, quiz: QuizContent) -> Arrangement:
    """Return what was typed; a password's hash takes its time, so this comes before writing. Raises Invalid."""
    hashed = None
    if quiz.entry == "password" and form.password.data:
        if form.is_password_short:
            raise Invalid("exam-password-short", field="password")
        hashed = passwords.hash_password(form.password.data)
    return Arrangement(form.opens_at, form.closes_at, form.invigilator_id, hashed)


def _enrolment() -> UUID:
    try:
        return UUID(request.form.get("enrolment", ""))
    except ValueError as error:
        raise NotFound() from error


def _quizzes(cohort: Cohort) -> list[Activity]:
    course = reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course
    return [each for _module, each in course.activities() if isinstance(each.content, QuizContent)]


def _exam_quizzes(cohort: Cohort) -> list[Activity]:
    return [
        each for each in _quizzes(cohort) if isinstance(each.content, QuizContent) and each.content.is_exam
    ]


def _exam_quiz(cohort: Cohort, activity: str) -> QuizContent:
    """Return a quiz of a cohort's course that is entered as an exam. Raises NotFound."""
    for each in _exam_quizzes(cohort):
        if each.slug == activity and isinstance(each.content, QuizContent):
            return each.content
    raise NotFound()


def _quiz_of(found: Exam) -> QuizContent:
    """Return the quiz of an exam, be it one no longer. Raises NotFound."""
    for each in _quizzes(found.cohort):
        if each.slug == found.activity and isinstance(each.content, QuizContent):
            return each.content
    raise NotFound()
