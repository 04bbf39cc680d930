"""Reading translations by the digests of their units."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from academy.db import session
from academy.languages.models import Translation, TranslationUnit
from academy.languages.rules import State

#: How many values one statement carries; older SQLite takes 999 at most.
CHUNK = 500


@dataclass(frozen=True)
class TranslatedUnit:
    """A unit's text in a locale, and how far it is."""

    text: str
    state: State


def translations(*, digests: Collection[str], locale: str) -> dict[str, TranslatedUnit]:
    """Return, by digest, what is translated to ``locale``; a unit without a translation is absent."""
    found: dict[str, TranslatedUnit] = {}
    for chunk in _chunks(digests):
        rows = session.execute(
            select(Translation.unit_digest, Translation.text, Translation.state).where(
                Translation.locale == locale, Translation.unit_digest.in_(chunk)
            )
        )
        found.update({digest: TranslatedUnit(text, State(state)) for digest, text, state in rows})
    return found


def catalogues(*, digests: Collection[str]) -> dict[str, dict[str, TranslatedUnit]]:
    """Return what is translated of some units, by locale and digest, whatever the locales are."""
    found: dict[str, dict[str, TranslatedUnit]] = {}
    for chunk in _chunks(digests):
        rows = session.execute(
            select(Translation.locale, Translation.unit_digest, Translation.text, Translation.state).where(
                Translation.unit_digest.in_(chunk)
            )
        )
        for locale, digest, text, state in rows:
            found.setdefault(locale, {})[digest] = TranslatedUnit(text, State(state))
    return found


def completeness(*, digests: Collection[str], locale: str) -> tuple[int, int]:
    """Return (how many of the units have a current text in ``locale``, how many units there are).

    A unit that was written in ``locale`` needs no translation and counts as done; a stale one does not.
    """
    done = {
        digest
        for digest, unit in translations(digests=digests, locale=locale).items()
        if unit.text and unit.state not in (State.MISSING, State.STALE)
    }
    for chunk in _chunks(digests):
        written = select(TranslationUnit.digest).where(
            TranslationUnit.source_locale == locale, TranslationUnit.digest.in_(chunk)
        )
        done.update(session.scalars(written))
    return len(done), len(set(digests))


def known_digests(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` that are stored units."""
    known: set[str] = set()
    for chunk in _chunks(digests):
        known.update(session.scalars(select(TranslationUnit.digest).where(TranslationUnit.digest.in_(chunk))))
    return known


def _chunks(digests: Collection[str]) -> Iterator[list[str]]:
    waiting = iter(sorted(set(digests)))
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
