"""A coordinator's tokens: what they read, making one, ending one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.actor import Role
from academy.agencies import queries as agencies
from academy.api import queries, service
from academy.api.forms import SCOPES, TokenForm
from academy.api.rules import Scope
from academy.errors import Invalid
from academy.web.access import actor, allow
from academy.web.errors import say

blueprint = Blueprint(
    "tokens", "academy.api", url_prefix="/<locale:locale>/agency/programs", template_folder="templates"
)
say({
    "token-reads-nothing": _l("Choose what it may read."),
    "token-lives-too-long": _l("A token holds for a year at most."),
})  # fmt: skip


@blueprint.get("/")
@allow(Role.COORDINATOR)
def tokens() -> str:
    """List the tokens of the agencies that the actor coordinates."""
    return render_template(
        "api/tokens.html", tokens=queries.tokens_for(actor()), scopes=SCOPES, Scope=Scope, at=clock.now()
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.COORDINATOR, step_up=True)
def make() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    form = TokenForm()
    form.agency.choices = [
        (str(each.id), each.name) for each in agencies.agencies_for(actor(), Role.COORDINATOR, is_active=True)
    ]
    if form.validate_on_submit():
        try:
            return _made(form)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("api/new_token.html", form=form), 422 if form.is_submitted() else 200


@blueprint.post("/<uuid:token_id>/revoke")
@allow(Role.COORDINATOR)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """End a token at once."""
    service.revoke_token(token=queries.token_for(actor(), token_id), by=actor(), at=clock.now())
    flash(_("The token has ended; programs that use it are refused from now on."), "success")
    return redirect(url_for("tokens.tokens"))


def _made(form: TokenForm) -> ResponseReturnValue:
    at = clock.now()
    token, text = service.make_token(
        agency=agencies.agency_for(actor(), UUID(form.agency.data), Role.COORDINATOR), name=form.name.data or "",
        scopes=[Scope(each) for each in form.scopes.data or ()], expires_at=at + timedelta(days=form.days.data), by=actor(),
        at=at,
    )  # fmt: skip
    return render_template("api/token_made.html", token=token, text=text, scopes=SCOPES, Scope=Scope)
