"""Proposing a batch: which certificates, how many those are, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from academy import clock, db
from academy.accounts.document.letters import Letter, post_afterwards
from academy.agencies.models import Agency
from academy.certificates.document.letters import Occasion, post
from academy.certificates.forms import REASONS, ProposeForm
from academy.certificates.models import Batch, BatchKind
from academy.certificates.queries import Narrowed
from academy.certificates.queries import batches as queries
from academy.certificates.rules import REASONS as REASONS_OF
from academy.certificates.rules import Verdict
from academy.certificates.rules.batches import PROPOSERS
from academy.certificates.service.batches import Proposal, propose
from academy.certificates.views.agency import NARROWING, narrowed_by
from academy.certificates.views.blueprint import blueprint
from academy.errors import Invalid, NotFound
from academy.web.access import actor, allow, prepares
from academy.web.locale import language


@dataclass(frozen=True)
class Wish:
    """What somebody is about to propose, as the address says it."""

    kind: BatchKind
    branches: list[Agency]
    agency: Agency
    narrowed: Narrowed


@blueprint.route("/certificates/batches/new", methods=["GET", "POST"])
@allow(*queries.LOOK_AFTER, step_up=True)
@prepares
def propose_batch() -> ResponseReturnValue:
    """Say how many certificates a choice is about; propose it, or, for an export, begin."""
    wish = _wish()
    form = _form(wish.kind)
    if not form.is_submitted():
        return _page(wish, form)
    if not form.validate():
        return _page(wish, form), 422
    wanted = Proposal(
        UUID(form.batch.data), wish.kind, wish.agency, wish.narrowed, form.reason.data if form.reason else "",
        (form.note.data or "").strip() if form.note else "",
    )  # fmt: skip
    db.begin_writing()
    try:
        made = propose(wanted=wanted, by=actor(), at=clock.now())
    except Invalid as refusal:
        db.settle(keep=False)
        form.refuse(refusal)
        return _page(wish, form), 422
    _tell(made)
    return redirect(url_for(".batch", batch_id=made.id))


def _tell(made: Batch) -> None:
    """Say what comes next, and write to the coordinators who may agree."""
    if not BatchKind(made.kind).needs_two:
        flash(_("The archive is being made. You need not wait for it here."), "success")
        return
    others = queries.second_people(made, on=clock.now().date())
    letters = [
        Letter(each, Occasion.BATCH_WAITS, "certificates.batch", {"batch_id": made.id}) for each in others
    ]
    post_afterwards(post, letters)
    flash(_("Proposed. Once a second person agrees, it goes by itself."), "success")


def _wish() -> Wish:
    kinds = [kind for kind in BatchKind if actor().has(*PROPOSERS[kind])]
    wanted = request.args.get("kind", kinds[0] if kinds else "")
    if wanted not in kinds:
        raise NotFound
    kind = BatchKind(wanted)
    branches = list(queries.branches_for(actor(), kind))
    narrowed = narrowed_by(request.args, clock.now().date())
    agency = next((each for each in branches if narrowed.unit_id in (None, each.id)), None)
    if agency is None:
        raise NotFound
    return Wish(kind, branches, agency, narrowed)


def _form(kind: BatchKind) -> ProposeForm:
    form = ProposeForm(batch=str(uuid4()))
    if kind.is_decision:
        reasons = REASONS_OF[Verdict(kind.value)]
        form.reason.choices = [SelectChoice(each, REASONS[each]) for each in reasons]
    else:
        del form.reason
        del form.note
    return form


def _page(wish: Wish, form: ProposeForm) -> str:
    chosen = {name: value for name in NARROWING if (value := request.args.get(name))}
    return render_template(
        "certificates/propose.html",
        form=form, kind=wish.kind, agency=wish.agency, branches=wish.branches,
        narrowed=wish.narrowed, counted=queries.reckon(wish.kind, wish.agency, wish.narrowed),
        choices=queries.choices(wish.kind, wish.agency, locale=language().code), chosen=chosen,
    )  # fmt: skip
