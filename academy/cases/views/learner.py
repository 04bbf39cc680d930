"""A case as its learner finds it: the briefing, what it asks, her runs so far, and the door to it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from academy import clock
from academy.cases import queries, service
from academy.cases.content import CaseContent
from academy.cases.views.blueprint import blueprint
from academy.errors import NotFound
from academy.learning import queries as learning
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.get("/courses/<slug:course>/cases/<slug:activity>")
@signed_in
def overview(course: str, activity: str) -> str:
    """Show a case before it begins, with the runs so far."""
    return overview_page(course, activity)


def overview_page(course: str, activity: str, *, refusal: str = "", code: str = "") -> str:
    """Return that page; ``refusal`` says why a team could not be joined, and ``code`` is what was typed."""
    place, case = case_of(course, activity)
    attempts = learning.attempts_at(place.enrolment_id, activity)
    dates, at = place.dates.get(activity, NO_DATES), clock.now()
    return render_template(
        "cases/overview.html",
        place=place,
        activity=activity,
        case=case,
        attempts=attempts,
        runs=queries.runs_at(attempts),
        running=queries.open_run(attempts),
        bar=service.bar_to(dates, used=len(attempts), at=at),
        dates=dates,
        teams=_teams(place, activity) if case.is_joint else [],
        refusal=refusal,
        code=code,
    )


def _teams(place: Place, activity: str) -> list[queries.Team]:
    return queries.open_teams(place.cohort_id, edition_id=place.reading.edition_id, activity=activity)


@blueprint.post("/courses/<slug:course>/cases/<slug:activity>/runs")
@signed_in
def begin(course: str, activity: str) -> ResponseReturnValue:
    """Begin a case alone, or go on with the open run."""
    place, case = case_of(course, activity)
    if case.is_joint:
        raise NotFound()
    who, at = actor(), clock.now()
    run = service.begin(
        enrolment=learning.own_enrolment(who, place.enrolment_id), activity=activity, case=case, reading=place.reading,
        law=service.law_for(case, country=who.jurisdiction, on=at.date()), at=at, dates=place.dates.get(activity, NO_DATES),
    )  # fmt: skip
    return redirect(url_for("cases.scene", run_id=run.id))


def case_of(course: str, activity: str) -> tuple[Place, CaseContent]:
    """Return a case the actor may play now. Raises NotFound, or Forbidden while it is locked."""
    place = learning.place(actor(), course, locale=content_locale(actor()))
    return place, place.opened(activity, CaseContent)
