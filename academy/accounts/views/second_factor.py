"""The second factor: setting it up, taking it off, and proving with it who one is before a step-up door."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import segno
from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import service
from academy.accounts.forms import ConfirmForm
from academy.accounts.models import Person
from academy.accounts.rules import passwords, totp
from academy.accounts.views import tries, way
from academy.accounts.views.account import must_know_password, own_person
from academy.accounts.views.blueprint import blueprint
from academy.config import Config
from academy.errors import Invalid, NotFound
from academy.web.access import actor, prepares, signed_in
from academy.web.transactions import afterwards

#: What authenticator apps call the academy.
ISSUER = "Wildlife Crime Academy"


@blueprint.route("/account/confirm", methods=["GET", "POST"])
@signed_in
@prepares
def confirm() -> ResponseReturnValue:
    """Ask for password and code before a door that needs both; lead to setting up a second factor where there is none."""
    person = own_person()
    if not person.totp_confirmed_at:
        flash(_("This page needs a second factor. Set it up first; it takes two minutes."), "info")
        return redirect(url_for("accounts.second_factor", next=way.wanted() or None))
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            return _confirm(person, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("accounts/confirm.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@signed_in
@prepares
def second_factor() -> ResponseReturnValue:
    """Show the second factor, how to set it up, and how to take it off; a first code turns it on."""
    person = own_person()
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            return _turn_on(person, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    is_on, is_proposed = person.totp_confirmed_at is not None, person.totp_seed is not None
    page = render_template(
        "accounts/second_factor.html", form=form, is_on=is_on, is_proposed=is_proposed and not is_on,
        secret=_grouped(_secret_of(person)) if is_proposed and not is_on else "", next=way.wanted(),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/account/second-factor/propose")
@signed_in
def propose_second_factor() -> ResponseReturnValue:
    """Make the secret that the person puts into her app."""
    service.propose_second_factor(person=own_person(), by=actor(), at=clock.now())
    return redirect(url_for("accounts.second_factor", next=way.wanted() or None))


@blueprint.get("/account/second-factor/picture.svg")
@signed_in
def second_factor_picture() -> Response:
    """Draw the secret for the app's camera; only until the second factor is on."""
    person = own_person()
    if person.totp_confirmed_at or not person.totp_seed:
        raise NotFound
    picture = io.BytesIO()
    address = totp.address_for(_secret_of(person), call_sign=person.call_sign, issuer=ISSUER)
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", scale=6, dark="black", light="white"
    )
    return Response(picture.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@blueprint.post("/account/second-factor/remove")
@signed_in
@prepares
def remove_second_factor() -> ResponseReturnValue:
    """Take the second factor off, once password and code are typed."""
    person = own_person()
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            return _turn_off(person, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "accounts/second_factor.html", form=form, is_on=True, is_proposed=False, secret="", next=""
    )
    return page, 422


def _confirm(person: Person, form: ConfirmForm, at: datetime) -> ResponseReturnValue:
    must_know_password(person, form.password.data or "", field="password", at=at)
    db.begin_writing()
    with _counting_wrong_codes(person, at):
        service.confirm_identity(
            person=person, code=form.code.data or "", secret_key=_key(), by=actor(), at=at
        )
    service.forget_failures(gauges=tries.at_confirmation(person))
    return redirect(way.wanted() or way.home())


def _turn_on(person: Person, form: ConfirmForm, at: datetime) -> ResponseReturnValue:
    must_know_password(person, form.password.data or "", field="password", at=at)
    db.begin_writing()
    with _counting_wrong_codes(person, at):
        service.confirm_second_factor(
            person=person, code=form.code.data or "", secret_key=_key(), by=actor(), at=at
        )
    flash(_("The second factor is on. From now on you sign in with your password and a code."), "success")
    return redirect(way.wanted() or url_for("accounts.second_factor"))


def _turn_off(person: Person, form: ConfirmForm, at: datetime) -> ResponseReturnValue:
    typed = form.password.data or ""
    must_know_password(person, typed, field="password", at=at)
    if len(passwords.normalise(typed)) < passwords.SHORTEST_ALONE:
        raise Invalid("password-short-alone", field="password")
    db.begin_writing()
    with _counting_wrong_codes(person, at):
        service.take_code(person=person, code=form.code.data or "", secret_key=_key(), at=at)
    service.remove_second_factor(person=person, by=actor(), at=at)
    flash(_("The second factor is off."), "success")
    return redirect(url_for("accounts.second_factor"))


@contextmanager
def _counting_wrong_codes(person: Person, at: datetime) -> Iterator[None]:
    gauges = tries.at_confirmation(person)
    try:
        yield
    except Invalid:
        afterwards(lambda: service.count_failure(gauges=gauges, at=at))
        raise


def _secret_of(person: Person) -> str:
    return totp.secret_for(_key(), person.id, person.totp_seed or b"")


def _grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _key() -> str:
    config: Config = current_app.extensions["academy"]
    return config.secret_key
