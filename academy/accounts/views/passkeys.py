"""A person's own passkeys and recovery codes."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.forms import FirstPasskeyForm, PasskeyForm, PasswordForm
from academy.accounts.views import tries, way
from academy.accounts.views.account import must_know_password, own_person
from academy.accounts.views.blueprint import blueprint
from academy.accounts.views.ceremony import ISSUER, answer, asked, counting_refusals, must_have_party
from academy.accounts.views.second_factor import (
    factors_page,
    must_stand_alone,
    passkey_form,
    refused,
    secret_key,
)
from academy.errors import Conflict, Invalid
from academy.web.access import actor, prepares, signed_in
from academy.web.errors import words_for


@blueprint.post("/account/passkeys/options")
@signed_in
@prepares
def new_passkey_options() -> ResponseReturnValue:
    """Say what to ask an authenticator for a new passkey.

    Before a first second factor the password is asked for, later whoever adds one must have confirmed.
    """
    at, person = clock.now(), own_person()
    form = passkey_form()
    if not form.validate():
        return {"message": _said_of(form)}, 422
    if isinstance(form, FirstPasskeyForm):
        must_know_password(person, form.password.data or "", field="password", at=at)
    elif not actor().is_stepped_up(at):
        raise Conflict("confirm-first")
    db.begin_writing()
    return asked(service.begin_adding(person=person, party=must_have_party(), issuer=ISSUER, at=at))


@blueprint.post("/account/passkeys")
@signed_in
def add_passkey() -> ResponseReturnValue:
    """Keep what the authenticator made; its challenge was handed out to nobody but her (see the door above)."""
    at, person = clock.now(), own_person()
    form = passkey_form()
    gauges = tries.at_confirmation(person)
    count = partial(service.count_failure, gauges=gauges, at=at)
    try:
        with counting_refusals(gauges, count, at):
            service.add_passkey(
                person=person, name=form.name.data or _("Passkey"), answer=answer(), party=must_have_party(), by=actor(), at=at
            )  # fmt: skip
    except Invalid as refusal:
        return factors_page(person, refused(words_for(refusal))), 422
    flash(_("The passkey is added. From now on you can sign in with it."), "success")
    return redirect(way.wanted() or url_for("accounts.second_factor"))


@blueprint.post("/account/passkeys/<uuid:passkey_id>/rename")
@signed_in
def rename_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Call one of her passkeys something else."""
    passkey = queries.passkey_for(actor(), passkey_id)
    form = PasskeyForm()
    if not form.validate():
        return factors_page(own_person(), refused(_said_of(form))), 422
    service.rename_passkey(passkey=passkey, name=form.name.data or "", by=actor(), at=clock.now())
    flash(_("The passkey has its new name."), "success")
    return redirect(url_for("accounts.second_factor"))


@blueprint.post("/account/passkeys/<uuid:passkey_id>/remove")
@signed_in
@prepares
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Forget one of her passkeys, once she has confirmed; the last one only where her password can stand alone."""
    at, person = clock.now(), own_person()
    queries.passkey_for(actor(), passkey_id)
    typed = PasswordForm().password.data or ""
    if not actor().is_stepped_up(at):
        return redirect(url_for("accounts.confirm", next=url_for("accounts.second_factor")))
    try:
        if queries.factors_of(person).count == 1:
            must_stand_alone(person, typed, at=at)
        db.begin_writing()
        passkey = queries.passkey_for(actor(), passkey_id)
        service.remove_passkey(passkey=passkey, by=actor(), at=at)
    except Invalid as refusal:
        return factors_page(person, refused(words_for(refusal))), 422
    flash(_("The passkey is removed."), "success")
    return redirect(url_for("accounts.second_factor"))


@blueprint.post("/account/recovery-codes")
@signed_in
def make_recovery_codes() -> ResponseReturnValue:
    """Show new recovery codes once, to be printed; the earlier ones are void."""
    at = clock.now()
    if not actor().is_stepped_up(at):
        return redirect(url_for("accounts.confirm", next=url_for("accounts.second_factor")))
    person = own_person()
    codes = service.make_recovery_codes(person=person, secret_key=secret_key(), by=actor(), at=at)
    return render_template("accounts/recovery_codes.html", codes=codes, person=person, made_at=at)


def _said_of(form: PasskeyForm) -> str:
    return " ".join(str(each[0]) for each in form.errors.values())
