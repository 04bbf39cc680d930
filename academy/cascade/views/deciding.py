"""Deciding on a training, calling it off, and reporting that it was held."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.cascade import queries, service
from academy.cascade.forms import ReasonForm, ReportForm
from academy.cascade.models import Training
from academy.cascade.views.blueprint import blueprint
from academy.errors import Conflict
from academy.web.access import actor, allow, signed_in
from academy.web.forms import Form


@blueprint.post("/trainings/<uuid:training_id>/approval")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def approve_training(training_id: UUID) -> ResponseReturnValue:
    """Say yes to a training: it gets its cohort."""
    found = queries.decided_by(actor(), training_id)
    service.approve(training=found, by=actor(), at=clock.now())
    flash(_("The training is approved. Agencies can nominate people for it now."), "success")
    return _back_to(found)


@blueprint.route("/trainings/<uuid:training_id>/refusal", methods=["GET", "POST"])
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def decline_training(training_id: UUID) -> ResponseReturnValue:
    """Say no to a training, and why."""
    found, form, status = queries.decided_by(actor(), training_id), ReasonForm(), 200
    if form.validate_on_submit():
        try:
            service.decline(training=found, reason=form.reason.data or "", by=actor(), at=clock.now())
            flash(_("The training is declined."), "success")
            return _back_to(found)
        except Conflict as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _asked(found, form, form.reason, _("Decline the training"), status, is_end=True)


@blueprint.route("/trainings/<uuid:training_id>/cancellation", methods=["GET", "POST"])
@signed_in
def cancel_training(training_id: UUID) -> ResponseReturnValue:
    """Call a training off, and say why."""
    found, form, status = queries.called_off_by(actor(), training_id), ReasonForm(), 200
    if form.validate_on_submit():
        try:
            service.cancel(training=found, reason=form.reason.data or "", by=actor(), at=clock.now())
            flash(_("The training is called off. Whoever is in the course goes on alone."), "success")
            return _back_to(found)
        except Conflict as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _asked(found, form, form.reason, _("Call the training off"), status, is_end=True)


@blueprint.route("/trainings/<uuid:training_id>/report", methods=["GET", "POST"])
@signed_in
def report_training(training_id: UUID) -> ResponseReturnValue:
    """Mark one's training as held, with a short report."""
    found, form, status = queries.led_by(actor(), training_id), ReportForm(), 200
    if form.validate_on_submit():
        try:
            service.hold(training=found, report=form.report.data or "", by=actor(), at=clock.now())
            flash(_("The training is marked as held."), "success")
            return _back_to(found)
        except Conflict as refusal:
            form.refuse(refusal)
            status = refusal.status
    return _asked(found, form, form.report, _("Mark the training as held"), status)


def _asked(
    found: Training, form: Form, asked: object, title: str, status: int, *, is_end: bool = False
) -> ResponseReturnValue:
    if form.is_submitted() and status == 200:
        status = 422
    page = render_template(
        "cascade/ask.html", training=found, form=form, asked=asked, title=title, is_end=is_end
    )
    return page, status


def _back_to(found: Training) -> ResponseReturnValue:
    return redirect(url_for("cascade.training", training_id=found.id))
