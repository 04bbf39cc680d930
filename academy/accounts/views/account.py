"""A person's own account: preferences, sessions, password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.forms import ChangePasswordForm, IdentityForm, PreferencesForm
from academy.accounts.models import Person
from academy.accounts.rules import passwords
from academy.accounts.rules.names import PrintedName, Shown
from academy.accounts.rules.sessions import QUIET_MINUTES_SHARED
from academy.accounts.views import tries
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.agencies import queries as agencies
from academy.errors import Invalid, NotFound
from academy.i18n import LANGUAGES
from academy.web.access import actor, prepares, signed_in
from academy.web.locale import language


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Show a person her account and keep her preferences."""
    person = own_person()
    form = PreferencesForm(data=_preferences_of(person))
    _offer_choices(form)
    if form.validate_on_submit():
        service.set_preferences(person=person, wanted=_wanted(form), by=actor(), at=clock.now())
        flash(_("Your choices are kept."), "success")
        return redirect(url_for("accounts.account", locale=form.interface_locale.data or language().code))
    return _page(person, form, _identity_form(person)), 422 if form.is_submitted() else 200


@blueprint.post("/account/identity")
@signed_in
def keep_identity() -> ResponseReturnValue:
    """Keep the Latin form of her name and what certificates show; the legal name is her coordinator's to correct."""
    person = own_person()
    form, preferences = _identity_form(person), PreferencesForm(None, data=_preferences_of(person))
    if form.validate_on_submit():
        try:
            service.set_own_identity(
                person=person, wanted=_own_identity(form), by=actor(), at=clock.now()
            )  # fmt: skip
            flash(_("Your choices are kept."), "success")
            return redirect(url_for("accounts.account"))
        except Invalid as refusal:
            form.refuse(refusal)
    _offer_choices(preferences)
    return _page(person, preferences, form), 422


def _page(person: Person, form: PreferencesForm, identity: IdentityForm) -> str:
    return render_template(
        "accounts/account.html", form=form, identity=identity, person=person, roles=ROLES,
        sessions=queries.open_sessions(person.id, at=clock.now()), quiet_minutes_shared=QUIET_MINUTES_SHARED,
    )  # fmt: skip


def _identity_form(person: Person) -> IdentityForm:
    return IdentityForm(
        data={
            "latin_name": person.latin_name or "",
            "verification_shows": person.verification_shows,
            "certificate_name": person.certificate_name or "",
        }
    )


def _own_identity(form: IdentityForm) -> service.OwnIdentity:
    printed = form.certificate_name.data
    return service.OwnIdentity(
        latin_name=form.latin_name.data or "",
        shows=Shown(form.verification_shows.data),
        printed=PrintedName(printed) if printed else None,
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
@prepares
def change_password() -> ResponseReturnValue:
    """Let a person change her password; all her other sessions end."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            return _change_password(form, clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
    title, lead = _("Change your password"), _("On every other device you are signed out.")
    page = render_template("accounts/new_password.html", form=form, title=title, lead=lead, call_sign="")
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@signed_in
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of a person's own sessions."""
    service.end_session(session_id=session_id, by=actor(), at=clock.now())
    flash(_("That session has ended."), "success")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/sessions/end-others")
@signed_in
def sign_out_elsewhere() -> ResponseReturnValue:
    """End all sessions of the person but this one."""
    service.sign_out_elsewhere(by=actor(), at=clock.now())
    flash(_("On every other device you are signed out."), "success")
    return redirect(url_for("accounts.account"))


def own_person() -> Person:
    """Return the person who is signed in. Raises NotFound where she has just been erased."""
    person = queries.person_by_id(actor().person_id)
    if person is None:
        raise NotFound
    return person


def must_know_password(person: Person, typed: str, *, field: str, at: datetime) -> None:
    """Raise Invalid where ``typed`` is not her password, and have the try counted; TooMany after too many. Slow."""
    gauges = tries.at_confirmation(person)
    queries.must_not_wait(gauges, at=at)
    is_right = passwords.check_password(person.password_hash, typed).is_right
    with db.writing(is_bookkeeping=True):
        queries.must_not_wait(gauges, at=at)  # again, in turn: others may have tried meanwhile
        if not is_right:
            service.count_failure(gauges=gauges, at=at)
    if not is_right:
        raise Invalid("password-wrong", field=field)


def _change_password(form: ChangePasswordForm, at: datetime) -> ResponseReturnValue:
    person, wanted = own_person(), form.password.data or ""
    must_know_password(person, form.old.data or "", field="old", at=at)
    service.must_take(wanted, person=person)
    password_hash = passwords.hash_password(wanted)
    db.begin_writing()
    service.change_password(person=person, password_hash=password_hash, by=actor(), at=at)
    flash(_("Your password is changed. On every other device you are signed out."), "success")
    return redirect(url_for("accounts.account"))


def _offer_choices(form: PreferencesForm) -> None:
    languages = [(each.code, each.name) for each in LANGUAGES.values()]
    as_page = ("", _("The same as the page"))
    form.interface_locale.choices = [("", _("No choice: as the browser says")), *languages]
    form.content_locale.choices = [as_page, *languages]
    form.certificate_locale.choices = [as_page, *languages]
    countries = [(each.code, each.name) for each in agencies.countries(is_active=True)]
    form.jurisdiction.choices = [("", _("The country of your agency")), *countries]


def _preferences_of(person: Person) -> dict[str, str]:
    names = ("interface_locale", "content_locale", "certificate_locale", "jurisdiction")
    return {name: getattr(person, name) or "" for name in names}


def _wanted(form: PreferencesForm) -> service.Preferences:
    return service.Preferences(
        interface_locale=form.interface_locale.data or None,
        content_locale=form.content_locale.data or None,
        certificate_locale=form.certificate_locale.data or None,
        jurisdiction=form.jurisdiction.data or None,
    )
