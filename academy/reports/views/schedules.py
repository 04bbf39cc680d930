"""Letters that lead to a report again and again: asked for, followed, stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts.document.letters import Letter
from academy.actor import Role
from academy.errors import Invalid
from academy.reports import service
from academy.reports.document.letters import Occasion, post
from academy.reports.forms import REPORTS, RHYTHMS, Filter, ScheduleForm, filter_from
from academy.reports.queries import schedules as queries
from academy.reports.queries.scope import Scope, scope_for
from academy.reports.rules.schedules import Report, Rhythm
from academy.reports.service import Asked
from academy.reports.views.blueprint import blueprint
from academy.web.access import actor, allow

#: The page each report is, and what of its filter is fixed.
_PAGES: dict[Report, tuple[str, dict[str, str]]] = {
    Report.PROGRESS: ("reports.progress", {}),
    Report.STUCK: ("reports.progress", {"state": "stuck"}),
    Report.EXPIRING: ("reports.progress", {"state": "expiring"}),
    Report.COHORTS: ("reports.cohorts_compared", {}),
}


@blueprint.get("/agency/letters")
@allow(Role.COORDINATOR)
def schedules() -> str:
    """List the letters a coordinator has asked for, and ask for another with the filter she comes with."""
    form = ScheduleForm(formdata=None)
    wanted = request.args.get("report", "")
    form.report.data = wanted if wanted in REPORTS else Report.PROGRESS.value
    return _page(form, filter_from(request.args))


@blueprint.post("/agency/letters")
@allow(Role.COORDINATOR)
def schedule() -> ResponseReturnValue:
    """Ask for a letter."""
    form, wanted = ScheduleForm(), filter_from(request.form)
    scope = _scope(wanted)
    if not form.validate_on_submit():
        return _page(form, wanted), 422
    # what was searched for may be somebody's name: it is not kept
    kept = replace(wanted, words="").query()
    asked = Asked(scope.branch.id, Report(form.report.data), Rhythm(form.rhythm.data), kept)
    try:
        service.schedule_report(asked, by=actor(), at=clock.now())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form, wanted), 422
    flash(_("The letter will come. It names nobody; the report stands behind the link."), "success")
    return redirect(url_for("reports.schedules"))


@blueprint.get("/agency/letters/<uuid:schedule_id>")
@allow(Role.COORDINATOR)
def scheduled(schedule_id: UUID) -> ResponseReturnValue:
    """Lead from a letter to its report; the letter itself says nothing of the filter."""
    found = queries.schedule_for(actor(), schedule_id)
    endpoint, fixed = _PAGES[Report(found.report)]
    return redirect(url_for(endpoint, **(dict(found.filter) | fixed)))


@blueprint.post("/agency/letters/<uuid:schedule_id>/end")
@allow(Role.COORDINATOR)
def end_schedule(schedule_id: UUID) -> ResponseReturnValue:
    """Stop a letter."""
    service.end_schedule(schedule=queries.schedule_for(actor(), schedule_id), by=actor(), at=clock.now())
    flash(_("The letter comes no more."), "success")
    return redirect(url_for("reports.schedules"))


def send_letters(at: datetime) -> int:
    """Send the letters whose turn it is, each in its own write unit; a duty of the caretaker."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    waiting = list(queries.due_schedules(on=at.date()))
    return sum(_send(app, each, at) for each in waiting)


def _send(app: Flask, schedule_id: UUID, at: datetime) -> int:
    with db.writing():
        found = service.turn_of(schedule_id, at=at)
        letter = found and Letter(
            found.person, Occasion.REPORT, "reports.scheduled", {"schedule_id": found.id}
        )
    return post(app, [letter]) if letter else 0


def _scope(wanted: Filter) -> Scope:
    return scope_for(actor(), branch_id=wanted.branch_id, unit_id=wanted.unit_id, country=wanted.country)


def _page(form: ScheduleForm, wanted: Filter) -> str:
    return render_template(
        "reports/schedules.html", form=form, filter=wanted, scope=_scope(wanted), schedules=queries.schedules_of(actor()),
        reports=REPORTS, rhythms=RHYTHMS,
    )  # fmt: skip
