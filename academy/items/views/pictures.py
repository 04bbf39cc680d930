"""The pictures of the bank's items: added, replaced, taken out, and shown to whoever may change the item."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.courses.forms.media import NewMediumForm, said, shown_card
from academy.courses.service.media import wished
from academy.errors import DomainError, NotFound
from academy.items.models import BankItem, BankMedium
from academy.items.queries import bank as queries
from academy.items.service.pictures import add_picture as add
from academy.items.service.pictures import replace_picture as replace
from academy.items.service.pictures import take_out
from academy.items.views.blueprint import AUTHORS, bank_blueprint
from academy.media.queries import content_type_of
from academy.media.rules import LARGEST, Media, MediaError, accept
from academy.web.access import actor, allow, prepares
from academy.web.headers import FILE_POLICY
from academy.web.intake import takes

#: What a file dialogue offers.
ACCEPTED = ".svg,.png,.jpg,.jpeg,.webp"
#: Bytes of a form with the largest file.
MOST = LARGEST + 1_000_000


@bank_blueprint.route("/<uuid:item_id>/pictures/add", methods=["GET", "POST"])
@allow(*AUTHORS)
@takes(MOST)
@prepares
def add_picture(item_id: UUID) -> ResponseReturnValue:
    """Add a picture to what an item can show: made safe before anything is kept."""
    found = queries.item_for(actor(), item_id)
    form = NewMediumForm()
    if form.validate_on_submit() and (taken := _taken(form)) is not None:
        name = wished(form.name.data or "", form.file.data.filename or "")
        db.begin_writing()
        try:
            row = add(
                item=found, name=name, file=taken, card={**form.card, "alt": form.alt.data or ""}, by=actor(), at=clock.now()
            )  # fmt: skip
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            flash(
                _(
                    "“%(name)s” can be shown by the item now. Choose it where you write the item.",
                    name=row.name,
                ),
                "success",
            )
            return redirect(url_for("bank.edit", item_id=found.id))
    return _page(found, form, "")


@bank_blueprint.route("/<uuid:item_id>/pictures/<string:name>/replace", methods=["GET", "POST"])
@allow(*AUTHORS)
@takes(MOST)
@prepares
def replace_picture(item_id: UUID, name: str) -> ResponseReturnValue:
    """Let an item show another picture: that is its next version, and the former ones show what they showed."""
    found, row = _shown(item_id, name)
    form = NewMediumForm(data=shown_card(row.card, str(row.card.get("alt", "")), ""))
    if form.validate_on_submit() and (taken := _taken(form)) is not None:
        db.begin_writing()
        try:
            is_new = replace(
                item=found, name=name, file=taken, card={**form.card, "alt": form.alt.data or ""}, by=actor(), at=clock.now()
            )  # fmt: skip
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            words = _("Version %(number)s shows the new picture.", number=found.version)
            flash(words if is_new else _("Saved. What the item says has not changed."), "success")
            return redirect(url_for("bank.item", item_id=found.id))
    return _page(found, form, name)


@bank_blueprint.post("/<uuid:item_id>/pictures/<string:name>/remove")
@allow(*AUTHORS)
def remove_picture(item_id: UUID, name: str) -> ResponseReturnValue:
    """Take out a picture that the item does not show any more."""
    found = queries.item_for(actor(), item_id)
    take_out(item=found, name=name, by=actor(), at=clock.now())
    flash(_("“%(name)s” is no longer among the pictures of the item.", name=name), "success")
    return redirect(url_for("bank.item", item_id=found.id))


@bank_blueprint.get("/<uuid:item_id>/pictures/<string:name>")
@allow(*AUTHORS)
def picture(item_id: UUID, name: str) -> Response:
    """Serve a picture of an item; by itself it may do nothing."""
    _found, row = _shown(item_id, name)
    content_type = content_type_of(row.digest)
    if content_type is None:
        raise NotFound()
    try:
        with current_app.extensions["storage"].open(row.digest) as file:
            response = Response(file.read(), mimetype=content_type)
    except FileNotFoundError as error:
        raise NotFound() from error
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.headers["Content-Disposition"] = f"inline; filename={row.name}"
    response.set_etag(row.digest)
    response.make_conditional(request.environ)
    return response


def _page(item: BankItem, form: NewMediumForm, replaced: str) -> ResponseReturnValue:
    page = render_template(
        "items/bank_picture.html", item=item, form=form, accepted=ACCEPTED, replaced=replaced
    )
    return page, 422 if form.errors else 200


def _shown(item_id: UUID, name: str) -> tuple[BankItem, BankMedium]:
    found = queries.item_for(actor(), item_id)
    row = queries.media_of([found.id]).get(found.id, {}).get(name)
    if row is None:
        raise NotFound()
    return found, row


def _taken(form: NewMediumForm) -> Media | None:
    """Return the file of a form, made safe and kept; None, with words beside the field, where it is not taken."""
    try:
        taken = accept(form.file.data.filename or "", form.file.data.stream.read())
    except MediaError as error:
        form.file.errors = [*form.file.errors, said(error)]
        return None
    current_app.extensions["storage"].put(taken.content)
    return taken
