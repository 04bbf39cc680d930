"""Who is asked about whom, as the coordinator names it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.errors import Conflict, NotFound
from academy.evaluation import queries, service
from academy.evaluation.forms import SupervisorForm
from academy.evaluation.views.blueprint import blueprint
from academy.web.access import actor, allow

PAGE_SIZE = 50


@blueprint.get("/agency/evaluation/supervisors")
@allow(Role.COORDINATOR)
def supervisors() -> str:
    """List the officers of the branch who are followed up, and who is asked about each."""
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    offset = (number - 1) * PAGE_SIZE
    people, total = queries.watched(actor(), on=clock.now().date(), offset=offset, limit=PAGE_SIZE)
    return render_template(
        "evaluation/supervisors.html", people=people, total=total, first=offset + 1, number=number,
        has_more=offset + len(people) < total,
    )  # fmt: skip


@blueprint.route("/agency/evaluation/supervisors/<uuid:enrolment_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def supervisor(enrolment_id: UUID) -> ResponseReturnValue:
    """Name who is asked about one officer."""
    who, at = actor(), clock.now()
    found = queries.watched_for(who, enrolment_id, on=at.date())
    if not found:
        raise NotFound
    form = SupervisorForm()
    offered = queries.candidates(who, found[0].enrolment, on=at.date())
    form.supervisor.choices = [
        ("", _("The coordinators")),
        *((str(each.id), f"{each.legal_name} ({each.call_sign})") for each in offered),
    ]
    status = 200
    if form.validate_on_submit():
        try:
            service.name_supervisor(
                follow_ups=found, supervisor_id=_id(form.supervisor.data), based_on=_id(form.based_on.data), by=who, at=at
            )  # fmt: skip
            flash(_("Saved. Whoever is named gets a letter when it is time."), "success")
            return redirect(url_for("evaluation.supervisors"))
        except Conflict as refusal:
            form.refuse(refusal)
            status = 409
    elif request.method == "POST":
        status = 422
    if status in (200, 409):
        form.supervisor.data = form.based_on.data = str(found[0].supervisor_id or "")
    return render_template("evaluation/supervisor.html", follow_ups=found, form=form), status


def _id(typed: str | None) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise NotFound from error
