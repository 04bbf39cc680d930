"""One learner of a cohort, as those who run it see her: by call-sign, with her dates and her prior learning."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.courses.queries import reading
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning import queries, service
from academy.learning.forms import PriorLearningForm, WithdrawForm, wording
from academy.learning.models import Enrolment
from academy.learning.rules import ActivityState, standing
from academy.learning.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.errors import words_for
from academy.web.locale import content_locale


@blueprint.get("/learners/<uuid:enrolment_id>/")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def learner(enrolment_id: UUID) -> str:
    """Show how the course stands for a learner, when things are due for her, and what was recorded."""
    return _page(queries.learner_for(actor(), enrolment_id), PriorLearningForm())


@blueprint.post("/learners/<uuid:enrolment_id>/prior-learning")
@allow(Role.TRAINER)
def record_prior_learning(enrolment_id: UUID) -> ResponseReturnValue:
    """Record that a learner could do an activity before."""
    found, form = queries.learner_for(actor(), enrolment_id), PriorLearningForm()
    course = reading(edition_id=found.edition_id, locale=content_locale(actor())).course
    form.activity.choices = [
        (activity.slug, activity.content.title) for _module, activity in course.activities()
    ]
    if form.validate_on_submit():
        try:
            service.record_prior_learning(
                enrolment=found, activity=form.activity.data, evidence=form.evidence.data or "", reason=form.reason.data or "",
                by=actor(), at=clock.now(),
            )  # fmt: skip
            flash(_("It is recorded, and the activity counts as done."), "success")
            return redirect(url_for("learning.learner", enrolment_id=enrolment_id))
        except (Invalid, Forbidden, Conflict) as refusal:
            form.refuse(refusal)
    return _page(found, form), 422


@blueprint.post("/prior-learning/<uuid:record_id>/withdrawal")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def withdraw_prior_learning(record_id: UUID) -> ResponseReturnValue:
    """Withdraw prior learning, with a reason, while the course is not complete."""
    record, form = queries.prior_learning_for(actor(), record_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            service.withdraw_prior_learning(
                record=record, reason=form.withdrawal.data or "", by=actor(), at=clock.now()
            )
            flash(_("It is withdrawn. The record of it stays."), "success")
        except Conflict as refusal:
            flash(words_for(refusal), "error")
    else:
        flash(_("Say why; it stays on record."), "error")
    return redirect(url_for("learning.learner", enrolment_id=record.enrolment_id))


def _page(enrolment: Enrolment, form: PriorLearningForm) -> str:
    today = clock.now().date()
    read = reading(edition_id=enrolment.edition_id, locale=content_locale(actor()))
    facts = queries.facts_of(
        enrolment.person_id, read.course, done=queries.completions(enrolment.id), on=today
    )
    dates = queries.dates_of([enrolment])[enrolment.id]
    stands = standing(read.course, facts, dates)
    form.activity.choices = [
        (each.activity.slug, each.activity.content.title)
        for module in stands.modules
        for each in module.activities
        if each.state is not ActivityState.DONE
    ]
    return render_template(
        "learning/learner.html", enrolment=enrolment, reading=read, standing=stands, dates=dates, form=form, words=wording,
        titles=wording.titles_of(read.course), prior=queries.prior_learning_of(enrolment.id), today=today,
        withdrawal=WithdrawForm(formdata=None), Role=Role,
        overrides=[each for each in queries.overrides_of(enrolment.cohort_id) if each.Override.enrolment_id in (enrolment.id, None)]
        if enrolment.cohort_id else [],
    )  # fmt: skip
