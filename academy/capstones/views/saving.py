"""Saving pieces of work: for the script a receipt, for a plain form the next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.capstones import service
from academy.capstones.rules import BadWork, object_item, question_item, response_at, row_item
from academy.capstones.views.blueprint import blueprint
from academy.capstones.views.opened import Work, work_of
from academy.capstones.views.working import findings_page, object_page, profile_page
from academy.errors import Conflict, Invalid
from academy.learning.forms.envelope import envelope, mark_of
from academy.learning.rules import Act
from academy.learning.service import Receipt, Save
from academy.web.access import actor, arrived_at, signed_in
from academy.web.errors import words_for
from academy.web.filters import clock_time

#: Under this name the fields of a piece of work travel.
FIELD = "answer"
#: Why a save that is kept does not count.
LATE = {
    "handed-in": _l("This capstone was handed in before. What you wrote is kept, but it does not count."),
    "last-day": _l("The last day of this capstone is over. What you wrote is kept, but it does not count."),
    "passed": _l("The inventory is closed. What you wrote is kept, but it does not count."),
}


@blueprint.post("/capstones/<uuid:attempt_id>/objects/<int:number>")
@signed_in
def save_object(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Save what is written down of an object."""
    work = work_of(attempt_id, is_saving=True)
    item = object_item(work.thing(number).key)
    following = number + 1 if number < len(work.capstone.objects) else 0
    onward = (
        url_for("capstones.thing", attempt_id=attempt_id, number=following)
        if following and not _stays()
        else url_for("capstones.inventory", attempt_id=attempt_id)
    )
    return _answered(work, item, onward, lambda error: object_page(work_of(attempt_id), number, error))


@blueprint.post("/capstones/<uuid:attempt_id>/findings/<int:number>")
@signed_in
def save_row(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Save a row of the table, or take it out."""
    work = work_of(attempt_id, is_saving=True)
    more = {"more": "1", "_anchor": "new"} if request.form.get("more") else {"_anchor": "rows"}
    onward = url_for("capstones.findings", attempt_id=attempt_id, **more)  # type: ignore[arg-type]  # url_for takes its own options among the values
    return _answered(
        work, row_item(number), onward, lambda error: findings_page(work_of(attempt_id), error, number)
    )


@blueprint.post("/capstones/<uuid:attempt_id>/profile/<slug:key>")
@signed_in
def save_answer(attempt_id: UUID, key: str) -> ResponseReturnValue:
    """Save the answer to a question of the profile."""
    work = work_of(attempt_id, is_saving=True)
    onward = url_for("capstones.profile", attempt_id=attempt_id, _anchor=f"question-{key}")
    return _answered(
        work, question_item(key), onward, lambda error: profile_page(work_of(attempt_id), error, key)
    )


def _answered(work: Work, item: str, onward: str, again: Callable[[str], str]) -> ResponseReturnValue:
    """Save, and answer the script or the browser; ``again`` renders the page with what was refused."""
    is_by_script = bool(request.headers.get("X-Requested-With"))
    try:
        receipt = _saved(work, item, is_plain=not is_by_script)
    except (Invalid, Conflict) as refusal:
        words = words_for(refusal)
        if is_by_script:
            return jsonify(text=words, message=words), refusal.status
        if not work.is_open or refusal.reason != "too-long-here":
            raise
        return again(words), refusal.status
    if is_by_script and receipt is not None:
        return jsonify(_told(receipt))
    if receipt is not None and not (receipt.counts and not receipt.is_late):
        flash(_words_of(receipt), "warning")
    return redirect(onward)


def _saved(work: Work, item: str, *, is_plain: bool) -> Receipt | None:
    """Save what was sent; None where a plain form was not changed at all."""
    sent = envelope(request.form, page=f"page-{actor().session_id}")
    response = None if sent.act is Act.CLEAR else _response(work, item)
    if is_plain and sent.act is Act.SAVE:
        if response is None and work.said(item):
            flash(_("You emptied this and sent it: what was saved before stands."), "info")
        if response is None or request.form.get("was") == mark_of(response, None):
            return None
    piece = Save(
        item=item, payload=response, device=sent.device, key=sent.key, act=sent.act, given_at=sent.given_at,
        sequence=work.saved.highest + 1 if sent.sequence is None else sent.sequence,
    )  # fmt: skip
    return service.save(attempt=work.attempt, capstone=work.capstone, save=piece, at=arrived_at())


def _response(work: Work, item: str) -> dict[str, Any] | None:
    fields = {
        name.removeprefix(f"{FIELD}."): values
        for name, values in request.form.lists()
        if name.startswith(f"{FIELD}.")
    }
    try:
        return response_at(work.capstone, item, fields)
    except BadWork as error:
        raise Invalid(error.args[0]) from error


def _told(receipt: Receipt) -> dict[str, Any]:
    return {
        "saved_at": receipt.saved_at.isoformat(), "is_late": receipt.is_late, "counts": receipt.counts,
        "sequence": receipt.sequence, "receipt": receipt.key, "text": _words_of(receipt),
    }  # fmt: skip


def _words_of(receipt: Receipt) -> str:
    """Say where a piece of work is, from its receipt alone: a retry is told the same."""
    if receipt.why is not None:
        return str(LATE.get(receipt.why, LATE["handed-in"]))
    if not receipt.counts:
        return str(
            _("Kept on the server %(time)s UTC. Another page of yours holds a newer answer, and that one counts.",
              time=clock_time(receipt.saved_at))
        )  # fmt: skip
    return str(_("Saved on the server %(time)s UTC", time=clock_time(receipt.saved_at)))


def _stays() -> bool:
    return bool(request.form.get("stay"))
