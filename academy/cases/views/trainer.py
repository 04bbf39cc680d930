"""How a cohort comes through a case, for its trainer: its teams where several play it together, and every closed run."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.agencies.queries import countries
from academy.cases import queries, service
from academy.cases.content import CaseContent
from academy.cases.queries import debriefs
from academy.cases.rules.state import State
from academy.cases.views.blueprint import blueprint
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.errors import Conflict, DomainError, NotFound
from academy.learning import queries as learning
from academy.learning.models import Cohort
from academy.learning.rules.wall_codes import shown
from academy.web.access import actor, allow
from academy.web.errors import words_for
from academy.web.locale import content_locale


@blueprint.get("/cohorts/<uuid:cohort_id>/cases/<slug:activity>")
@allow(Role.TRAINER)
def cohort(cohort_id: UUID, activity: str) -> str:
    """Show a trainer the teams and the closed runs of her cohort, people by call-sign."""
    return _cohort_page(learning.cohort_for(actor(), cohort_id), activity)


@blueprint.post("/cohorts/<uuid:cohort_id>/cases/<slug:activity>/teams")
@allow(Role.TRAINER)
def open_team_for(cohort_id: UUID, activity: str) -> ResponseReturnValue:
    """Open a team for a cohort, with the people a trainer names; what she leaves open they take themselves."""
    found = learning.cohort_for(actor(), cohort_id)
    read, case = _case(found, activity)
    if not case.is_joint:
        raise NotFound()
    at = clock.now()
    country = request.form.get("country", "")
    known = {each.code for each in countries(is_active=True)}
    law = service.law_for(case, country=country if country in known else None, on=at.date())
    try:
        run = service.open_team(cohort=found, activity=activity, case=case, reading=read, law=law, at=at)
        for role, enrolment_id in _named(case):
            enrolment = queries.learner_in_turn(cohort_id, enrolment_id)
            service.sit_down(run=run, role=role, enrolment=enrolment, case=case, reading=read, at=at)
    except Conflict as refusal:
        return _again(cohort_id, activity, refusal)
    flash(_("The team is open. Its code is %(code)s.", code=shown(run.join_code or "")), "success")
    return redirect(url_for("cases.cohort", cohort_id=cohort_id, activity=activity, _anchor="teams"))


@blueprint.post("/cases/runs/<uuid:run_id>/close")
@allow(Role.TRAINER)
def close_team(run_id: UUID) -> ResponseReturnValue:
    """Close a run that its team has left."""
    run = queries.trained_run(actor(), run_id)
    service.close_team(run=run, by=actor(), at=clock.now())
    flash(
        _("The run is closed. Nobody has a result from it, and everybody can play the case again."), "success"
    )
    if run.cohort_id is None:
        return redirect(url_for("learning.cohorts"))
    return redirect(url_for("cases.cohort", cohort_id=run.cohort_id, activity=run.activity, _anchor="teams"))


def _cohort_page(found: Cohort, activity: str, refusal: str = "") -> str:
    _read, case = _case(found, activity)
    teams = queries.teams_of(found.id, activity) if case.is_joint else []
    return render_template(
        "cases/cohort.html",
        cohort=found,
        activity=activity,
        case=case,
        rows=debriefs.closed_in(found.id, activity),
        teams=teams,
        minutes={team.run.id: State.read(team.run.snapshot).minute for team in teams},
        codes={team.run.id: shown(team.run.join_code or "") for team in teams},
        learners=learning.learners_of(found.id, paths=()) if case.is_joint else [],
        countries=[(each.code, each.name) for each in countries(is_active=True)] if case.is_joint else [],
        country=actor().jurisdiction or "",
        given=request.form,
        refusal=refusal,
    )


def _again(cohort_id: UUID, activity: str, refusal: DomainError) -> ResponseReturnValue:
    session.rollback()
    found = learning.cohort_for(actor(), cohort_id)
    return _cohort_page(found, activity, words_for(refusal)), refusal.status


def _named(case: CaseContent) -> Sequence[tuple[str, UUID]]:
    """Return the roles for which somebody was named, by enrolment: in one order, so that two trainers do not block. Raises NotFound."""
    try:
        named = [
            (role, UUID(typed)) for role in case.roles if (typed := request.form.get(f"seat.{role}", ""))
        ]
    except ValueError:
        raise NotFound() from None
    return sorted(named, key=lambda each: each[1])


def _case(found: Cohort, activity: str) -> tuple[Reading, CaseContent]:
    read = reading(edition_id=found.edition_id, locale=content_locale(actor()))
    played = read.course.activity(activity)
    if played is None or not isinstance(played[1].content, CaseContent):
        raise NotFound()
    return read, played[1].content
