"""The doors of what stands on a template: its signatories and its logos, each with its picture."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.certificates.models import Logo, Signatory, Template
from academy.certificates.queries import templates as queries
from academy.certificates.service import specimens
from academy.certificates.service import templates as service
from academy.certificates.views.blueprint import blueprint, storage
from academy.certificates.views.template_forms import (
    MOST,
    SUFFIXES,
    LogoForm,
    PictureForm,
    SignatoryForm,
    languages,
)
from academy.errors import Conflict, Invalid, NotFound
from academy.web.access import actor, allow, prepares
from academy.web.intake import takes

Part = TypeVar("Part", Signatory, Logo)


@blueprint.route(
    "/certificates/templates/<uuid:template_id>/signatories/<int:number>", methods=["GET", "POST"]
)
@allow(*queries.MAKERS)
@takes(MOST)
@prepares
def signatory(template_id: UUID, number: int) -> ResponseReturnValue:
    """Write a signatory, or one more behind the last."""
    found = queries.template_of(actor(), template_id)
    there = _at(found.signatories, number)
    form = SignatoryForm(data={"name": there.name if there else "", "revision": str(found.revision)})
    if not form.is_submitted() and there:
        form.show(there.role)
    if not form.validate_on_submit():
        return _signatory_page(found, number, form, 422 if form.is_submitted() else 200)
    picture = form.taken()
    try:
        specimens.must_be_printable(form.name.data or "", form.role, at=clock.now())
    except Invalid as refusal:
        form.refuse(refusal)
    if form.errors:
        return _signatory_page(found, number, form, 422)
    db.begin_writing()
    found = queries.template_of(actor(), template_id)
    there = _at(found.signatories, number)
    if form.without.data:
        picture = None
    elif picture is None and there:
        picture = there.signature_digest
    try:
        service.put_signatory(
            template=found, number=number, signing=service.Signing(form.name.data or "", form.role, picture),
            based_on=form.based_on, by=actor(), at=clock.now(),
        )  # fmt: skip
    except Conflict as refusal:
        _refuse(form, found, refusal)
        return _signatory_page(found, number, form, refusal.status)
    return _done(found, "signatories")


@blueprint.route("/certificates/templates/<uuid:template_id>/logos/<int:number>", methods=["GET", "POST"])
@allow(*queries.MAKERS)
@takes(MOST)
@prepares
def logo(template_id: UUID, number: int) -> ResponseReturnValue:
    """Put a logo on, or another in its place."""
    found = queries.template_of(actor(), template_id)
    there = _at(found.logos, number)
    form = LogoForm(data={"alt": there.alt if there else "", "revision": str(found.revision)})
    if not form.validate_on_submit():
        return _logo_page(found, number, form, 422 if form.is_submitted() else 200)
    picture = form.taken()
    if picture is None and there is None and not form.file.errors:
        form.file.errors = [_("Choose a file.")]
    if form.file.errors:
        return _logo_page(found, number, form, 422)
    db.begin_writing()
    found = queries.template_of(actor(), template_id)
    there = _at(found.logos, number)
    picture = picture or (there.file_digest if there else "")
    try:
        if not picture:
            raise Conflict("template-moved-on")
        service.put_logo(
            template=found, number=number, marked=service.Marked(picture, form.alt.data or ""), based_on=form.based_on,
            by=actor(), at=clock.now(),
        )  # fmt: skip
    except Conflict as refusal:
        _refuse(form, found, refusal)
        return _logo_page(found, number, form, refusal.status)
    return _done(found, "logos")


@blueprint.get("/certificates/templates/<uuid:template_id>/signatories/<int:number>/picture")
@allow(*queries.MAKERS)
def signature_picture(template_id: UUID, number: int) -> Response:
    """Serve the picture of a signature."""
    there = _at(queries.template_of(actor(), template_id).signatories, number)
    return _picture(there.signature_digest if there else None)


@blueprint.get("/certificates/templates/<uuid:template_id>/logos/<int:number>/picture")
@allow(*queries.MAKERS)
def logo_picture(template_id: UUID, number: int) -> Response:
    """Serve a logo."""
    there = _at(queries.template_of(actor(), template_id).logos, number)
    return _picture(there.file_digest if there else None)


def _at(parts: list[Part], number: int) -> Part | None:
    """Return what stands in a place; None behind the last. Raises NotFound for any other."""
    if not 1 <= number <= len(parts) + 1:
        raise NotFound
    return parts[number - 1] if number <= len(parts) else None


def _refuse(form: PictureForm, found: Template, refusal: Conflict) -> None:
    form.refuse(refusal)
    form.revision.data = str(found.revision)


def _done(found: Template, part: str) -> ResponseReturnValue:
    flash(_("The template is saved."), "success")
    return redirect(url_for(".template", template_id=found.id, _anchor=part))


def _signatory_page(found: Template, number: int, form: SignatoryForm, status: int) -> ResponseReturnValue:
    there = found.signatories[number - 1] if number <= len(found.signatories) else None
    page = render_template(
        "certificates/signatory.html",
        template=found, number=number, form=form, signatory=there, languages=languages(), accepted=",".join(SUFFIXES),
    )  # fmt: skip
    return page, status


def _logo_page(found: Template, number: int, form: LogoForm, status: int) -> ResponseReturnValue:
    there = found.logos[number - 1] if number <= len(found.logos) else None
    page = render_template(
        "certificates/logo.html",
        template=found, number=number, form=form, logo=there, accepted=",".join(SUFFIXES),
    )  # fmt: skip
    return page, status


def _picture(digest: str | None) -> Response:
    if digest is None:
        raise NotFound
    try:
        response = Response(storage().get(digest), mimetype="image/png")
    except FileNotFoundError as error:
        raise NotFound from error
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.set_etag(digest)
    response.make_conditional(request.environ)
    return response
