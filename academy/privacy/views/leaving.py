"""Erasing: oneself, or, for administrators, somebody else. Both pages say first what goes and what stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import (
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from academy import clock, db
from academy.accounts import queries as accounts
from academy.accounts import service as accounting
from academy.accounts.models import Person
from academy.accounts.rules import passwords, throttle
from academy.accounts.rules.names import fold_call_sign
from academy.accounts.rules.throttle import Gauge
from academy.actor import Role
from academy.config import Config
from academy.errors import Conflict, Invalid, NotFound
from academy.privacy import queries, service
from academy.privacy.forms import REASONS, EraseForm, EraseSomebodyForm, EraseWithPasswordForm
from academy.privacy.rules import Reason
from academy.privacy.views.blueprint import blueprint
from academy.web.access import actor, allow, prepares, public, signed_in


@blueprint.route("/account/erase", methods=["GET", "POST"])
@signed_in
@prepares
def erase_self() -> ResponseReturnValue:
    """Let a person erase herself, once she has proved who she is and typed her call-sign."""
    who, at = actor(), clock.now()
    if who.has_second_factor and not who.is_stepped_up(at):
        return redirect(url_for("accounts.confirm", next=request.path))
    person = accounts.person_by_id(who.person_id)
    if person is None:
        raise NotFound
    form = EraseForm() if who.has_second_factor else EraseWithPasswordForm()
    if form.validate_on_submit():
        try:
            return _erase_self(person, form, at)
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
    return _page("privacy/erase_self.html", person, form, at)


@blueprint.get("/farewell")
@public
def farewell() -> str:
    """Say goodbye to somebody who has been erased."""
    return render_template("privacy/farewell.html")


@blueprint.route("/people/<uuid:person_id>/erase", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, step_up=True)
def erase(person_id: UUID) -> ResponseReturnValue:
    """Erase somebody, with a reason."""
    at = clock.now()
    person, form = accounts.person_for(actor(), person_id, on=at.date()), EraseSomebodyForm()
    form.reason.choices = [(each.value, str(label)) for each, label in REASONS.items()]
    if form.validate_on_submit():
        try:
            _must_be_hers(person, form)
            service.leave(person_id=person.id, by=actor(), at=at, reason=form.reason.data)
            flash(_("The person is erased."), "success")
            return redirect(url_for("accounts.people"))
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
    return _page("privacy/erase.html", person, form, at)


def _page(template: str, person: Person, form: EraseForm, at: datetime) -> ResponseReturnValue:
    page = render_template(
        template, form=form, person=person, kept=[*queries.own_records(person.id, on=at.date())],
        bar=queries.bar_to_leaving(person.id, on=at.date()),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def _erase_self(person: Person, form: EraseForm, at: datetime) -> Response:
    _must_be_hers(person, form)
    if isinstance(form, EraseWithPasswordForm):
        _must_know_password(person, form.password.data or "", at)
    by = actor()
    db.begin_writing()
    service.leave(person_id=by.person_id, by=by, at=at, reason=Reason.REQUEST.value)
    g.pop("bookkeeping", None)  # that she was here is not noted once she is gone
    logout_user()
    session.clear()
    g.actor = None
    response = make_response(redirect(url_for("privacy.farewell")))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _must_be_hers(person: Person, form: EraseForm) -> None:
    if fold_call_sign(form.call_sign.data or "") != person.call_sign_key:
        raise Invalid("call-sign-other", field="call_sign")


def _must_know_password(person: Person, typed: str, at: datetime) -> None:
    """Raise Invalid for another password and have the try counted, under what every confirmation of hers counts."""
    config: Config = current_app.extensions["academy"]
    gauges = (Gauge(throttle.key_for(config.secret_key, "confirm", str(person.id)), throttle.ACCOUNT),)
    accounts.must_not_wait(gauges, at=at)
    is_right = passwords.check_password(person.password_hash, typed).is_right
    with db.writing(is_bookkeeping=True):
        accounts.must_not_wait(gauges, at=at)  # again, in turn: others may have tried meanwhile
        if not is_right:
            accounting.count_failure(gauges=gauges, at=at)
    if not is_right:
        raise Invalid("password-wrong", field="password")
