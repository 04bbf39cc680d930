"""The quick lock for shared computers: lock, a page that names nobody, unlock, or leave for somebody else.

It opens by the password or by a passkey of the one who locked it, and by nobody else's.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import (
    Response,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.forms import PasswordForm
from academy.accounts.models import Person
from academy.accounts.views import tries, way
from academy.accounts.views.account import must_know_password
from academy.accounts.views.blueprint import blueprint
from academy.accounts.views.ceremony import answer, asked, counting_refusals, must_have_party, party
from academy.accounts.views.sign_in import leave
from academy.actor import Actor
from academy.errors import Invalid, NotFound
from academy.web.access import actor, locked_out, prepares, public, signed_in, visitor, way_back


@blueprint.post("/account/lock")
@signed_in
def lock() -> ResponseReturnValue:
    """Shut this session until its person proves again who she is."""
    page = way_back()
    service.lock(by=actor(), page=page if way.is_own_page(page) else "", at=clock.now())
    get_flashed_messages()  # a message that waited for its page may name a course
    session.modified = True  # browsers drop a page that they kept for "Back" once a cookie has changed
    response = make_response(redirect(url_for("accounts.locked")))
    response.headers["Clear-Site-Data"] = '"cache"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/locked", methods=["GET", "POST"])
@public
@prepares
def locked() -> ResponseReturnValue:
    """Say that somebody's session is locked, not whose, and open it again with her password."""
    who = locked_out()
    if who is None:
        return redirect(way.home() if visitor() else url_for("accounts.sign_in"))
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            return _unlock(who, form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(who, form), 422 if form.is_submitted() else 200


@blueprint.post("/locked/options")
@public
def unlock_options() -> Response:
    """Say what to ask the authenticator of the one who locked; its answer names nobody."""
    return asked(service.begin_proving(person=_person(locked_out()), party=must_have_party(), at=clock.now()))


@blueprint.post("/locked/passkey")
@public
def unlock_by_passkey() -> ResponseReturnValue:
    """Open the session again by a passkey, in the place of her password."""
    at, who = clock.now(), locked_out()
    if who is None:
        return redirect(url_for("accounts.locked"))
    person = _person(who)
    gauges = tries.at_confirmation(person)
    count = partial(service.count_failure, gauges=gauges, at=at)
    try:
        with counting_refusals(gauges, count, at):
            service.prove(person=person, answer=answer(), party=must_have_party(), at=at)
    except Invalid as refusal:
        form = PasswordForm()
        form.refuse(refusal)
        return _page(who, form), 422
    return _open(who, person, at)


@blueprint.post("/locked/leave")
@public
def leave_locked() -> ResponseReturnValue:
    """End the locked session for good and let somebody else sign in; a shared computer forgets all it stored."""
    who = locked_out()
    if who is None:
        return redirect(url_for("accounts.sign_in"))
    service.sign_out(by=who, at=clock.now())
    return leave("")


def _page(who: Actor, form: PasswordForm) -> str:
    has_passkeys = party() is not None and bool(queries.factors_of(_person(who)).passkeys)
    return render_template(
        "accounts/locked.html", form=form, is_shared=session.get("is_shared"), has_passkeys=has_passkeys
    )


def _person(who: Actor | None) -> Person:
    person = queries.person_by_id(who.person_id) if who else None
    if person is None:
        raise NotFound
    return person


def _unlock(who: Actor, form: PasswordForm, at: datetime) -> Response:
    person = _person(who)
    must_know_password(person, form.password.data or "", field="password", at=at)
    db.begin_writing()
    return _open(who, person, at)


def _open(who: Actor, person: Person, at: datetime) -> Response:
    page = service.unlock(by=who, at=at)
    service.forget_failures(gauges=tries.at_confirmation(person))
    flash(_("Unlocked. Go on where you were."), "success")
    response = make_response(redirect(page or way.home(person.interface_locale)))
    response.headers["Cache-Control"] = "no-store"
    return response
