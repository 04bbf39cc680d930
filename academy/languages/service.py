"""Writing units and translations, many at once and as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite

from academy.clock import now
from academy.db import insert, session
from academy.languages.models import Translation, TranslationUnit
from academy.languages.queries import known_digests
from academy.languages.rules import State, canonical, digest

#: Rows of one statement: six columns each stay below the 999 values that older SQLite takes.
_ROWS = 150


@dataclass(frozen=True)
class Imported:
    """What became of a catalogue: entries taken, entries without a text, entries no unit stands behind."""

    taken: int
    empty: int
    unknown: int


def store_units(*, source_locale: str, texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Make sure every (context, source text) is a unit; return each one's digest.

    A unit that is stored already stays as it is, also if another source language brought it.
    """
    digests = {(context, source): digest(source, context) for context, source in texts}
    rows = {
        name: {
            "digest": name,
            "source_locale": source_locale,
            "source": canonical(source),
            "context": context,
        }
        for (context, source), name in digests.items()
    }
    for chunk in _chunks(list(rows.values())):
        session.execute(insert(TranslationUnit).on_conflict_do_nothing(index_elements=["digest"]), chunk)
    return digests


def import_catalogue(
    *,
    locale: str,
    entries: Iterable[tuple[str, str, str]],
    state: State,
    origin: str = "catalogue",
    at: datetime | None = None,
) -> Imported:
    """Store the (context, source, target) ``entries`` of one locale; ``at`` is now unless given.

    Units are stored first (``store_units``): an entry whose unit is unknown is counted and left out. A text
    that is further than ``state`` is kept: a draft never overwrites what was reviewed.
    """
    texts: dict[str, str] = {}
    empty = 0
    for context, source, target in entries:
        if target.strip():
            texts[digest(source, context)] = canonical(target)
        else:
            empty += 1
    known = known_digests(texts)
    fixed = {"locale": locale, "state": str(state), "origin": origin, "updated_at": at or now()}
    rows = [{"unit_digest": name, "text": texts[name], **fixed} for name in texts if name in known]
    for chunk in _chunks(rows):
        session.execute(_upsert_translations(state), chunk)
    return Imported(taken=len(rows), empty=empty, unknown=len(texts) - len(rows))


def _upsert_translations(state: State) -> sqlite.Insert | postgresql.Insert:
    """Return one statement for any number of rows, so that it is put together once."""
    statement = insert(Translation)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["unit_digest", "locale"],
        set_={"text": new.text, "state": new.state, "origin": new.origin, "updated_at": new.updated_at},
        where=or_(*(Translation.state == str(lesser) for lesser in state.replaces()))
        & or_(Translation.text != new.text, Translation.state != new.state),
    )


def _chunks(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, _ROWS)):
        yield chunk
