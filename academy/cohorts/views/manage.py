"""Opening and changing cohorts, for those who run them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.agencies.models import Kind
from academy.cohorts import queries, service
from academy.cohorts.forms import CohortForm, NewCohortForm
from academy.cohorts.queries import CourseChoice
from academy.cohorts.views.blueprint import blueprint, write_afterwards
from academy.cohorts.views.decisions import letters_about
from academy.courses.queries import reading
from academy.errors import Conflict, Invalid
from academy.learning.models import Cohort
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@blueprint.route("/cohorts/new", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """Open a cohort on the live edition of a course."""
    courses = {each.slug: each for each in queries.possible_courses(actor(), locale=content_locale(actor()))}
    form = NewCohortForm(data={"starts_on": clock.now().date()})
    offered = _offer_choices(form, ())
    form.course.choices = _course_choices(courses.values())
    if not form.is_submitted():
        form.trainers.data = [str(actor().person_id)] if actor().person_id in offered else []
    elif form.validate():
        try:
            edition = queries.edition_of(courses[form.course.data])
            cohort = service.open_up(
                particulars=_particulars(form), edition=edition, by=actor(), at=clock.now()
            )
            flash(_("The cohort is open."), "success")
            return redirect(url_for("learning.cohort", cohort_id=cohort.id))
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("cohorts/cohort.html", form=form, cohort=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/cohorts/<uuid:cohort_id>/settings", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def settings(cohort_id: UUID) -> ResponseReturnValue:
    """Change a cohort's days, places and trainers."""
    cohort = queries.cohort_run_by(actor(), cohort_id)
    trainers = [each.id for each in queries.trainers_of(cohort_id)]
    form = _settings_form(cohort, trainers)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            given = service.change(
                cohort=cohort, particulars=_particulars(form), based_on=form.based_on.data or "", by=actor(),
                at=clock.now(),
            )  # fmt: skip
            write_afterwards(letters_about(given))
            flash(_("The cohort is changed."), "success")
            return redirect(url_for("learning.cohort", cohort_id=cohort_id))
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:  # show what it is now instead of what was typed over something older
            form, status = _settings_form(cohort, trainers, is_typed=False), refusal.status
            form.refuse(refusal)
    return render_template("cohorts/cohort.html", form=form, cohort=cohort), status


@blueprint.post("/cohorts/<uuid:cohort_id>/close")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def close(cohort_id: UUID) -> ResponseReturnValue:
    """Let nobody join a cohort after today."""
    service.close(cohort=queries.cohort_run_by(actor(), cohort_id), by=actor(), at=clock.now())
    flash(_("The cohort is closed. Whoever is in it goes on."), "success")
    return redirect(url_for("learning.cohort", cohort_id=cohort_id))


def _settings_form(cohort: Cohort, trainers: list[UUID], *, is_typed: bool = True) -> CohortForm:
    form = CohortForm(
        **({} if is_typed else {"formdata": None}),
        data={
            "name": cohort.name, "starts_on": cohort.starts_on, "closes_on": cohort.closes_on,
            "capacity": cohort.capacity, "nominations_until": cohort.nominations_until,
            "agency": str(cohort.agency_id or ""), "trainers": [str(each) for each in trainers],
            "based_on": queries.picture_of(cohort, trainers),
        },
    )  # fmt: skip
    _offer_choices(form, trainers, cohort)
    return form


def _offer_choices(form: CohortForm, trainers: Iterable[UUID], cohort: Cohort | None = None) -> set[UUID]:
    """Offer the actor's agencies and trainers, and what the cohort has already; return who may train."""
    hosts = queries.possible_hosts(actor(), cohort)
    form.agency.choices = [("" if each.kind == Kind.ACADEMY else str(each.id), each.name) for each in hosts]
    known = dict(_trainers(trainers))
    form.trainers.choices = sorted(
        ((str(each), call_sign) for each, call_sign in known.items()), key=lambda pair: pair[1]
    )
    return set(known)


def _trainers(present: Iterable[UUID]) -> list[tuple[UUID, str]]:
    offered = [(row[0], row[1]) for row in queries.possible_trainers(actor(), on=clock.now().date())]
    missing = set(present) - {person_id for person_id, _call_sign in offered}
    return [*offered, *((each, queries.call_sign_of(each) or "") for each in missing)]


def _course_choices(courses: Iterable[CourseChoice]) -> list[tuple[str, str]]:
    locale = content_locale(actor())
    return [
        (
            each.slug,
            str(
                reading(edition_id=each.edition_id, locale=locale, digest=each.rendition_digest).course.title
            ),
        )
        for each in courses
    ]


def _particulars(form: CohortForm) -> service.Particulars:
    starts_on: date = form.starts_on.data  # type: ignore[assignment]  # the form does not pass without it
    return service.Particulars(
        name=form.name.data or "", starts_on=starts_on, closes_on=form.closes_on.data,
        capacity=form.capacity.data, nominations_until=form.nominations_until.data,
        agency_id=UUID(form.agency.data) if form.agency.data else None,
        trainers=frozenset(UUID(each) for each in form.trainers.data or ()),
    )  # fmt: skip
