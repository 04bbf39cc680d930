"""Looking after people: the list, and inviting somebody new. For administrators, and coordinators in their branch."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.document.door_letters import Occasion, post
from academy.accounts.document.letters import Letter, post_afterwards
from academy.accounts.forms import InviteForm
from academy.accounts.queries import Filters
from academy.accounts.rules import grants
from academy.accounts.rules.codes import Purpose
from academy.accounts.views.blueprint import ROLES, blueprint
from academy.accounts.views.letters import send_link
from academy.actor import Role
from academy.agencies import queries as agencies
from academy.config import Config
from academy.errors import Invalid
from academy.i18n import LANGUAGES
from academy.web.access import actor, allow
from academy.web.locale import language, with_query

STATES = ("active", "asked", "waiting", "disabled")


@blueprint.get("/people")
@allow(Role.ADMINISTRATOR, Role.COORDINATOR)
def people() -> str:
    """List the people whom the actor looks after."""
    filters = _filters()
    found = queries.people_for(
        actor(), filters, page=request.args.get("page", 1, type=int), on=clock.now().date()
    )
    return render_template(
        "accounts/people.html", found=found, filters=filters, roles=ROLES, role_choices=_any_role(),
        agency_choices=[("", _("All agencies")), *agency_choices()], state_choices=_any_state(),
        previous_url=_page_url(found.page - 1) if found.page > 1 else "",
        next_url=_page_url(found.page + 1) if found.has_more else "",
    )  # fmt: skip


@blueprint.route("/people/invite", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def invite() -> ResponseReturnValue:
    """Invite somebody: by letter, or with a code to print where there is no address."""
    form = InviteForm(data={"interface_locale": language().code, "role": Role.LEARNER.value})
    form.agency.choices = agency_choices()
    form.role.choices = role_choices()
    form.interface_locale.choices = [(each.code, each.name) for each in LANGUAGES.values()]
    if not actor().has(Role.COORDINATOR):
        del form.knows
    if not actor().has(Role.ADMINISTRATOR):
        del form.reason
    if form.validate_on_submit():
        try:
            return _invite(form)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("accounts/invite.html", form=form), 422 if form.is_submitted() else 200


def hand_over(invited: service.Invited, *, locale: str) -> ResponseReturnValue:
    """Send a code by letter, or show it once on a page to print."""
    person = invited.person
    if invited.purpose is Purpose.PRINTED:
        return render_template(
            "accounts/printed_code.html", person=person, code=invited.code, address=code_page()
        )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
    db.after_commit(lambda: send_link(app, person, invited.purpose, invited.code, fallback=locale))
    flash(_("A letter with a link is on its way to %(call_sign)s.", call_sign=person.call_sign), "success")
    return redirect(url_for("accounts.person", person_id=person.id))


def agency_choices() -> list[tuple[str, str]]:
    """Return the open agencies in which the actor looks after people."""
    reached = agencies.agencies_for(actor(), Role.COORDINATOR, is_active=True)
    return [(str(each.id), each.name) for each in reached]


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that the actor may give."""
    return [(role.value, str(ROLES[role])) for role in grants.roles_to_give(actor())]


def code_page() -> str:
    """Return the address of the page for codes, as people type it: the configured one, whatever host was asked."""
    config: Config = current_app.extensions["academy"]
    return f"{config.base_url}{url_for('accounts.printed_code')}"


def _invite(form: InviteForm) -> ResponseReturnValue:
    agency = agencies.agency_for(actor(), UUID(form.agency.data), Role.COORDINATOR)
    invited = service.invite(
        newcomer=service.Newcomer(
            call_sign=form.call_sign.data or "",
            legal_name=form.legal_name.data or "",
            email=form.email.data or None,
            interface_locale=form.interface_locale.data,
            latin_name=form.latin_name.data or None,
        ),
        agency=agency,
        role=Role(form.role.data),
        vouching=service.Vouching(
            knows=bool(form.knows and form.knows.data), reason=(form.reason.data or "") if form.reason else ""
        ),
        by=actor(),
        at=clock.now(),
    )
    if isinstance(invited, service.Invited):
        return hand_over(invited, locale=form.interface_locale.data)
    on = clock.now().date()
    letters = [
        Letter(each, Occasion.WAITS, "accounts.waiting") for each in queries.coordinators_of(agency, on=on)
    ]
    post_afterwards(post, letters)
    flash(
        _("The agency’s coordinators are asked first. The invitation leaves once one of them has said yes."),
        "success",
    )
    return redirect(url_for("accounts.people"))


def _filters() -> Filters:
    role, state = request.args.get("role", ""), request.args.get("state", "")
    return Filters(
        words=request.args.get("words", "").strip()[:100],
        agency_id=request.args.get("agency", None, type=UUID),
        role=Role(role) if role in {each.value for each in Role} else None,
        state=state if state in STATES else "",
    )


def _any_role() -> list[tuple[str, str]]:
    return [("", _("All roles")), *((role.value, str(label)) for role, label in ROLES.items())]


def _any_state() -> list[tuple[str, str]]:
    return [
        ("", _("All")),
        ("active", _("Active")),
        ("asked", _("Waits for approval")),
        ("waiting", _("Invited, not here yet")),
        ("disabled", _("Account closed")),
    ]


def _page_url(page: int) -> str:
    return with_query(url_for("accounts.people"), {**request.args.to_dict(), "page": page})
