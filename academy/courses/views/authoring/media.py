"""The library of a course: its files, each with its card."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from academy import clock, db
from academy.courses.forms.media import (
    ACCEPTED,
    CaptionsForm,
    CardForm,
    FileForm,
    NewMediumForm,
    said,
    shown_card,
)
from academy.courses.models import DraftMedium
from academy.courses.queries.media import draft_medium_for, library, library_course, shown_of_draft
from academy.courses.rules.slugs import KEPT_FOR, is_kept
from academy.courses.service import media as service
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.errors import DomainError, NotFound
from academy.media.rules import LARGEST, Media, MediaError, accept, format_of
from academy.web.access import actor, allow, prepares
from academy.web.errors import say
from academy.web.forms import Form
from academy.web.intake import takes

say({
    "medium-moved-on": _l(
        "Somebody changed this file while you had the page open. Look at how it stands now, then change it again."
    ),
    "medium-other-kind": _l(
        "Only a file of the same kind can stand under this name: choose one that ends in %(suffix)s."
    ),
    "medium-forgotten": _l("This file was set aside more than 90 days ago and is gone. Add it again."),
})  # fmt: skip

#: Bytes of a form with the largest file.
MOST = LARGEST + 1_000_000


@blueprint.get("/courses/<slug:course>/media/")
@allow(*AUTHORS)
def media(course: str) -> str:
    """List the files of a course."""
    found = library_course(actor(), course)
    files = library(found.id)
    at = clock.now()
    aside = [each for each in files if each.row.retired_at and is_kept(each.row.retired_at, at=at)]
    return render_template(
        "authoring/media.html",
        course=found,
        files=[each for each in files if each.row.retired_at is None],
        aside=aside,
        kept_for=KEPT_FOR,
    )


@blueprint.route("/courses/<slug:course>/media/add", methods=["GET", "POST"])
@allow(*AUTHORS)
@takes(MOST)
@prepares
def add_medium(course: str) -> ResponseReturnValue:
    """Add a file: made safe before anything is kept, and kept once."""
    found = library_course(actor(), course)
    form = NewMediumForm()
    if form.validate_on_submit() and (taken := _taken(form.file)) is not None:
        name = service.wished(form.name.data or "", form.file.data.filename or "")
        db.begin_writing()
        added = service.add_medium(
            course=found,
            name=name,
            file=taken,
            card=form.card,
            alt=form.alt.data or "",
            by=actor(),
            at=clock.now(),
        )
        flash(_said_of(added), "success" if added.is_new else "info")
        return redirect(url_for("authoring.medium", course=course, name=added.row.name))
    page = render_template("authoring/media_add.html", course=found, form=form, accepted=ACCEPTED)
    return page, 422 if form.errors else 200


@blueprint.route("/courses/<slug:course>/media/<string:name>", methods=["GET", "POST"])
@allow(*AUTHORS)
def medium(course: str, name: str) -> ResponseReturnValue:
    """Show a file with its card, and change what is said of it."""
    row = draft_medium_for(actor(), course, name)
    form = CardForm(data=shown_card(row.card, row.alt, service.seal_of(row)))
    if not form.validate_on_submit():
        return _page(course, row, card=form)

    def change() -> None:
        service.change_card(
            row=row,
            card=form.card,
            alt=form.alt.data or "",
            seen=form.seen.data or "",
            by=actor(),
            at=clock.now(),
        )

    return _done(course, row, change, _("Saved."), card=form)


@blueprint.post("/courses/<slug:course>/media/<string:name>/replace")
@allow(*AUTHORS)
@takes(MOST)
@prepares
def replace_medium(course: str, name: str) -> ResponseReturnValue:
    """Put another file under the same name."""
    row = draft_medium_for(actor(), course, name)
    form = FileForm(prefix="file-")
    if not form.validate_on_submit() or (taken := _taken(form.file)) is None:
        return _page(course, row, file=form)
    seen = form.seen.data or ""
    db.begin_writing()

    def change() -> None:
        service.replace_file(row=row, file=taken, seen=seen, by=actor(), at=clock.now())

    return _done(course, row, change, _("The new file is shown wherever the old one was."), file=form)


@blueprint.post("/courses/<slug:course>/media/<string:name>/captions")
@allow(*AUTHORS)
@prepares
def caption_medium(course: str, name: str) -> ResponseReturnValue:
    """Add captions in one language to a video."""
    row = draft_medium_for(actor(), course, name)
    claimed = format_of(name)
    if claimed is None or claimed.kind != "video":
        raise NotFound()
    form = CaptionsForm(prefix="captions-")
    if not form.validate_on_submit() or (taken := _taken(form.file)) is None:
        return _page(course, row, captions=form)
    seen = form.seen.data or ""
    db.begin_writing()

    def change() -> None:
        service.add_captions(
            row=row, locale=form.locale.data, file=taken, seen=seen, by=actor(), at=clock.now()
        )

    return _done(course, row, change, _("The captions are added."), captions=form)


@blueprint.post("/courses/<slug:course>/media/<string:name>/captions/<string:lang>/remove")
@allow(*AUTHORS)
def uncaption_medium(course: str, name: str, lang: str) -> ResponseReturnValue:
    """Take captions in one language away."""
    row = draft_medium_for(actor(), course, name)
    service.remove_captions(row=row, locale=lang, by=actor(), at=clock.now())
    flash(_("The captions are set aside."), "success")
    return redirect(url_for("authoring.medium", course=course, name=name))


@blueprint.post("/courses/<slug:course>/media/<string:name>/set-aside")
@allow(*AUTHORS)
def set_aside_medium(course: str, name: str) -> ResponseReturnValue:
    """Set a file aside."""
    row = draft_medium_for(actor(), course, name)
    service.set_aside(row=row, by=actor(), at=clock.now())
    flash(_("“%(name)s” is set aside. It can be brought back for 90 days.", name=name), "success")
    return redirect(url_for("authoring.media", course=course))


@blueprint.post("/courses/<slug:course>/media/<string:name>/restore")
@allow(*AUTHORS)
def restore_medium(course: str, name: str) -> ResponseReturnValue:
    """Bring a file back."""
    row = draft_medium_for(actor(), course, name)
    service.restore(row=row, by=actor(), at=clock.now())
    flash(_("“%(name)s” is back.", name=name), "success")
    return redirect(url_for("authoring.medium", course=course, name=name))


def _taken(field: FileField) -> Media | None:
    """Return the file of a form, made safe and kept; None, with words beside the field, where it is not taken."""
    try:
        taken = accept(field.data.filename or "", field.data.stream.read())
    except MediaError as error:
        field.errors = [*field.errors, said(error)]
        return None
    current_app.extensions["storage"].put(taken.content)
    return taken


def _done(
    course: str, row: DraftMedium, change: Callable[[], None], words: str, **forms: Form
) -> ResponseReturnValue:
    """Make a change and lead back to the file; where it is refused, show the page again with what was typed."""
    try:
        change()
    except DomainError as error:
        next(iter(forms.values())).refuse(error)
        return _page(course, row, status=error.status, **forms)
    flash(words, "success")
    return redirect(url_for("authoring.medium", course=course, name=row.name))


def _page(course: str, row: DraftMedium, *, status: int = 422, **sent: Form) -> ResponseReturnValue:
    """Show a file with all its forms; what was sent stays as it was typed."""
    found = library_course(actor(), course)
    listed = next(each for each in library(found.id) if each.row.name == row.name)
    seen = service.seal_of(row)
    forms: dict[str, Callable[[], Form]] = {
        "card": lambda: CardForm(formdata=None, data=shown_card(row.card, row.alt, seen)),
        "file": lambda: FileForm(formdata=None, prefix="file-"),
        "captions": lambda: CaptionsForm(formdata=None, prefix="captions-"),
    }
    shown = {name: sent.get(name) or make() for name, make in forms.items()}
    for form in shown.values():
        form.seen.data = seen
    refused = next((form for form in sent.values() if form.errors), None)
    claimed = format_of(row.name)
    page = render_template(
        "authoring/medium.html",
        course=found,
        file=listed,
        tracks=shown_of_draft(found.id)[row.name].tracks if row.retired_at is None else (),
        forms=shown,
        form=refused,
        suffixes=claimed.suffixes if claimed else (),
        kept_for=KEPT_FOR,
    )
    return page, status if refused else 200


def _said_of(added: service.Added) -> str:
    if added.is_new:
        return str(_("“%(name)s” is in the library.", name=added.row.name))
    return str(_("This file is in the library already. It is called “%(name)s”.", name=added.row.name))
