"""Reading what a country's law and authorities are, in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from academy import i18n
from academy.agencies.models import Country
from academy.db import session
from academy.jurisdictions.models import EntryKind, JurisdictionEntry
from academy.languages.content import Phrase
from academy.languages.queries import translations
from academy.languages.rules import Lookup, digest
from academy.richtext import inline


@dataclass(frozen=True)
class Entry:
    """One entry as a reader sees it; its texts are phrases."""

    key: str
    kind: EntryKind
    occasion: str
    title: str
    body: str | None
    contact: str | None
    source: str
    effective_on: date
    verified_on: date | None
    #: What a power asks for, as far as it is known.
    terms: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class CountryEntries:
    """The entries of one country that a page asked for, by key; a key without an entry is missing."""

    code: str
    name: str
    entries: dict[str, Entry]

    def of(self, keys: Iterable[str]) -> list[Entry]:
        """Return the entries there are for ``keys``, in their order."""
        return [self.entries[key] for key in keys if key in self.entries]


def entries_for(*, country: str | None, keys: Iterable[str], locale: str, on: date) -> CountryEntries | None:
    """Return the newest entries in force ``on`` a day for ``keys``, translated; None where no country is set."""
    wanted = sorted(set(keys))
    rows = session.execute(
        select(Country.name, JurisdictionEntry)
        .outerjoin(
            JurisdictionEntry,
            (JurisdictionEntry.country_code == Country.code)
            & JurisdictionEntry.key.in_(wanted)
            & (JurisdictionEntry.effective_on <= on),
        )
        .where(Country.code == country)
        .order_by(JurisdictionEntry.effective_on)
    ).all()
    if not rows or country is None:
        return None
    newest = {entry.key: entry for _name, entry in rows if entry is not None}
    lookup = _lookup(list(newest.values()), locale)
    return CountryEntries(country, rows[0][0], {key: _shown(entry, lookup) for key, entry in newest.items()})


def terms_for(
    *, country: str | None, keys: Iterable[str], on: date
) -> dict[str, tuple[Mapping[str, Any], bool]]:
    """Return, by key, what the newest entries in force ``on`` a day ask for, and whether somebody verified it."""
    rows = session.execute(
        select(JurisdictionEntry.key, JurisdictionEntry.terms, JurisdictionEntry.verified_on)
        .where(
            JurisdictionEntry.country_code == country,
            JurisdictionEntry.key.in_(sorted(set(keys))),
            JurisdictionEntry.effective_on <= on,
        )
        .order_by(JurisdictionEntry.effective_on)
    )
    return {row.key: (row.terms or {}, row.verified_on is not None) for row in rows}


def known_entries(country: str | None) -> list[tuple[str, str]]:
    """Return every key that any country has an entry for, with what its entry is called: there, or else anywhere."""
    rows = session.execute(
        select(JurisdictionEntry.key, JurisdictionEntry.title, JurisdictionEntry.country_code).order_by(
            JurisdictionEntry.key, JurisdictionEntry.effective_on
        )
    ).all()
    named: dict[str, str] = {}
    for key, title, code in rows:
        if code == country or key not in named:
            named[key] = title
    return list(named.items())


def known_keys() -> frozenset[str]:
    """Return the keys under which any country has an entry."""
    return frozenset(session.scalars(select(JurisdictionEntry.key).distinct()))


def law_date(country: str | None, on: date) -> date | None:
    """Return since when the newest law entry of a country applies, for certificates."""
    return session.scalar(
        select(JurisdictionEntry.effective_on)
        .where(
            JurisdictionEntry.country_code == country,
            JurisdictionEntry.kind == EntryKind.LAW,
            JurisdictionEntry.effective_on <= on,
        )
        .order_by(JurisdictionEntry.effective_on.desc())
        .limit(1)
    )


def _lookup(entries: list[JurisdictionEntry], locale: str) -> Lookup:
    source = entries[0].source_locale if entries else i18n.DEFAULT
    texts = [text for entry in entries for text in (entry.occasion, entry.title, entry.body) if text]
    order = i18n.chain(locale, source)
    known = {
        each: {
            name: unit.text
            for name, unit in translations(digests=[digest(t) for t in texts], locale=each).items()
        }
        for each in order
        if each != source
    }
    return Lookup(chain=order, texts=known, source_locale=source)


def _shown(entry: JurisdictionEntry, lookup: Lookup) -> Entry:
    return Entry(
        key=entry.key, kind=EntryKind(entry.kind), occasion=_phrase(entry.occasion, lookup), title=_phrase(entry.title, lookup),
        body=_phrase(entry.body, lookup) if entry.body else None, contact=entry.contact, source=entry.source,
        effective_on=entry.effective_on, verified_on=entry.verified_on, terms=entry.terms,
    )  # fmt: skip


def _phrase(text: str, lookup: Lookup) -> Phrase:
    shown, lang, _is_stale = lookup(text)
    return Phrase(shown, html=inline(shown), lang=lang)
