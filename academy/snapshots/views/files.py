"""A snapshot as a file: for a spreadsheet, for paper, for a program. Each says what the page says."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask_babel import gettext as _

from academy.actor import Role
from academy.sheets import disposition, table, workbook
from academy.snapshots.forms.wording import DEFINITIONS, GENERAL
from academy.snapshots.models import Snapshot
from academy.snapshots.queries import frozen
from academy.snapshots.rules.figures import canonical
from academy.snapshots.views.blueprint import blueprint
from academy.snapshots.views.tables import Said, header, in_words
from academy.typesetting.tables import TableSheet, print_table
from academy.web.access import actor, allow
from academy.web.filters import day
from academy.web.locale import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/<uuid:snapshot_id>/figures.csv")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def as_csv(snapshot_id: UUID) -> Response:
    """Hand out every figure as a line of a table."""
    found = frozen.snapshot_for(actor(), snapshot_id)
    separator = "," if language().code == "en" else ";"
    text = table(header(), Said(found.document).flat(), separator=separator)
    return _file(found, text.encode(), "csv", "text/csv; charset=utf-8; header=present")


@blueprint.get("/<uuid:snapshot_id>/figures.xlsx")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def as_workbook(snapshot_id: UUID) -> Response:
    """Hand out the same as a workbook."""
    found = frozen.snapshot_for(actor(), snapshot_id)
    return _file(found, workbook(header(), Said(found.document).flat()), "xlsx", XLSX)


@blueprint.get("/<uuid:snapshot_id>/figures.pdf")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def as_print(snapshot_id: UUID) -> Response:
    """Hand out the same for paper, its definitions above it."""
    found = frozen.snapshot_for(actor(), snapshot_id)
    said = Said(found.document)
    meanings = DEFINITIONS[found.definitions].values()
    sheet = TableSheet(
        title=found.title, columns=header(), locale=language().code,
        lines=[
            _("%(branch)s, %(day)s", branch=found.document["scope"] or _("The whole academy"), day=day(found.taken_at)),
            *(f"{each.name}: {each.meaning}" for each in meanings), *map(str, GENERAL),
            _("Definitions %(version)s, digest %(digest)s", version=found.definitions, digest=found.digest),
        ],
        rows=[[in_words(cell) for cell in row] for row in said.flat()],
    )  # fmt: skip
    return _file(found, print_table(sheet, at=found.taken_at), "pdf", "application/pdf")


@blueprint.get("/<uuid:snapshot_id>/figures.json")
@allow(Role.COORDINATOR, Role.ADMINISTRATOR)
def as_json(snapshot_id: UUID) -> Response:
    """Hand out the document itself (docs/schema/exports/figures.json): the very bytes its digest is taken of."""
    found = frozen.snapshot_for(actor(), snapshot_id)
    return _file(found, canonical(found.document), "json", "application/json")


def _file(snapshot: Snapshot, content: bytes, kind: str, mime: str) -> Response:
    response = Response(content, content_type=mime)
    plain = f"figures-{snapshot.taken_at.date().isoformat()}.{kind}"
    response.headers["Content-Disposition"] = disposition(plain=plain, name=f"{snapshot.title}.{kind}")
    response.headers["Cache-Control"] = "no-store"
    return response
