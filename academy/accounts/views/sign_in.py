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
from flask_babel import ngettext
from flask_login import login_user, logout_user

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.forms import CodeForm, SignInForm
from academy.accounts.models import OneTimeCode, Person
from academy.accounts.rules.codes import Purpose, read_recovery_code
from academy.accounts.rules.passwords import DEMO_PASSWORD, check_password
from academy.accounts.rules.requirements import lacks_second_factor
from academy.accounts.rules.throttle import Gauge
from academy.accounts.views import tries, way
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.accounts.views.ceremony import party
from academy.actor import Actor
from academy.config import Config
from academy.errors import Invalid, NotFound
from academy.web.access import (
    SignedIn,
    actor,
    ask_to_set_up,
    locked_out,
    prepares,
    public,
    signed_in,
    visitor,
)

#: Where the browser keeps the token between the two steps of a sign-in.
_STEP = "second_step"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@prepares
def sign_in() -> ResponseReturnValue:
    """Let somebody in with a call-sign or e-mail address and a password."""
    form = SignInForm()
    if locked_out() and not form.is_submitted():
        return redirect(url_for("accounts.locked"))
    if visitor() and not form.is_submitted():
        return redirect(way.wanted() or way.home())
    if form.validate_on_submit():
        try:
            return _enter(form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    return sign_in_page(form), 422 if form.is_submitted() else 200


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Ask somebody whose password was right for the code of her second factor."""
    at = clock.now()
    try:
        step = open_step(at)
    except NotFound:
        return too_late()
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _enter_by_code(step, form, at)
        except Invalid as refusal:
            form.refuse(refusal)
    return second_step_page(step, form), 422 if form.is_submitted() else 200


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
    """Forget the session in the browser and lead to the front door; a shared computer forgets all it stored."""
    is_shared = bool(session.get("is_shared"))
    logout_user()
    session.clear()
    g.actor = None
    if farewell:
        flash(farewell, "success")
    response = make_response(redirect(url_for("accounts.sign_in")))
    # on a computer of one's own, answers that still wait for a connection stay: their owner comes back for them
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if is_shared else '"cache"'
    response.headers["Cache-Control"] = "no-store"
    return response


def sign_in_page(form: SignInForm) -> str:
    """Show the front door."""
    return render_template(
        "accounts/sign_in.html", form=form, roles=ROLES, demo_accounts=_demo_accounts(), demo_password=DEMO_PASSWORD,
        has_passkeys=party() is not None,
    )  # fmt: skip


def open_step(at: datetime) -> OneTimeCode:
    """Return the second step that is under way in this browser. Raises NotFound where there is none."""
    return queries.open_code(Purpose.SECOND_STEP, session.get(_STEP, ""), at=at)


def too_late() -> Response:
    """Lead somebody whose second step is over back to the front door."""
    flash(_("That took too long. Sign in again, please."), "warning")
    return make_response(redirect(url_for("accounts.sign_in", next=way.wanted() or None)))


def second_step_page(step: OneTimeCode, form: CodeForm) -> str:
    """Show what a person can prove who she is with."""
    factors = queries.factors_of(step.person)
    if not factors.has_app:
        form.ask_for_recovery_code()
    return render_template(
        "accounts/second_step.html", form=form, has_passkeys=bool(factors.passkeys) and party() is not None
    )


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
    has_second_factor = queries.has_second_factor(person)
    db.begin_writing()
    queries.must_not_wait(gauges, at=at)  # again, in turn: others may have tried meanwhile
    if has_second_factor:
        session.clear()
        session[_STEP] = service.begin_second_step(person=person, rehashed=check.rehashed, at=at)
        session["is_shared"] = bool(form.is_shared.data)
        return make_response(redirect(url_for("accounts.second_step", next=way.wanted() or None)))
    return let_in(
        person, is_shared=bool(form.is_shared.data), has_second_factor=False, rehashed=check.rehashed, at=at
    )


def _wrong(gauges: tuple[Gauge, ...], person: Person | None, at: datetime) -> Invalid:
    """Count the failure, and return the refusal that says how many tries are left. Raises TooMany for one too many."""
    person_id = person.id if person else None
    with db.writing(is_bookkeeping=True):
        queries.must_not_wait(gauges, at=at)
        left = queries.free_tries(gauges[0], at=at) - 1
        service.note_wrong_sign_in(gauges=gauges, person_id=person_id, at=at)
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
        with db.writing(is_bookkeeping=True):
            queries.must_not_wait(gauges, at=at)
            service.note_wrong_sign_in(gauges=gauges, person_id=person_id, at=at)
        raise
    service.end_second_step(step=step, at=at)
    response = let_in(
        person, is_shared=bool(session.get("is_shared")), has_second_factor=True, rehashed=None, at=at
    )
    if read_recovery_code(form.code.data or ""):
        _count_recovery_codes(person)
    return response


def _count_recovery_codes(person: Person) -> None:
    """Say how many recovery codes are left, to whoever has just used one."""
    left = queries.factors_of(person).recovery_left
    if left:
        flash(
            ngettext(
                "You used a recovery code; %(num)d is left. You make new ones in your account, under “Sign-in and security”.",
                "You used a recovery code; %(num)d are left. You make new ones in your account, under “Sign-in and security”.",
                left,
            ),
            "warning",
        )
    else:
        flash(
            _(
                "You used your last recovery code. Make new ones in your account, under “Sign-in and security”."
            ),
            "warning",
        )


def let_in(
    person: Person, *, is_shared: bool, has_second_factor: bool, rehashed: str | None, at: datetime
) -> Response:
    """Open a session under a new token; nothing of what the browser held before goes on."""
    user_agent = request.headers.get("User-Agent", "")
    if former := visitor() or locked_out():
        service.sign_out(by=former, at=at)
    token = service.sign_in(
        person=person,
        user_agent=user_agent,
        is_shared=is_shared,
        has_second_factor=has_second_factor,
        rehashed=rehashed,
        at=at,
    )
    service.forget_failures(gauges=tries.of_account(person))
    session.clear()
    session["is_shared"] = is_shared
    g.actor = _greet(token, user_agent, at)
    response = make_response(redirect(_first_page(g.actor, person)))
    if not is_shared:
        tries.remember_browser(response, person)
    return response


def _first_page(who: Actor | None, person: Person) -> str:
    """Return where to go on: to setting up a second factor first, where a role demands one and there is none."""
    if who and lacks_second_factor(who):
        return ask_to_set_up(way.wanted())
    return way.wanted() or way.home(person.interface_locale)


def _greet(token: str, user_agent: str, at: datetime) -> Actor | None:
    found = queries.find_signed_in(token=token, user_agent=user_agent, at=at)
    if found:
        login_user(SignedIn(found.actor, token, found.last_seen_at))
    return found.actor if found else None
