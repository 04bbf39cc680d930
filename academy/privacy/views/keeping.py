"""How long an agency keeps things, and what it keeps of people who were erased: for its coordinators."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.agencies import queries as agencies
from academy.agencies.models import Agency
from academy.errors import Conflict, Invalid
from academy.privacy import queries, service
from academy.privacy.forms import RuleForm
from academy.privacy.models import RetentionRule
from academy.privacy.rules import DEFAULTS, What
from academy.privacy.service.keeping import Wish
from academy.privacy.views.blueprint import blueprint
from academy.privacy.views.words import KEPT, period
from academy.web.access import actor, allow
from academy.web.transactions import afterwards


@blueprint.get("/agency/keeping")
@allow(Role.COORDINATOR)
def keeping() -> str:
    """Show how long things are kept in the agencies that the actor coordinates."""
    held = {grant.agency_id: grant for grant in actor().grants if grant.role is Role.COORDINATOR}
    shown = [agencies.agency_for(actor(), each, Role.COORDINATOR) for each in held]
    return render_template(
        "privacy/keeping.html",
        shown=[(each, queries.rules_of(each)) for each in shown],
        words=KEPT,
        period=period,
    )


@blueprint.route("/agency/<uuid:agency_id>/keeping", methods=["GET", "POST"])
@allow(Role.COORDINATOR, step_up=True)
def agency_keeping(agency_id: UUID) -> ResponseReturnValue:
    """Set an agency's own periods, within bounds and each with its ground; a POST sets one."""
    agency = agencies.agency_for(actor(), agency_id, Role.COORDINATOR)
    if request.method == "GET":
        return _page(agency, None)
    what, form = _what(), RuleForm(prefix=_what())
    if form.validate_on_submit():
        try:
            service.set_rule(agency=agency, wish=_wish(what, form), by=actor(), at=clock.now())
            flash(_("The period is set."), "success")
            return redirect(url_for("privacy.agency_keeping", agency_id=agency_id))
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(agency, (what, form)), 422


@blueprint.post("/agency/<uuid:agency_id>/keeping/drop")
@allow(Role.COORDINATOR, step_up=True)
def drop_rule(agency_id: UUID) -> ResponseReturnValue:
    """Go back to the period that holds above the agency."""
    agency = agencies.agency_for(actor(), agency_id, Role.COORDINATOR)
    what = _what()
    service.drop_rule(agency=agency, what=what, seen=_seen(RuleForm(prefix=what)), by=actor(), at=clock.now())
    flash(_("The period is set."), "success")
    return redirect(url_for("privacy.agency_keeping", agency_id=agency_id))


@blueprint.get("/agency/kept-records")
@allow(Role.COORDINATOR, step_up=True)
def kept() -> str:
    """Show what the law lets the actor's agencies keep of people who were erased; that she looked is written down."""
    who, at = actor(), clock.now()
    found = queries.kept_records(who, on=at.date())
    if found:
        afterwards(lambda: service.note_consultation(records=found, by=who, at=at))
    return render_template("privacy/kept.html", found=found)


def _page(agency: Agency, refused: tuple[What, RuleForm] | None) -> str:
    """Show a form for each period that is the agency's to set; one that was refused as it was sent."""
    stands = queries.rules_of(agency)
    forms = {what: _form_of(what, stands[what].own) for what in What if DEFAULTS[what].bounds}
    if refused is not None:
        forms |= dict([refused])
    return render_template(
        "privacy/agency_keeping.html", agency=agency, stands=stands, forms=forms, words=KEPT, period=period, defaults=DEFAULTS,
        form=refused[1] if refused else None,
    )  # fmt: skip


def _form_of(what: What, own: RetentionRule | None) -> RuleForm:
    held = {"seen": own.months, "months": own.months, "ground": own.ground} if own else {}
    return RuleForm(formdata=None, prefix=what, data=held)


def _what() -> What:
    """Return which period is sent. Raises Conflict for one that no page of ours offers."""
    try:
        return What(request.form.get("what", ""))
    except ValueError:
        raise Conflict("retention-changed") from None


def _wish(what: What, form: RuleForm) -> Wish:
    return Wish(what=what, months=form.months.data or 0, ground=form.ground.data or "", seen=_seen(form))


def _seen(form: RuleForm) -> int | None:
    typed = form.seen.data or ""
    return int(typed) if typed.isdigit() else None
