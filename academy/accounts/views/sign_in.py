"""The front door: signing in, the second step, signing out."""

from __future__ import annotations

from datetime import datetime

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
from flask_login import login_user, logout_user

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.forms import CodeForm, SignInForm
from academy.accounts.models import OneTimeCode, Person
from academy.accounts.rules.codes import Purpose
from academy.accounts.rules.passwords import DEMO_PASSWORD, check_password
from academy.accounts.rules.throttle import Gauge
from academy.accounts.views import tries, way
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.actor import Actor
from academy.config import Config
from academy.errors import Invalid, NotFound
from academy.web.access import SignedIn, actor, prepares, public, signed_in, visitor
from academy.web.transactions import afterwards

#: Where the browser keeps the token between the two steps of a sign-in.
_STEP = "second_step"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@prepares
def sign_in() -> ResponseReturnValue:
    """Let somebody in with a call-sign or e-mail address and a password."""
    form = SignInForm()
    if visitor() and not form.is_submitted():
        return redirect(way.wanted() or way.home())
    if form.validate_on_submit():
        try:
            return _enter(form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        roles=ROLES,
        demo_accounts=_demo_accounts(),
        demo_password=DEMO_PASSWORD,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Ask somebody whose password was right for the code of her second factor."""
    at = clock.now()
    try:
        step = queries.open_code(Purpose.SECOND_STEP, session.get(_STEP, ""), at=at)
    except NotFound:
        flash(_("That took too long. Sign in again, please."), "warning")
        return redirect(url_for("accounts.sign_in", next=way.wanted() or None))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _enter_by_code(step, form, at)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("accounts/second_step.html", form=form), 422 if form.is_submitted() else 200


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session and leave nothing of it in the browser."""
    service.sign_out(by=actor(), at=clock.now())
    return leave(_("You are signed out. Goodbye."))


@blueprint.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions of the person, this one included."""
    service.sign_out_everywhere(by=actor(), at=clock.now())
    return leave(_("You are signed out on every device."))


def leave(farewell: str) -> Response:
    """Forget the session in the browser and lead to the front door."""
    is_shared = bool(session.get("is_shared"))
    logout_user()
    session.clear()
    g.actor = None
    flash(farewell, "success")
    response = make_response(redirect(url_for("accounts.sign_in")))
    # on a computer of one's own, answers that still wait for a connection stay: their owner comes back for them
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if is_shared else '"cache"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _demo_accounts() -> list[queries.DemoAccount]:
    """Return the accounts of the demo; none where the academy is no demo."""
    if not current_app.config.get("IS_DEMO"):
        return []
    config: Config = current_app.extensions["academy"]
    return queries.demo_accounts(at=clock.now(), secret=config.secret_key)


def _enter(form: SignInForm, at: datetime) -> Response:
    typed = form.identifier.data or ""
    person = queries.person_by_identifier(typed)
    gauges = tries.at_sign_in(person, typed)
    queries.must_not_wait(gauges, at=at)
    check = check_password(person.password_hash if person else None, form.password.data or "")
    if person is None or not check.is_right:
        raise _wrong(gauges, person, at)
    has_second_factor = person.totp_confirmed_at is not None
    db.begin_writing()
    if has_second_factor:
        session.clear()
        session[_STEP] = service.begin_second_step(person=person, rehashed=check.rehashed, at=at)
        session["is_shared"] = bool(form.is_shared.data)
        return make_response(redirect(url_for("accounts.second_step", next=way.wanted() or None)))
    return _let_in(person, is_shared=bool(form.is_shared.data), by_code=False, rehashed=check.rehashed, at=at)


def _wrong(gauges: tuple[Gauge, ...], person: Person | None, at: datetime) -> Invalid:
    """Have the failure counted, and return the refusal that says how many tries are left."""
    person_id = person.id if person else None
    left = queries.free_tries(gauges[0], at=at) - 1
    afterwards(lambda: service.note_wrong_sign_in(gauges=gauges, person_id=person_id, at=at))
    reasons = {1: "sign-in-wrong-last"}
    return Invalid(
        "sign-in-wrong-pause" if left <= 0 else reasons.get(left, "sign-in-wrong"), field="password"
    )


def _enter_by_code(step: OneTimeCode, form: CodeForm, at: datetime) -> Response:
    person = step.person
    gauges = tries.at_sign_in(person, "")
    queries.must_not_wait(gauges, at=at)
    config: Config = current_app.extensions["academy"]
    person_id = person.id
    try:
        service.take_code(person=person, code=form.code.data or "", secret_key=config.secret_key, at=at)
    except Invalid:
        afterwards(lambda: service.note_wrong_sign_in(gauges=gauges, person_id=person_id, at=at))
        raise
    service.end_second_step(step=step, at=at)
    return _let_in(person, is_shared=bool(session.get("is_shared")), by_code=True, rehashed=None, at=at)


def _let_in(
    person: Person, *, is_shared: bool, by_code: bool, rehashed: str | None, at: datetime
) -> Response:
    """Open a session under a new token; nothing of what the browser held before goes on."""
    user_agent = request.headers.get("User-Agent", "")
    if former := visitor():
        service.sign_out(by=former, at=at)
    token = service.sign_in(
        person=person,
        user_agent=user_agent,
        is_shared=is_shared,
        has_second_factor=by_code,
        rehashed=rehashed,
        at=at,
    )
    service.forget_failures(gauges=tries.of_account(person))
    session.clear()
    session["is_shared"] = is_shared
    g.actor = _greet(token, user_agent, at)
    response = make_response(redirect(way.wanted() or way.home(person.interface_locale)))
    if not is_shared:
        tries.remember_browser(response, person)
    return response


def _greet(token: str, user_agent: str, at: datetime) -> Actor | None:
    found = queries.find_signed_in(token=token, user_agent=user_agent, at=at)
    if found:
        login_user(SignedIn(found.actor, token, found.last_seen_at))
    return found.actor if found else None
