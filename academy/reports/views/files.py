"""How a table leaves: its name, its kind, and words for why it is not written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Response
from flask_babel import lazy_gettext as _l

from academy.errors import Invalid
from academy.reports.formats.tables import CONTENT_TYPES, MOST_PRINTED, Format, Sheet, Terms, TooLong, written
from academy.sheets import disposition
from academy.typesetting import Unprintable
from academy.web.errors import say

say(
    {
        "letters-not-printable": _l(
            "A name in this table has letters that the printed form has no font for. Choose another format."
        ),
        "too-long-to-print": _l(
            "More than %(most)s rows are not printed. Filter the list, or choose another format.",
            most=MOST_PRINTED,
        ),
        "too-many-schedules": _l("You have asked for many letters. Stop one before you ask for another."),
    }
)


def body_of(
    sheet: Sheet, terms: Terms, *, document: Callable[[], Mapping[str, object]], at: datetime
) -> str | bytes:
    """Return the file. Raises Invalid, which belongs to the format, where it cannot be printed."""
    try:
        return written(sheet, terms, document=document, at=at)
    except Unprintable as refusal:
        raise Invalid("letters-not-printable", field="format") from refusal
    except TooLong as refusal:
        raise Invalid("too-long-to-print", field="format") from refusal


def handed_out(body: str | bytes, kind: Format, *, plain: str, name: str) -> Response:
    """Return the download; both names come without their suffix."""
    response = Response(body, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = disposition(
        plain=f"{plain}.{kind.value}", name=f"{name}.{kind.value}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
