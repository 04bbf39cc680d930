"""A team of a joint case: opened, joined from the list or by its code, begun, left; and how far its run has come."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries as account_queries
from academy.accounts import service as accounts
from academy.accounts.rules import throttle
from academy.accounts.rules.throttle import Gauge
from academy.cases import queries, service
from academy.cases.content import CaseContent
from academy.cases.models import CaseRun
from academy.cases.views.blueprint import blueprint
from academy.cases.views.learner import case_of, overview_page
from academy.cases.views.playing import case_in
from academy.config import Config
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Cohort
from academy.learning.queries import Place
from academy.learning.rules import NO_DATES
from academy.learning.rules.wall_codes import shown
from academy.web.access import actor, signed_in
from academy.web.errors import words_for
from academy.web.locale import content_locale


@blueprint.get("/cases/runs/<uuid:run_id>/team")
@signed_in
def team(run_id: UUID) -> ResponseReturnValue:
    """Show who sits where, and how others join."""
    return _team_page(run_id)


@blueprint.post("/courses/<slug:course>/cases/<slug:activity>/teams")
@signed_in
def open_team(course: str, activity: str) -> ResponseReturnValue:
    """Open a team, and take the first role in it."""
    place, case = _joint(course, activity)
    who, at, role = actor(), clock.now(), request.form.get("role", "")
    enrolment = learning.own_enrolment(who, place.enrolment_id)
    cohort = session.get_one(Cohort, place.cohort_id) if place.cohort_id else None
    law = service.law_for(case, country=who.jurisdiction, on=at.date())
    try:
        run = service.open_team(
            cohort=cohort, activity=activity, case=case, reading=place.reading, law=law, at=at
        )
        service.sit_down(
            run=run, role=role, enrolment=enrolment, case=case, reading=place.reading, at=at, dates=place.dates.get(activity, NO_DATES)
        )  # fmt: skip
    except Conflict as refusal:
        return _overview(course, activity, refusal)
    return redirect(url_for("cases.team", run_id=run.id))


@blueprint.post("/courses/<slug:course>/cases/<slug:activity>/join")
@signed_in
def join(course: str, activity: str) -> ResponseReturnValue:
    """Join a team by the code its members read out: a wrong one is counted, whatever it would have been."""
    place, case = _joint(course, activity)
    at, typed = clock.now(), request.form.get("code", "")[:40]
    config: Config = current_app.extensions["academy"]
    gauges = (Gauge(throttle.key_for(config.secret_key, "team", str(actor().person_id)), throttle.ACCOUNT),)
    account_queries.must_not_wait(gauges, at=at)
    run = queries.run_by_code(typed, edition_id=place.reading.edition_id, activity=activity)
    if run is None:
        with db.writing(is_bookkeeping=True):
            accounts.count_wrong_try(gauges=gauges, at=at)
        return _overview(course, activity, Invalid("case-code-unknown", field="code"))
    free = queries.team_at(run).free(case.roles)
    wanted = request.form.get("role") or (free[0] if free else "")
    try:
        _sit_down(run, wanted, place, case)
    except DomainError as refusal:
        return _overview(
            course, activity, refusal if isinstance(refusal, Conflict) else Conflict("case-seat-taken")
        )
    return redirect(url_for("cases.team", run_id=run.id))


@blueprint.post("/cases/runs/<uuid:run_id>/seats")
@signed_in
def take_seat(run_id: UUID) -> ResponseReturnValue:
    """Take a free role in a team of one's own cohort."""
    run = queries.joinable_run(actor(), run_id)
    slug = reading(edition_id=run.edition_id, locale=content_locale(actor())).course.slug
    place, case = _joint(slug, run.activity)
    try:
        _sit_down(run, request.form.get("role", ""), place, case)
    except Conflict as refusal:
        return _overview(slug, run.activity, refusal)
    return redirect(url_for("cases.team", run_id=run_id))


