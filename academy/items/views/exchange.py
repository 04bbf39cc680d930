"""Items come in as a file, which is reported on before anything is written; items go out as one, losses first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from academy import clock, db, i18n
from academy.agencies.models import Kind
from academy.courses.queries.desk import agencies_of_authors
from academy.errors import Conflict, NotFound
from academy.items import formats
from academy.items.editing.asked import arguments, asked_from
from academy.items.editing.leaving import MOST_SHOWN, Told, file_of, sentence_of, template_of, ways
from academy.items.formats import Going, Level, Reading
from academy.items.formats.reading import LARGEST_FILE
from academy.items.forms import KIND_NAMES, ConfirmForm, UploadForm
from academy.items.queries.exporting import going_out
from academy.items.service import importing
from academy.items.service.importing import Terms
from academy.items.views.blueprint import AUTHORS
from academy.media.rules import Media
from academy.storage import Storage
from academy.web.access import actor, allow, prepares
from academy.web.errors import say
from academy.web.intake import takes

exchange_blueprint = Blueprint(
    "exchange", "academy.items", url_prefix="/<locale:locale>/author/bank", template_folder="templates"
)
#: What a file dialogue offers.
ACCEPTED = ".xml,.txt,.gift,.aiken,.csv,.tsv,.xlsx,.zip"

say({
    "import-nothing": _l("There is nothing in this file to take in."),
    "import-refused": _l("Some of the file is refused. Say that it is left out, or mend the file and send it again."),
    "export-too-many": _l("One file holds at most %(most)s items. Choose a category, or tick fewer."),
})  # fmt: skip


@exchange_blueprint.route("/import", methods=["GET", "POST"])
@allow(*AUTHORS)
@prepares
@takes(LARGEST_FILE + 1_000_000)
def upload() -> ResponseReturnValue:
    """Take a file, look through it, and keep it aside until its author has read the report."""
    form = UploadForm(category=request.args.get("category", "")[:200])
    _fill(form)
    told: list[Told] = []
    if form.validate_on_submit():
        name = (form.file.data.filename or "")[-100:]
        content = form.file.data.stream.read()
        reading = formats.read(content, name)
        if not reading.is_refused:
            digest = _storage().aside(actor().person_id).put(content)
            return redirect(url_for("exchange.report", digest=digest, name=name, **_where(form)))
        told = _told(reading)
    page = render_template("items/exchange/upload.html", form=form, told=told, accepted=ACCEPTED)
    return page, 422 if form.is_submitted() else 200


@exchange_blueprint.get("/import/<string(length=64):digest>")
@allow(*AUTHORS)
def report(digest: str) -> ResponseReturnValue:
    """Say line by line what would come in, what only nearly, and what not; nothing is in the bank yet."""
    name, where = request.args.get("name", "")[-100:], _checked(request.args)
    reading, pictures = _looked_through(digest, name)
    form = ConfirmForm(formdata=None, name=name, **where)
    return _report(digest, name, reading, pictures, form)


@exchange_blueprint.post("/import/<string(length=64):digest>/confirm")
@allow(*AUTHORS)
@prepares
def confirm(digest: str) -> ResponseReturnValue:
    """Take the file in, whole. The same file into the same category is taken once."""
    form = ConfirmForm()
    where, name = _checked(request.form), (form.name.data or "")[-100:]
    reading, pictures = _looked_through(digest, name)
    if not pictures:
        del form.origin
    if not form.validate():
        return _report(digest, name, reading, pictures, form), 422
    if reading.count(Level.REFUSED) and not form.leaves_out.data:
        form.refuse(Conflict("import-refused", field="leaves_out"))
        return _report(digest, name, reading, pictures, form), 422
    importing.keep_pictures(pictures, _storage().put)
    terms = Terms(
        UUID(where["agency"]) if where["agency"] else None, where["category"], where["language"],
        form.origin.data if form.origin else "synthetic",
    )  # fmt: skip
    db.begin_writing()
    taken = importing.take(
        reading=reading, pictures=pictures, digest=digest, terms=terms, by=actor(), at=clock.now()
    )
    if taken.is_new:
        flash(
            ngettext(
                "%(num)d item is in the bank, as a draft.",
                "%(num)d items are in the bank, as drafts.",
                taken.count,
            ),
            "success",
        )
    else:
        flash(_("This file is in this category already. Nothing was added."), "info")
    return redirect(url_for("bank.items", category=where["category"] or None))


@exchange_blueprint.get("/import/template")
@allow(*AUTHORS)
def template() -> Response:
    """Hand out an empty table, as a workbook or as text."""
    return template_of(request.args.get("format", "xlsx"))


@exchange_blueprint.get("/export")
@allow(*AUTHORS)
def export() -> ResponseReturnValue:
    """Show in which formats items can leave, and what each would not keep."""
    items, given = _going(), _given()
    found = ways(items, link=lambda name: url_for("exchange.download", format=name, **given))
    return render_template("items/exchange/export.html", ways=found, count=len(items), most=MOST_SHOWN)


@exchange_blueprint.get("/export/file")
@allow(*AUTHORS)
def download() -> Response:
    """Hand the file out, in the format that is asked for."""
    return file_of(request.args.get("format", "moodle"), _going())


def _told(reading: Reading) -> list[Told]:
    return [
        Told(line.number, line.level.value, sentence_of(line.code, line.values)) for line in reading.lines
    ]


def _report(digest: str, name: str, reading: Reading, pictures: dict[str, Media], form: ConfirmForm) -> str:
    told = _told(reading)
    counts = {level.value: reading.count(level) for level in Level}
    kinds: dict[str, int] = {}
    for entry in reading.items:
        kinds[entry.data["kind"]] = kinds.get(entry.data["kind"], 0) + 1
    return render_template(
        "items/exchange/report.html", digest=digest, name=name, reading=reading, told=told, counts=counts, form=form,
        pictures=len(pictures), kinds=[(KIND_NAMES.get(kind, kind), count) for kind, count in kinds.items()],
        most=MOST_SHOWN, where={each: form[each].data for each in ("agency", "language", "category")},
    )  # fmt: skip


def _looked_through(digest: str, name: str) -> tuple[Reading, dict[str, Media]]:
    try:
        content = _storage().aside(actor().person_id).get(digest)
    except FileNotFoundError as error:
        raise NotFound() from error
    return importing.looked_through(formats.read(content, name))


def _fill(form: UploadForm) -> None:
    form.agency.choices = _agencies()
    form.language.choices = [(each.code, each.name) for each in i18n.LANGUAGES.values()]


def _agencies() -> list[tuple[str, str]]:
    return [
        ("" if each.kind == Kind.ACADEMY and each.parent_id is None else str(each.id), each.name)
        for each in agencies_of_authors(actor())
    ]


def _where(form: UploadForm) -> dict[str, Any]:
    return {"agency": form.agency.data, "language": form.language.data, "category": form.category.data or ""}


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    """Return where items go, the author's first agency where nothing is said. Raises NotFound for one that is not hers."""
    agencies = dict(_agencies())
    where = {
        "agency": values.get("agency", next(iter(agencies), ""))[:200],
        "language": values.get("language", i18n.DEFAULT)[:20],
        "category": values.get("category", "")[:200],
    }
    if where["agency"] not in agencies or where["language"] not in i18n.LANGUAGES:
        raise NotFound()
    return where


def _going() -> list[Going]:
    asked = asked_from(request.args)
    try:
        ids = [UUID(each) for each in request.args.getlist("item")]
    except ValueError as error:
        raise NotFound() from error
    return going_out(actor(), ids or None, asked, load=_storage().get)


def _given() -> dict[str, Any]:
    """Return which items the address asks for, as arguments of another address."""
    return {"item": request.args.getlist("item"), **arguments(asked_from(request.args))}


def _storage() -> Storage:
    storage: Storage = current_app.extensions["storage"]
    return storage
