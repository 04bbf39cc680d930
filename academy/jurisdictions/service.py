"""Writing jurisdiction entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.jurisdictions.models import EntryKind, JurisdictionEntry
from academy.languages import service as languages


@dataclass(frozen=True)
class NewEntry:
    """An entry as somebody writes it."""

    key: str
    kind: EntryKind
    occasion: str
    title: str
    source: str
    effective_on: date
    body: str | None = None
    contact: str | None = None
    verified_on: date | None = None
    #: What a power asks for: ``holders``, ``witnesses``, ``caution``, ``record``; what is not known is left out.
    terms: Mapping[str, Any] | None = None


def write(
    *, country: str, entries: Sequence[NewEntry], source_locale: str, by: Actor | None, at: datetime
) -> list[JurisdictionEntry]:
    """Write entries of a country; their texts become translation units."""
    new = [
        JurisdictionEntry(
            country_code=country, key=entry.key, kind=entry.kind, source_locale=source_locale, occasion=entry.occasion,
            title=entry.title, body=entry.body, contact=entry.contact, source=entry.source,
            terms=dict(entry.terms) if entry.terms else None,
            effective_on=entry.effective_on, verified_on=entry.verified_on, verified_by_id=None,
        )
        for entry in entries
    ]  # fmt: skip
    session.add_all(new)
    session.flush()
    texts = [("", text) for entry in entries for text in (entry.occasion, entry.title, entry.body) if text]
    languages.store_units(source_locale=source_locale, texts=texts)
    for entry in new:
        audit.record(by=by, verb="write", object_type="jurisdiction_entry", object_id=entry.id, at=at)
    return new
