"""A graduate's trainings: what she has proposed, what came of them, and one of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.cascade import queries, service
from academy.cascade.forms import CRITERIA, SEEN, STATES, ProposalForm
from academy.cascade.models import Training
from academy.cascade.queries import Teachable
from academy.cascade.rules import TEACHING, TrainingState
from academy.cascade.views.blueprint import blueprint
from academy.cascade.views.wording import course_of, titles_of
from academy.courses.queries import reading
from academy.errors import Conflict, Invalid
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale


@blueprint.get("/trainings/")
@signed_in
def trainings() -> str:
    """Show the actor's trainings and her lineage; and, to assessors, the trainings they may see taught."""
    at = clock.now()
    mine, observing = queries.own(actor()), queries.to_observe(actor())
    lineage = queries.lineage_of(actor(), at=at)
    return render_template(
        "cascade/trainings.html", mine=mine, observing=observing, lineage=lineage, sums=queries.sums(lineage), states=STATES,
        may_propose=bool(_teachable()), titles=titles_of(each.edition_id for each in (*mine, *observing)),
    )  # fmt: skip


@blueprint.route("/trainings/new", methods=["GET", "POST"])
@signed_in
def propose() -> ResponseReturnValue:
    """Propose a training."""
    courses = {each.slug: each for each in _teachable()}
    form = ProposalForm()
    form.course.choices = [(slug, str(_title(each))) for slug, each in courses.items()]
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            made = service.propose(
                proposal=_proposal(form, courses[form.course.data]), by=actor(), at=clock.now()
            )
            flash(_("Your training is proposed. A coordinator of your agency decides on it."), "success")
            return redirect(url_for("cascade.training", training_id=made.id))
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render_template("cascade/propose.html", form=form, may_propose=bool(courses)), status


@blueprint.get("/trainings/<uuid:training_id>/")
@signed_in
def training(training_id: UUID) -> str:
    """Show one training: what it is, who learns in it, what was seen of it."""
    found = queries.training_for(actor(), training_id)
    lineage = queries.lineage_below(found, actor(), at=clock.now())
    return render_template(
        "cascade/training.html", training=found, taught=lineage[0].thing, states=STATES, criteria=CRITERIA, seen=SEEN,
        course=course_of(found.edition_id), signed=queries.sign_offs_of(found), **_deeds(found),
    )  # fmt: skip


def _deeds(found: Training) -> dict[str, bool]:
    """Return what the actor may do with a training now."""
    who, today = actor(), clock.now().date()
    is_leader = found.leader_id == who.person_id
    decides = not is_leader and any(
        found.agency.path.startswith(path) for path in who.paths(*queries.DECIDING)
    )
    is_open = found.state in (TrainingState.PROPOSED, TrainingState.APPROVED)
    assesses = any(
        grant.is_of_root and grant.role in (Role.TRAINER, Role.ADMINISTRATOR) for grant in who.grants
    )
    return {
        "is_leader": is_leader, "may_decide": decides and found.state == TrainingState.PROPOSED,
        "may_cancel": is_open and (is_leader or decides),
        "may_report": is_leader and found.state == TrainingState.APPROVED and found.starts_on <= today,
        "may_run": is_leader and found.state in TEACHING,
        "may_observe": assesses and not is_leader and found.state in TEACHING and found.starts_on <= today
        and queries.is_apart(who, found),
    }  # fmt: skip


def _teachable() -> list[Teachable]:
    return queries.teachable(actor(), locale=content_locale(actor()), at=clock.now())


def _title(each: Teachable) -> str:
    read = reading(edition_id=each.edition_id, locale=content_locale(actor()), digest=each.rendition_digest)
    return read.course.title


def _proposal(form: ProposalForm, course: Teachable) -> service.Proposal:
    starts_on: date = form.starts_on.data  # type: ignore[assignment]  # the form does not pass without it
    ends_on: date = form.ends_on.data  # type: ignore[assignment]
    return service.Proposal(
        edition_id=course.edition_id, certificate=course.certificate, title=form.title.data or "",
        place=form.place.data or "", starts_on=starts_on, ends_on=ends_on, places=form.places.data or 0,
        key=form.key.data or "",
    )  # fmt: skip
