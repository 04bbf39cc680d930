"""Going on in a newer edition: what it means for each person is shown first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.errors import Conflict
from academy.learning import queries, service
from academy.learning.forms import MoveForm, wording
from academy.learning.models import Cohort, Enrolment
from academy.learning.views.blueprint import blueprint
from academy.web.access import actor, allow, signed_in
from academy.web.locale import content_locale


@blueprint.get("/cohorts/<uuid:cohort_id>/move")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def move(cohort_id: UUID) -> str:
    """Show what going on in a newer edition would mean for everybody in a cohort."""
    cohort = queries.cohort_for(actor(), cohort_id)
    return _cohort_page(cohort, request.args.get("to", None, type=int), MoveForm())


@blueprint.post("/cohorts/<uuid:cohort_id>/move")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def move_cohort(cohort_id: UUID) -> ResponseReturnValue:
    """Have a cohort go on in a newer edition, if everything is still as it was shown."""
    cohort, form = queries.cohort_for(actor(), cohort_id), MoveForm()
    typed = form.to.data or ""
    wanted = int(typed) if typed.isdecimal() and len(typed) < 6 else None
    if cohort.edition.number == wanted:  # a second click
        return redirect(url_for("learning.cohort", cohort_id=cohort_id))
    edition = _chosen(queries.newer_editions(cohort.edition), wanted)
    if form.validate_on_submit() and edition is not None and edition.number == wanted:
        try:
            found = service.move_cohort(
                cohort=cohort, edition=edition, seen=form.seen.data or "", by=actor(), at=clock.now()
            )
            flash(_("The cohort goes on in edition %(number)s.", number=found.edition.number), "success")
            return redirect(url_for("learning.cohort", cohort_id=cohort_id))
        except Conflict as refusal:
            form.refuse(refusal)
    return _cohort_page(cohort, wanted, form), 409


@blueprint.get("/courses/<slug:course>/newer-edition")
@signed_in
def newer_edition(course: str) -> ResponseReturnValue:
    """Show a learner without a cohort what going on in the newest edition would mean for her."""
    enrolment, edition = _own(course)
    if edition is None:
        return redirect(url_for("learning.course", course=course))
    return _own_page(enrolment, edition, MoveForm())


@blueprint.post("/courses/<slug:course>/newer-edition")
@signed_in
def move_self(course: str) -> ResponseReturnValue:
    """Have the actor go on in the newest edition, if everything is still as it was shown."""
    enrolment, edition = _own(course)
    if edition is None:
        return redirect(url_for("learning.course", course=course))
    form = MoveForm()
    if form.validate_on_submit():
        try:
            service.move_self(
                enrolment=enrolment, edition=edition, seen=form.seen.data or "", by=actor(), at=clock.now()
            )
            flash(_("You go on in edition %(number)s.", number=edition.number), "success")
            return redirect(url_for("learning.course", course=course))
        except Conflict as refusal:
            form.refuse(refusal)
    return _own_page(enrolment, edition, form), 409


def _own(course: str) -> tuple[Enrolment, Edition | None]:
    """Return the actor's enrolment and the edition she may go on in, if there is one. Raises NotFound."""
    place = queries.place(actor(), course, locale=content_locale(actor()))
    enrolment = queries.own_enrolment(actor(), place.enrolment_id)
    return enrolment, queries.live_edition(enrolment.course_id) if place.newer_edition else None


def _chosen(editions: Sequence[Edition], wanted: int | None) -> Edition | None:
    """Return the edition of that number, or else the newest."""
    return next((each for each in editions if each.number == wanted), editions[0] if editions else None)


def _cohort_page(cohort: Cohort, wanted: int | None, form: MoveForm) -> str:
    editions = queries.newer_editions(cohort.edition)
    edition = _chosen(editions, wanted)
    moving = queries.cohort_moving(cohort, edition, on=clock.now().date()) if edition else None
    course = reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course
    titles = wording.titles_of(course)
    if edition is not None:
        titles |= wording.titles_of(reading(edition_id=edition.id, locale=content_locale(actor())).course)
    return render_template(
        "learning/move.html", cohort=cohort, course=course, editions=editions, moving=moving, form=form,
        titles=titles,
        numbers=[(str(each.number), str(each.number)) for each in editions],
    )  # fmt: skip


def _own_page(enrolment: Enrolment, edition: Edition, form: MoveForm) -> str:
    locale = content_locale(actor())
    old, new = (reading(edition_id=each, locale=locale).course for each in (enrolment.edition_id, edition.id))
    return render_template(
        "learning/newer_edition.html", course=new, edition=edition, form=form,
        moving=queries.own_moving(enrolment, edition, on=clock.now().date()),
        titles=wording.titles_of(old) | wording.titles_of(new),
    )  # fmt: skip
