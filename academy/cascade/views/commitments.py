"""A graduate's commitments: making them, saying how far she is, taking them back; and those of a branch."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.cascade import queries, service
from academy.cascade.forms import KINDS, STAGES, CommitmentForm, ProgressForm
from academy.cascade.rules.commitments import Kind, Progress
from academy.cascade.views.blueprint import blueprint
from academy.cascade.views.wording import course_of, titles_of
from academy.errors import Conflict, DomainError
from academy.web.access import actor, allow, signed_in


@blueprint.get("/commitments/")
@signed_in
def commitments() -> str:
    """Show what the actor committed herself to, and how far she is."""
    at, who = clock.now(), actor()
    mine, grounds = queries.commitments_of(who.person_id), queries.grounds(who, at=at)
    return render_template(
        "cascade/commitments.html", grounds=grounds, kinds=KINDS, stages=STAGES, today=at.date(),
        mine=[(each, queries.stage_of(each), queries.is_asked(each, at=at)) for each in mine],
        titles=titles_of(each.edition_id for each in (*grounds, *(each.certificate for each in mine))),
    )  # fmt: skip


@blueprint.route("/certificates/<uuid:certificate_id>/commitments/new", methods=["GET", "POST"])
@signed_in
def commit_to(certificate_id: UUID) -> ResponseReturnValue:
    """Commit oneself to something, on the strength of a certificate."""
    ground, form = queries.ground_for(actor(), certificate_id), CommitmentForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        due_on: date = form.due_on.data  # type: ignore[assignment]  # the form does not pass without it
        promise = service.Promise(
            ground, Kind(form.kind.data), form.text.data or "", due_on, form.key.data or ""
        )
        try:
            service.commit_to(promise=promise, by=actor(), at=clock.now())
            flash(_("Your commitment is noted. You are asked about it in three months."), "success")
            return redirect(url_for("cascade.commitments"))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render_template(
        "cascade/commit.html", form=form, course=course_of(ground.edition_id), certificate=ground,
        left=queries.commitments_left(ground),
    ), status  # fmt: skip


@blueprint.route("/commitments/<uuid:commitment_id>/report", methods=["GET", "POST"])
@signed_in
def report_commitment(commitment_id: UUID) -> ResponseReturnValue:
    """Say how far one is with a commitment."""
    found = queries.commitment_for(actor(), commitment_id)
    form = ProgressForm(number=str(len(found.reports) + 1))
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        said = service.Said(Progress(form.progress.data), form.note.data or "", int(form.number.data or 0))
        try:
            service.report_progress(commitment=found, said=said, by=actor(), at=clock.now())
            flash(_("Your report is noted."), "success")
            return redirect(url_for("cascade.commitments"))
        except Conflict as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render_template(
        "cascade/report_commitment.html", form=form, commitment=found, kinds=KINDS, stages=STAGES
    ), status


@blueprint.post("/commitments/<uuid:commitment_id>/withdrawal")
@signed_in
def withdraw_commitment(commitment_id: UUID) -> ResponseReturnValue:
    """Take a commitment back."""
    found = queries.commitment_for(actor(), commitment_id)
    service.withdraw(commitment=found, by=actor(), at=clock.now())
    flash(_("The commitment is withdrawn."), "success")
    return redirect(url_for("cascade.commitments"))


@blueprint.get("/agency/cascade/commitments")
@allow(Role.COORDINATOR)
def branch_commitments() -> str:
    """Show what graduates of the actor's branches committed themselves to, and what came of it."""
    found = queries.commitments_in(actor())
    return render_template(
        "cascade/branch_commitments.html", figures=queries.figures_in(actor(), at=clock.now()), kinds=KINDS, stages=STAGES,
        found=[(each, queries.stage_of(each.commitment)) for each in found], listed=queries.LISTED,
        today=clock.now().date(),
    )  # fmt: skip
