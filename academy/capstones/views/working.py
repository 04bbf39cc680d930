"""The pages of a learner's work: the inventory, the table of findings, the profile, handing in."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.capstones import service
from academy.capstones.rules import object_item
from academy.capstones.views.blueprint import blueprint
from academy.capstones.views.opened import Work, work_of
from academy.errors import Conflict
from academy.web.access import actor, signed_in
from academy.web.errors import words_for


@blueprint.get("/capstones/<uuid:attempt_id>")
@signed_in
def inventory(attempt_id: UUID) -> ResponseReturnValue:
    """Show what is out of the bag and what is written down of it."""
    work = work_of(attempt_id)
    return render_template("capstones/inventory.html", work=work) if work.is_open else _debrief(work)


@blueprint.get("/capstones/<uuid:attempt_id>/objects/<int:number>")
@signed_in
def thing(attempt_id: UUID, number: int) -> ResponseReturnValue:
    """Show one object that is out of the bag; what lies under it is not sent before this one is described."""
    work = work_of(attempt_id)
    work.thing(number)
    if not work.is_open:
        return _debrief(work)
    if work.bag.is_closed:
        return redirect(url_for("capstones.inventory", attempt_id=attempt_id))
    if number > work.bag.open_number:
        return redirect(url_for("capstones.thing", attempt_id=attempt_id, number=work.bag.open_number))
    return object_page(work, number)


def object_page(work: Work, number: int, error: str = "") -> str:
    """Render the page of an object, with what is wrong in it."""
    shown = work.thing(number)
    places = [
        {
            "number": place, "url": url_for("capstones.thing", attempt_id=work.attempt.id, number=place),
            "is_answered": work.bag.described(each.key), "is_current": place == number,
        }
        for place, each in enumerate(work.capstone.objects, start=1)
        if place <= work.bag.open_number
    ]  # fmt: skip
    return render_template(
        "capstones/object.html", work=work, number=number, thing=shown, item=object_item(shown.key), key=uuid4().hex,
        layer=next(each for each in work.capstone.layers if shown in each.objects), places=places, error=error,
    )  # fmt: skip


@blueprint.post("/capstones/<uuid:attempt_id>/close")
@signed_in
def close(attempt_id: UUID) -> ResponseReturnValue:
    """Close the inventory for good; a second click finds it closed."""
    work = work_of(attempt_id)
    service.close_inventory(
        attempt=work.attempt, capstone=work.capstone, device=f"page-{actor().session_id}", at=clock.now()
    )
    flash(_("The inventory is closed. Now say what follows from it."), "success")
    return redirect(url_for("capstones.findings", attempt_id=attempt_id))


@blueprint.get("/capstones/<uuid:attempt_id>/findings")
@signed_in
def findings(attempt_id: UUID) -> ResponseReturnValue:
    """Show the table of findings, a form for each row and one for a new row."""
    work = work_of(attempt_id)
    return findings_page(work) if work.is_open and work.bag.is_closed else _not_yet(work)


def findings_page(work: Work, error: str = "", wrong: int = 0) -> str:
    """Render the table, with what is wrong in a row."""
    rows = work.bag.rows
    free = work.bag.free_row
    numbers = [*rows, free] if free and (not rows or "more" in request.args or wrong == free) else rows
    return render_template(
        "capstones/findings.html",
        work=work,
        numbers=numbers,
        free=free,
        key=uuid4().hex,
        error=error,
        wrong=wrong,
    )


@blueprint.get("/capstones/<uuid:attempt_id>/profile")
@signed_in
def profile(attempt_id: UUID) -> ResponseReturnValue:
    """Show the questions of the profile."""
    work = work_of(attempt_id)
    return profile_page(work) if work.is_open and work.bag.is_closed else _not_yet(work)


def profile_page(work: Work, error: str = "", wrong: str = "") -> str:
    """Render the questions, with what is wrong in an answer."""
    return render_template("capstones/profile.html", work=work, key=uuid4().hex, error=error, wrong=wrong)


@blueprint.get("/capstones/<uuid:attempt_id>/hand-in")
@signed_in
def review(attempt_id: UUID) -> ResponseReturnValue:
    """Show what is there and what is missing, before handing in."""
    work = work_of(attempt_id)
    return render_template("capstones/hand_in.html", work=work) if work.is_open else _debrief(work)


@blueprint.post("/capstones/<uuid:attempt_id>/hand-in")
@signed_in
def hand_in(attempt_id: UUID) -> ResponseReturnValue:
    """Hand in; a second click leads where the first one did."""
    work = work_of(attempt_id)
    if not work.is_open:
        return _debrief(work)
    try:
        service.hand_in(attempt=work.attempt, capstone=work.capstone, at=clock.now())
    except Conflict as refusal:
        return render_template("capstones/hand_in.html", work=work, error=words_for(refusal)), refusal.status
    return _debrief(work)


def _not_yet(work: Work) -> ResponseReturnValue:
    if not work.is_open:
        return _debrief(work)
    flash(_("This opens once the inventory is closed."), "info")
    return redirect(url_for("capstones.inventory", attempt_id=work.attempt.id))


def _debrief(work: Work) -> ResponseReturnValue:
    return redirect(url_for("capstones.debrief", attempt_id=work.attempt.id))
