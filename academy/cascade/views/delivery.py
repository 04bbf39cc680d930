"""Signing off what was seen of a training."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.cascade import queries, service
from academy.cascade.forms import CRITERIA, SEEN, DeliveryForm
from academy.cascade.rules import delivery
from academy.cascade.views.blueprint import blueprint
from academy.cascade.views.wording import course_of
from academy.errors import Conflict, Invalid
from academy.web.access import actor, allow


@blueprint.route("/trainings/<uuid:training_id>/delivery", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def observe(training_id: UUID) -> ResponseReturnValue:
    """Sign off what was seen of a training, criterion by criterion; a correction is another sign-off."""
    found = queries.observed_by(actor(), training_id)
    count = queries.sign_offs_counted(found)
    form = DeliveryForm(number=str(count + 1), observed_on=min(found.ends_on, clock.now().date()))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            signed = service.sign_off(
                training=found, observation=_observation(form), by=actor(), at=clock.now()
            )
            _tell(signed.is_passed)
            return redirect(url_for("cascade.training", training_id=found.id))
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
            form.number.data = str(count + 1)  # what is shown above is what the next try goes by
    page = render_template(
        "cascade/observe.html", training=found, form=form, criteria=CRITERIA, critical=delivery.CRITERIA, words=SEEN,
        observed=_noted(), signed=queries.sign_offs_of(found), course=course_of(found.edition_id),
    )  # fmt: skip
    return page, status


def _noted() -> dict[str, str]:
    sent = {key: request.form.get(f"seen-{key}", "") for key in CRITERIA}
    return {key: value for key, value in sent.items() if value in SEEN}


def _observation(form: DeliveryForm) -> service.Observation:
    return service.Observation(
        findings=_noted(), observed_on=cast(date, form.observed_on.data), note=(form.note.data or "").strip(),
        number=int(form.number.data or 0), key=form.key.data or "",
    )  # fmt: skip


def _tell(is_passed: bool) -> None:
    if is_passed:
        flash(_("Signed off: the delivery is passed. The leader sees it."), "success")
    else:
        flash(_("Signed off: the delivery is not passed. The leader sees it."), "warning")
