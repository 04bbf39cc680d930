"""Rows of a glossary and of a module's sources, read as the documents they become."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError

from academy.courses.content import Source, Term
from academy.courses.forms.lists import RowList
from academy.courses.rules.slugs import slug_for

TERM_NAMES = ("term", "definition", "key")
SOURCE_NAMES = ("title", "by", "year", "url", "note", "status")
#: Status of a source → what it is called.
STATUSES = {
    "sourced": _l("Checked against the source"),
    "recalled": _l("Written from memory, still to be checked"),
}


def read_terms(rows: RowList) -> list[dict[str, Any]]:
    """Return the glossary that rows make; what is wrong with a row is said in it. Rows without a word are left out."""
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for place, row in enumerate(rows.rows):
        if not any(row.values()):
            continue
        for name in ("term", "definition"):
            if not row[name]:
                rows.refuse(place, name, str(_("This is empty: type it, or remove the row.")))
        row["key"] = row["key"] or slug_for(row["term"], taken, spare="term")
        if row["key"] in taken:
            rows.refuse(place, "key", str(_("Another term has this key.")))
        taken.add(row["key"])
        if place not in rows.errors:
            found += _read(
                rows, place, Term, row, {"key": _("Use small letters a to z, digits and single hyphens.")}
            )
    return found


def read_sources(rows: RowList) -> list[dict[str, Any]]:
    """Return the sources that rows make; what is wrong with a row is said in it. Rows without a word are left out."""
    found: list[dict[str, Any]] = []
    for place, row in enumerate(rows.rows):
        if not any(value for name, value in row.items() if name != "status"):
            continue
        if not row["title"]:
            rows.refuse(place, "title", str(_("This is empty: type it, or remove the row.")))
            continue
        said = {
            **row,
            "year": row["year"] or None,
            "url": row["url"] or None,
            "status": row["status"] or "sourced",
        }
        words = {"year": _("Type a year, for example 2026."), "status": _("Choose from the list.")}
        found += _read(rows, place, Source, said, words)
    return found


def _read(
    rows: RowList, place: int, model: type[Term | Source], said: dict[str, Any], words: dict[str, str]
) -> list[dict[str, Any]]:
    try:
        return [model.model_validate(said).model_dump(mode="json")]
    except ValidationError as error:
        for each in error.errors():
            name = str(each["loc"][0])
            rows.refuse(place, name, str(words.get(name, _("This cannot be taken as it is."))))
        return []
