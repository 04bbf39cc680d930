"""Batches: what is done to many certificates at once, how far it is, and the word of a second person."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.actor import Role
from academy.certificates.formats.archives import Archives
from academy.certificates.models import Batch
from academy.certificates.queries import batches as queries
from academy.certificates.rules.batches import PROPOSERS, Act, BatchKind, BatchState
from academy.certificates.service import batches as service
from academy.certificates.views.batch_words import reason_words
from academy.certificates.views.blueprint import blueprint
from academy.errors import Conflict, Invalid, NotFound
from academy.web.access import actor, allow
from academy.web.errors import words_for
from academy.web.transactions import afterwards

#: What is said once it is done.
DONE = {
    Act.APPROVE: _l("You agreed. It goes on by itself now."),
    Act.DECLINE: _l("Declined. Nothing was done."),
    Act.PAUSE: _l("Paused. What is done stays done."),
    Act.RESUME: _l("It goes on."),
    Act.CANCEL: _l("Called off. What is done stays done."),
}


@blueprint.get("/certificates/batches")
@allow(*queries.LOOK_AFTER)
def batches() -> str:
    """List the batches of the branches she looks after."""
    kinds = [kind for kind in BatchKind if actor().has(*PROPOSERS[kind])]
    return render_template("certificates/batches.html", lines=queries.batches_for(actor()), kinds=kinds)


@blueprint.get("/certificates/batches/<uuid:batch_id>")
@allow(*queries.LOOK_AFTER)
def batch(batch_id: UUID) -> str:
    """Show how far a batch is, what was left out and why, and what she may do about it."""
    found = queries.batch_for(actor(), batch_id)
    is_hers = found.proposed_by_id == actor().person_id
    return render_template(
        "certificates/batch.html",
        batch=found, people=queries.people_of(found), is_hers=is_hers, acts=queries.acts_of(actor(), found),
        about=queries.about(found) if found.state == BatchState.PROPOSED else [],
        left=[(each, words_for(Conflict(each.failure))) for each in queries.left_out(found)],
        reason=reason_words(found), version=_version(found), shown=queries.SHOWN,
        has_archive=found.file_name is not None and archives().path(found.id).exists(),
    )  # fmt: skip


@blueprint.get("/certificates/batches/<uuid:batch_id>/version")
@allow(*queries.LOOK_AFTER)
def batch_version(batch_id: UUID) -> ResponseReturnValue:
    """Say how far a batch is: its page asks every few seconds."""
    version = _version(queries.batch_for(actor(), batch_id))
    answer = jsonify(version=version)
    answer.set_etag(version)
    return answer.make_conditional(request)


@blueprint.post("/certificates/batches/<uuid:batch_id>/approve")
@allow(*queries.LOOK_AFTER, step_up=True)
def approve_batch(batch_id: UUID) -> ResponseReturnValue:
    """Agree to what somebody else proposed; from then on it goes by itself."""
    return _decided(batch_id, Act.APPROVE)


@blueprint.post("/certificates/batches/<uuid:batch_id>")
@allow(*queries.LOOK_AFTER)
def change_batch(batch_id: UUID) -> ResponseReturnValue:
    """Decline, pause, resume or call off: what holds a batch up needs no more than a signed-in person."""
    queries.batch_for(actor(), batch_id)
    wanted = request.form.get("act", "")
    if wanted not in (Act.DECLINE, Act.PAUSE, Act.RESUME, Act.CANCEL):
        raise Invalid("act-unknown")
    return _decided(batch_id, Act(wanted))


@blueprint.get("/certificates/batches/<uuid:batch_id>/archive")
@allow(Role.COORDINATOR, step_up=True)
def archive(batch_id: UUID) -> ResponseReturnValue:
    """Hand an archive out to who asked for it, as long as she may still export."""
    found, who, at = queries.own_archive(actor(), batch_id), actor(), clock.now()
    path = archives().path(found.id)
    if not path.exists():
        raise NotFound
    agency_id = found.agency_id
    afterwards(lambda: service.note_fetched(batch_id=batch_id, agency_id=agency_id, by=who, at=at))
    name = _("Certificates %(day)s", day=found.proposed_at.date().isoformat())
    response = send_file(path, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip")
    response.headers["Cache-Control"] = "no-store"  # send_file would let a browser keep it
    return response


def archives() -> Archives:
    """Return where archives are kept."""
    found: Archives = current_app.extensions["archives"]
    return found


def _decided(batch_id: UUID, act: Act) -> ResponseReturnValue:
    found = queries.batch_for(actor(), batch_id)
    service.decide(batch=found, act=act, by=actor(), at=clock.now(), archives=archives())
    flash(DONE[act], "success")
    return redirect(url_for(".batch", batch_id=batch_id))


def _version(found: Batch) -> str:
    """Return what tells one state of the page from the next."""
    whole = "whole" if found.file_name else ""
    return f"{BatchState(found.state)}-{found.done_count}-{found.failed_count}-{whole}"
