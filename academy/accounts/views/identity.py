"""What a person is called on paper: corrected by her coordinator, who alone may; and she is told."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from uuid import UUID

from flask import Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.accounts import queries, service
from academy.accounts.document import letters
from academy.accounts.document.letters import Letter
from academy.accounts.forms import NamesForm
from academy.accounts.views.blueprint import blueprint
from academy.actor import Role
from academy.errors import Invalid
from academy.web.access import actor, allow


class Occasion(enum.StrEnum):
    """Why somebody is written to."""

    NAMES_CORRECTED = "names-corrected"


@blueprint.route("/people/<uuid:person_id>/names", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR, Role.COORDINATOR, step_up=True)
def correct_names(person_id: UUID) -> ResponseReturnValue:
    """Correct the legal name and its Latin form of somebody the actor looks after."""
    at = clock.now()
    person = queries.person_for(actor(), person_id, on=at.date())
    form = NamesForm(obj=person)
    if form.validate_on_submit():
        try:
            is_changed = service.correct_names(
                person=person, legal_name=form.legal_name.data or "", latin_name=form.latin_name.data or "",
                by=actor(), at=at,
            )  # fmt: skip
            if is_changed:
                letters.post_afterwards(_post, [Letter(person, Occasion.NAMES_CORRECTED, "accounts.account")])
            flash(_("The name is kept. Certificates stay as they were issued."), "success")
            return redirect(url_for("accounts.person", person_id=person.id))
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template(
        "accounts/names.html", form=form, person=person
    ), 422 if form.is_submitted() else 200


def _post(app: Flask, written: Iterable[Letter]) -> int:
    return letters.post(app, written, words={Occasion.NAMES_CORRECTED: _corrected}, unhurried=())


def _corrected() -> tuple[str, str]:
    return (
        _("Your name was corrected"),
        _("your coordinator has corrected how your name is written. Look whether it is right."),
    )
