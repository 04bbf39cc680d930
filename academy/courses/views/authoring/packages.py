"""Courses as packages: one comes in as a zip and is reported on, one goes out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from academy import clock
from academy.courses.forms.packages import ImportForm
from academy.courses.package import PackageError, write_zip
from academy.courses.queries.drafts import draft_for
from academy.courses.queries.packaged import draft_package, edition_package
from academy.courses.service import importing
from academy.courses.service.importing import Taken, Terms
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.courses.views.authoring.desk import agency_choices, agency_id
from academy.courses.views.authoring.problems import told
from academy.errors import Conflict, Forbidden
from academy.web.access import actor, allow, prepares
from academy.web.errors import say
from academy.web.intake import takes

#: Bytes of the largest package that comes in by the browser; a command takes larger ones.
LARGEST_UPLOAD = 60_000_000
#: How many problems one page tells.
MOST_TOLD = 200

say({
    "package-of-others": _l("A course with the address “%(slug)s” belongs to somebody else: change “slug” in course.yaml."),
    "package-replaces": _l("The course “%(slug)s” is here already: tick this to replace its working copy."),
})  # fmt: skip


@blueprint.route("/import", methods=["GET", "POST"])
@allow(*AUTHORS)
@prepares
@takes(LARGEST_UPLOAD)
def import_package() -> ResponseReturnValue:
    """Take a package in, whole or not at all; what is wrong with it is told by file and line."""
    form = ImportForm()
    form.agency.choices = agency_choices()
    problems = []
    if form.validate_on_submit():
        try:
            taken = _take(form)
            flash(_("The package is in the working copy. Learners see it once you publish it."), "success")
            return redirect(url_for("authoring.outline", course=taken.slug))
        except PackageError as error:
            problems = error.problems
        except (Conflict, Forbidden) as refusal:
            form.refuse(refusal)
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "authoring/import.html", form=form, problems=told(problems[:MOST_TOLD]), count=len(problems)
    )
    return page, status


@blueprint.post("/courses/<slug:course>/export")
@allow(*AUTHORS)
@prepares
def export_package(course: str) -> Response:
    """Hand a course out as a zip: the edition that is asked for, else the working copy as it stands."""
    found = draft_for(actor(), course).course
    number = request.form.get("edition", type=int)
    load = current_app.extensions["storage"].get
    files = (
        draft_package(found.id, load=load)
        if number is None
        else edition_package(found.id, load=load, number=number)
    )
    made = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed, and so gone, when it has been sent
    write_zip(made, files)
    made.seek(0)
    name = found.slug if number is None else f"{found.slug}-{number}"
    return send_file(
        made, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip", max_age=0
    )


def _take(form: ImportForm) -> Taken:
    terms = Terms(agency_id=agency_id(form.agency.data), replaces=bool(form.replaces.data))
    upload: FileStorage = form.package.data
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "package.zip"
        upload.save(path)
        package = importing.look_at(path)
    return importing.take(
        package=package, terms=terms, keep=current_app.extensions["storage"].put, by=actor(), at=clock.now()
    )