@blueprint.post("/cases/runs/<uuid:run_id>/begin")
@signed_in
def begin_team(run_id: UUID) -> ResponseReturnValue:
    """Let a team begin: a member says so, or its trainer."""
    run = queries.begun_by(actor(), run_id)
    is_member = any(
        each.person_id == actor().person_id and each.is_held for each in queries.team_at(run).sittings
    )
    case = _case_of_run(run)
    try:
        service.begin_team(run=run, case=case, at=clock.now())
    except Conflict as refusal:
        if is_member:
            return _team_page(run_id, words_for(refusal)), refusal.status
        flash(words_for(refusal), "error")
        return redirect(_cohort_page(run))
    return redirect(url_for("cases.scene", run_id=run_id) if is_member else _cohort_page(run))


@blueprint.post("/cases/runs/<uuid:run_id>/leave")
@signed_in
def leave_seat(run_id: UUID) -> ResponseReturnValue:
    """Give a role up; somebody else can take it over where it stands."""
    seated = queries.run_in_turn(actor(), run_id, key="")
    slug = reading(edition_id=seated.run.edition_id, locale=content_locale(actor())).course.slug
    activity = seated.run.activity
    try:
        service.leave(run=seated.run, seat=seated.seat, at=clock.now())
    except Conflict as refusal:
        return _team_page(run_id, words_for(refusal)), refusal.status
    flash(_("You have left the team. Your role is free for somebody else."), "success")
    return redirect(url_for("cases.overview", course=slug, activity=activity))


@blueprint.get("/cases/runs/<uuid:run_id>/version")
@signed_in
def version(run_id: UUID) -> ResponseReturnValue:
    """Say how far a run has come: pages ask it every few seconds, so it costs one statement and no page."""
    found = queries.version_of(actor(), run_id)
    answer = jsonify(version=found)
    answer.set_etag(found)
    return answer.make_conditional(request)


def _team_page(run_id: UUID, refusal: str = "") -> str:
    seated = queries.own_run(actor(), run_id)
    read = reading(edition_id=seated.run.edition_id, locale=content_locale(actor()))
    case = case_in(read, seated)
    if not case.is_joint:
        raise NotFound()
    return render_template(
        "cases/team.html",
        run=seated.run,
        seat=seated.seat,
        case=case,
        course=read.course,
        team=queries.team_at(seated.run),
        code=shown(seated.run.join_code or ""),
        refusal=refusal,
    )


def _joint(course: str, activity: str) -> tuple[Place, CaseContent]:
    """Return a joint case the actor may play now. Raises NotFound, or Forbidden while it is locked."""
    place, case = case_of(course, activity)
    if not case.is_joint:
        raise NotFound()
    return place, case


def _sit_down(run: CaseRun, role: str, place: Place, case: CaseContent) -> None:
    service.sit_down(
        run=run, role=role, enrolment=learning.own_enrolment(actor(), place.enrolment_id), case=case, reading=place.reading,
        at=clock.now(), dates=place.dates.get(run.activity, NO_DATES),
    )  # fmt: skip


def _overview(course: str, activity: str, refusal: DomainError) -> ResponseReturnValue:
    session.rollback()
    page = overview_page(course, activity, refusal=words_for(refusal), code=request.form.get("code", "")[:40])
    return page, refusal.status


def _case_of_run(run: CaseRun) -> CaseContent:
    found = reading(edition_id=run.edition_id, locale=content_locale(actor())).course.activity(run.activity)
    if found is None or not isinstance(found[1].content, CaseContent):
        raise NotFound()
    return found[1].content


def _cohort_page(run: CaseRun) -> str:
    """Return where a trainer goes on: the runs of the team's cohort, or her cohorts."""
    if run.cohort_id is None:
        return url_for("learning.cohorts")
    return url_for("cases.cohort", cohort_id=run.cohort_id, activity=run.activity)
