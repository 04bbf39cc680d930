"""Nominations as coordinators make them: for their own people, whose names they know."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from academy import clock
from academy.actor import Role
from academy.cohorts import queries, service
from academy.cohorts.models import NominationState
from academy.cohorts.rules import takes_nominations
from academy.cohorts.views.asking import named, why_not
from academy.cohorts.views.blueprint import blueprint, write_afterwards
from academy.cohorts.views.decisions import letters_about
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.errors import Invalid, NotFound
from academy.learning.models import Cohort
from academy.web.access import actor, allow
from academy.web.locale import content_locale

#: Letters of a search that are read; nobody's name is longer.
LONGEST_WORDS = 100


@blueprint.get("/agency/cohorts/")
@allow(Role.COORDINATOR)
def open_cohorts() -> str:
    """List the cohorts a coordinator may nominate for, and those in which she has people."""
    today = clock.now().date()
    found = [
        (cohort, _course_of(cohort), hers, _is_open(cohort))
        for cohort, hers in queries.open_to(actor(), today=today)
    ]
    return render_template("cohorts/open.html", cohorts=found)


@blueprint.get("/agency/cohorts/<uuid:cohort_id>")
@allow(Role.COORDINATOR)
def nominating(cohort_id: UUID) -> str:
    """Show what became of a coordinator's nominations to a cohort, and whom she can nominate."""
    return _page(queries.cohort_open_to(actor(), cohort_id, today=clock.now().date()))


@blueprint.post("/agency/cohorts/<uuid:cohort_id>/nominations")
@allow(Role.COORDINATOR)
def nominate(cohort_id: UUID) -> ResponseReturnValue:
    """Nominate the people who are ticked."""
    at = clock.now()
    cohort = queries.cohort_open_to(actor(), cohort_id, today=at.date())
    candidates = queries.chosen(actor(), cohort, list(_ticked()), on=at.date())
    if not candidates:
        flash(_("Nobody was nominated: tick somebody who is not in the list yet."), "error")
        return _page(cohort), 422
    try:
        made = service.nominate(cohort=cohort, candidates=candidates, by=actor(), at=at)
    except Invalid as refusal:
        raise named(refusal, cohort) from refusal
    count = len(made)
    flash(ngettext("%(num)d person is nominated.", "%(num)d people are nominated.", count), "success")
    return redirect(url_for("cohorts.nominating", cohort_id=cohort_id))


@blueprint.post("/agency/nominations/<uuid:nomination_id>/withdrawal")
@allow(Role.COORDINATOR)
def withdraw(nomination_id: UUID) -> ResponseReturnValue:
    """Take a nomination back, with the place if there is one."""
    nomination = queries.nomination_of(actor(), nomination_id)
    decided = service.withdraw(nomination=nomination, by=actor(), at=clock.now())
    write_afterwards(letters_about(decided))
    flash(_("The nomination is withdrawn."), "success")
    return redirect(url_for("cohorts.nominating", cohort_id=nomination.cohort_id))


def _page(cohort: Cohort) -> str:
    today = clock.now().date()
    words = " ".join(request.args.get("q", "")[:LONGEST_WORDS].split())
    is_open = _is_open(cohort)
    candidates, total = queries.candidates(actor(), cohort, words=words, on=today) if is_open else ([], 0)
    return render_template(
        "cohorts/nominating.html", cohort=cohort, course=_course_of(cohort), is_open=is_open, words=words,
        wishes=queries.wishes_of(actor(), cohort.id), candidates=candidates, total=total,
        taken=queries.taken(cohort.id), State=NominationState,
        obstacles={each.person_id: why_not(each.obstacle, cohort) for each in candidates if each.obstacle},
    )  # fmt: skip


def _ticked() -> Iterator[UUID]:
    for typed in request.form.getlist("person"):
        try:
            yield UUID(typed)
        except ValueError as error:
            raise NotFound from error


def _course_of(cohort: Cohort) -> Course:
    return reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course


def _is_open(cohort: Cohort) -> bool:
    return takes_nominations(
        nominations_until=cohort.nominations_until, closes_on=cohort.closes_on, today=clock.now().date()
    )
