"""Setting a password with a one-time code: an invitation, a reset link, a code on paper. GET shows, POST uses up."""

from __future__ import annotations

import logging
import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from flask import Flask, Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.forms import NewPasswordForm, PrintedCodeForm, ResetForm
from academy.accounts.models import OneTimeCode
from academy.accounts.rules import passwords
from academy.accounts.rules.codes import Purpose, new_token, read_printed_code
from academy.accounts.views import tries
from academy.accounts.views.blueprint import blueprint
from academy.accounts.views.letters import send_link
from academy.errors import Invalid, NotFound
from academy.web.access import prepares, public
from academy.web.locale import language

log = logging.getLogger(__name__)
#: Seconds until a letter that was asked for is made.
LATER = (0.5, 2.5)
_chance = random.SystemRandom()
#: Writes the letters that were asked for; at the end of the process it finishes them.
_writers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="letters")


@blueprint.route("/invitation/<string:code>", methods=["GET", "POST"])
@public
@prepares
def invitation(code: str) -> ResponseReturnValue:
    """Let an invited person choose her password."""
    return _by_link(Purpose.INVITATION, code, title=_("Welcome. Choose a password"))


@blueprint.route("/reset/<string:code>", methods=["GET", "POST"])
@public
@prepares
def reset_password(code: str) -> ResponseReturnValue:
    """Let a person who forgot her password choose a new one."""
    return _by_link(Purpose.RESET, code, title=_("Choose a new password"))


@blueprint.route("/code", methods=["GET", "POST"])
@public
@prepares
def printed_code() -> ResponseReturnValue:
    """Let a person choose a password with the code that her coordinator printed."""
    form = PrintedCodeForm()
    if form.validate_on_submit():
        try:
            return _by_paper(form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return _form_page(
        form, title=_("Set a password with your code"), call_sign=""
    ), 422 if form.is_submitted() else 200


@blueprint.route("/reset", methods=["GET", "POST"])
@public
@prepares
def request_reset() -> ResponseReturnValue:
    """Send a reset link to whoever is known; answer the same, and as fast, to everybody."""
    form = ResetForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200
    typed, at, locale = form.identifier.data or "", clock.now(), language().code
    with db.writing(is_bookkeeping=True):
        service.count_wrong_try(gauges=tries.at_letter(typed), at=at)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    response = make_response(render_template("accounts/reset_sent.html"))
    # once the answer has left, so that its time does not tell who is known
    response.call_on_close(lambda: _send_by_and_by(app, typed, locale, at))
    return response


def _send_by_and_by(app: Flask, typed: str, locale: str, at: datetime) -> None:
    """Leave a letter to a thread of its own: nor shall the time of the browser's next request tell who is known."""
    if app.testing:
        send_reset(app, typed, locale, at)
        return
    _writers.submit(_send_later, app, typed, locale, at).add_done_callback(_report)


def _send_later(app: Flask, typed: str, locale: str, at: datetime) -> None:
    """Make the letter when nobody can tell any more by whose request the server is busy."""
    # in a thread of its own: nobody waits for it, and no moment tells who is known
    time.sleep(_chance.uniform(*LATER))
    send_reset(app, typed, locale, at)


def _report(done: Future[None]) -> None:
    if error := done.exception():
        log.error("a reset letter could not be made", exc_info=error)


def send_reset(app: Flask, typed: str, locale: str, at: datetime) -> None:
    """Make a reset code for whoever is meant, in a write unit of its own, and send the letter."""
    with app.app_context(), db.writing():
        person = queries.person_by_identifier(typed)
        if person is None or not person.email:
            return
        # whoever never took up her invitation is sent that once more
        purpose = Purpose.RESET if person.password_hash else Purpose.INVITATION
        code = service.request_reset(person=person, purpose=purpose, code=new_token(), at=at)
        db.after_commit(lambda: send_link(app, person, purpose, code, fallback=locale))


def _by_link(purpose: Purpose, token: str, *, title: str) -> ResponseReturnValue:
    at = clock.now()
    try:
        code = queries.open_code(purpose, token, at=at)
    except NotFound:
        return render_template("accounts/link_spent.html"), 404
    form = NewPasswordForm()
    call_sign = code.person.call_sign
    if form.validate_on_submit():
        try:
            return _set_password(code, form, at)
        except Invalid as refusal:
            form.refuse(refusal)
        except NotFound:
            return render_template("accounts/link_spent.html"), 404
    return _form_page(form, title=title, call_sign=call_sign), 422 if form.is_submitted() else 200


def _by_paper(form: PrintedCodeForm, at: datetime) -> Response:
    """Look at the password as far as that tells nothing of the person, then at the code, then at the rest."""
    gauges = tries.at_code(form.call_sign.data or "")
    queries.must_not_wait(gauges, at=at)
    if reason := passwords.problem_with(form.password.data or "", has_second_factor=True):
        raise Invalid(reason, field="password", **service.NUMBERS.get(reason, {}))
    try:
        code = queries.printed_code(
            call_sign=form.call_sign.data or "", code=read_printed_code(form.code.data or "") or "", at=at
        )
        return _set_password(code, form, at)
    except NotFound as error:
        with db.writing(is_bookkeeping=True):
            service.count_wrong_try(gauges=gauges, at=at)
        raise Invalid("code-wrong", field="code") from error


def _set_password(code: OneTimeCode, form: NewPasswordForm, at: datetime) -> Response:
    password = form.password.data or ""
    service.must_take(password, person=code.person)
    password_hash = passwords.hash_password(password)
    db.begin_writing()
    person = service.set_password_by_code(code=code, password_hash=password_hash, at=at)
    service.forget_failures(gauges=tries.of_account(person))
    flash(
        _("Your password is set. Sign in with your call-sign %(call_sign)s.", call_sign=person.call_sign),
        "success",
    )
    return make_response(redirect(url_for("accounts.sign_in")))


def _form_page(form: NewPasswordForm, *, title: str, call_sign: str) -> str:
    lead = _(
        "A long password of a few words is strong and easy to remember. Nobody else can see it, your coordinator neither."
    )
    return render_template(
        "accounts/new_password.html", form=form, title=title, lead=lead, call_sign=call_sign
    )
