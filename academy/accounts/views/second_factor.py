"""Second factors: their page, the app that shows codes, and proving who one is before a step-up door."""

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
from academy.accounts import queries, service
from academy.accounts.forms import ConfirmForm, FirstPasskeyForm, PasskeyForm
from academy.accounts.models import Person
from academy.accounts.rules import passwords, totp
from academy.accounts.rules.codes import RECOVERY_CODES
from academy.accounts.views import tries, way
from academy.accounts.views.account import must_know_password, own_person
from academy.accounts.views.blueprint import blueprint
from academy.accounts.views.ceremony import ISSUER, party
from academy.config import Config
from academy.errors import Invalid, NotFound
from academy.web.access import actor, prepares, signed_in


@blueprint.route("/account/confirm", methods=["GET", "POST"])
@signed_in
@prepares
def confirm() -> ResponseReturnValue:
    """Ask for password and code before a door that needs both; lead to setting up a second factor where there is none."""
    person = own_person()
    if not actor().has_second_factor:
        flash(_("This page needs a second factor. Set it up first; it takes two minutes."), "info")
        return redirect(url_for("accounts.second_factor", next=way.wanted() or None))
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            return _confirm(person, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return confirm_page(person, form), 422 if form.is_submitted() else 200


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@signed_in
@prepares
def second_factor() -> ResponseReturnValue:
    """Show what the person signs in with, how to set it up, and how to take it off; a first code turns her app on."""
    person = own_person()
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            return _turn_on(person, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return factors_page(person, form), 422 if form.is_submitted() else 200


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
    """Take the app off, once password and code are typed."""
    person = own_person()
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            return _turn_off(person, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return factors_page(person, form), 422


def confirm_page(person: Person, form: ConfirmForm) -> str:
    """Ask once more who she is, by whatever she has."""
    factors = queries.factors_of(person)
    if not factors.has_app:
        form.ask_for_recovery_code()
    return render_template(
        "accounts/confirm.html", form=form, has_passkeys=bool(factors.passkeys) and party() is not None
    )


def factors_page(person: Person, form: ConfirmForm) -> str:
    """Show everything a person signs in with beside her password."""
    factors = queries.factors_of(person)
    is_proposed = person.totp_seed is not None and not factors.has_app
    return render_template(
        "accounts/second_factor.html", form=form, factors=factors, is_proposed=is_proposed, next=way.wanted(),
        secret=_grouped(_secret_of(person)) if is_proposed else "", new_passkey=passkey_form(), all_codes=RECOVERY_CODES,
        has_passkeys=party() is not None, is_stepped_up=not factors.count or actor().is_stepped_up(clock.now()),
    )  # fmt: skip


def passkey_form() -> PasskeyForm:
    """Return the form for a new passkey, with the password while there is no second factor."""
    return PasskeyForm() if actor().has_second_factor else FirstPasskeyForm()


def refused(words: str) -> ConfirmForm:
    """Return the form of the page with what was refused on it, above everything."""
    form = ConfirmForm()
    form.form_errors.append(words)
    return form


def must_stand_alone(person: Person, typed: str, *, at: datetime) -> None:
    """Raise Invalid where ``typed`` is not her password, or is too short to protect her account by itself. Slow."""
    must_know_password(person, typed, field="password", at=at)
    if len(passwords.normalise(typed)) < passwords.SHORTEST_ALONE:
        raise Invalid("password-short-alone", field="password")


def _confirm(person: Person, form: ConfirmForm, at: datetime) -> ResponseReturnValue:
    must_know_password(person, form.password.data or "", field="password", at=at)
    db.begin_writing()
    with _counting_wrong_codes(person, at):
        service.confirm_identity(
            person=person, code=form.code.data or "", secret_key=secret_key(), by=actor(), at=at
        )
    service.forget_failures(gauges=tries.at_confirmation(person))
    return redirect(way.wanted() or way.home())


def _turn_on(person: Person, form: ConfirmForm, at: datetime) -> ResponseReturnValue:
    must_know_password(person, form.password.data or "", field="password", at=at)
    db.begin_writing()
    with _counting_wrong_codes(person, at):
        service.confirm_second_factor(
            person=person, code=form.code.data or "", secret_key=secret_key(), by=actor(), at=at
        )
    flash(_("The second factor is on. From now on you sign in with your password and a code."), "success")
    return redirect(way.wanted() or url_for("accounts.second_factor"))


def _turn_off(person: Person, form: ConfirmForm, at: datetime) -> ResponseReturnValue:
    typed = form.password.data or ""
    if queries.factors_of(person).count > 1:
        must_know_password(person, typed, field="password", at=at)
    else:
        must_stand_alone(person, typed, at=at)
    db.begin_writing()
    with _counting_wrong_codes(person, at):
        service.take_code(person=person, code=form.code.data or "", secret_key=secret_key(), at=at)
    service.turn_off_app(person=person, by=actor(), at=at)
    flash(_("The app is off."), "success")
    return redirect(url_for("accounts.second_factor"))


@contextmanager
def _counting_wrong_codes(person: Person, at: datetime) -> Iterator[None]:
    gauges = tries.at_confirmation(person)
    queries.must_not_wait(gauges, at=at)
    try:
        yield
    except Invalid:
        with db.writing(is_bookkeeping=True):
            service.count_wrong_try(gauges=gauges, at=at)
        raise


def _secret_of(person: Person) -> str:
    return totp.secret_for(secret_key(), person.id, person.totp_seed or b"")


def _grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def secret_key() -> str:
    """Return the installation's secret, which codes are made with."""
    config: Config = current_app.extensions["academy"]
    return config.secret_key
