"""The pages of frozen figures."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.agencies.models import Agency
from academy.errors import NotFound
from academy.snapshots import service
from academy.snapshots.forms import FreezeForm
from academy.snapshots.forms.wording import GENERAL
from academy.snapshots.queries import frozen
from academy.snapshots.rules.definitions import SMALLEST
from academy.snapshots.views.blueprint import blueprint
from academy.snapshots.views.tables import Said
from academy.web.access import actor, allow


@blueprint.get("/")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def overview() -> str:
    """List the snapshots of somebody's branches."""
    return render_template(
        "snapshots/overview.html", snapshots=frozen.snapshots_for(actor()), smallest=SMALLEST
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.COORDINATOR, Role.ADMINISTRATOR, step_up=True)
def freeze() -> ResponseReturnValue:
    """Show what freezing would publish of a branch now, and freeze it."""
    branches = frozen.branches_for(actor())
    head = _chosen(branches)
    form = FreezeForm()
    if form.validate_on_submit():
        new = service.freeze(head=head, title=form.title.data or "", by=actor(), at=clock.now())
        flash(_("The figures are frozen."), "success")
        return redirect(url_for("snapshots.snapshot", snapshot_id=new.id))
    page = render_template(
        "snapshots/freeze.html", form=form, head=head, branches=branches, said=Said(service.preview(head=head)),
        is_administrator=actor().has(Role.ADMINISTRATOR), general=GENERAL,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:snapshot_id>")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def snapshot(snapshot_id: UUID) -> str:
    """Show one snapshot with its definitions."""
    found = frozen.snapshot_for(actor(), snapshot_id)
    return render_template(
        "snapshots/snapshot.html", snapshot=found, said=Said(found.document), general=GENERAL
    )


def _chosen(branches: Sequence[Agency]) -> Agency | None:
    """Return the branch in the address, or the widest one; None for the whole academy. Raises NotFound."""
    typed = request.args.get("branch", "")
    if typed:
        try:
            return frozen.branch_for(actor(), UUID(typed))
        except ValueError as error:
            raise NotFound from error
    if actor().has(Role.ADMINISTRATOR):
        return None
    return min(branches, key=lambda each: len(each.path))
