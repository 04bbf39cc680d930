"""Files of items taken into the bank: kept aside while their author reads the report, then taken whole, once.

An item's id comes from the file, its place in it and where it goes. So the same file into the same category is the
same import, however often the button is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from academy.actor import Actor
from academy.agencies.models import Agency, Kind
from academy.audit import service as audit
from academy.db import session
from academy.errors import Invalid
from academy.items.formats import Entry, Level, Line, Reading
from academy.items.kinds import parse
from academy.items.kinds.exchange import Data
from academy.items.models import BankItem
from academy.items.rules.categories import tidy
from academy.items.service.bank import File, NewItem, add_items
from academy.media import service as media
from academy.media.rules import Media, MediaError, accept

_NAMES = UUID("6f1f0f0e-4f2c-5d0b-9a53-0e7a1c6f2b44")


@dataclass(frozen=True)
class Terms:
    """Where the items of a file go."""

    agency_id: UUID | None
    category: str
    source_locale: str
    #: What was declared of its pictures: ``synthetic`` or ``cleared``.
    origin: str = "synthetic"


@dataclass(frozen=True)
class Taken:
    """What came of an import."""

    count: int
    #: False where the same file had come into the same category before.
    is_new: bool


def looked_through(reading: Reading) -> tuple[Reading, dict[str, Media]]:
    """Make the pictures of a reading safe: return it without those that cannot be, and the others by their names.

    A name here is ``<key>/<name>``; this is slow work, for before any transaction.
    """
    items, lines, pictures = list[Entry](), list(reading.lines), dict[str, Media]()
    for entry in reading.items:
        kept = entry
        for name, content in entry.files.items():
            try:
                pictures[f"{entry.data['key']}/{name}"] = accept(name, content)
            except MediaError:
                kept = replace(entry, data=_without_picture(entry.data), files={})
                lines.append(Line(entry.line, Level.APPROXIMATED, "picture-unsafe", {"name": name}))
        items.append(kept)
    return replace(reading, items=items, lines=sorted(lines, key=lambda line: line.number)), pictures


def keep_pictures(pictures: dict[str, Media], keep: Callable[[bytes], str]) -> None:
    """Put pictures into storage, before any transaction."""
    for picture in pictures.values():
        keep(picture.content)


def take(
    *, reading: Reading, pictures: dict[str, Media], digest: str, terms: Terms, by: Actor, at: datetime
) -> Taken:
    """Put the items of a file into the bank, all or none; those of the same file and category are there already."""
    if reading.is_refused:
        raise Invalid("import-nothing", field="file")
    _in_turn(terms.agency_id)
    category = tidy(terms.category)
    ids = [
        uuid5(_NAMES, f"{digest}/{terms.agency_id or ''}/{category}/{place}")
        for place in range(len(reading.items))
    ]
    if session.scalar(select(BankItem.id).where(BankItem.id == ids[0])) is not None:
        return Taken(len(ids), is_new=False)
    media.register_all(media=pictures.values(), at=at)
    items = [
        _new_item(entry, item_id, replace(terms, category=category), pictures)
        for entry, item_id in zip(reading.items, ids, strict=True)
    ]
    add_items(items=items, agency_id=terms.agency_id, source_locale=terms.source_locale, by=by, at=at)
    audit.record(
        by=by, verb="import", object_type="bank_item", object_id=ids[0], at=at, agency_id=terms.agency_id,
    )  # fmt: skip
    return Taken(len(ids), is_new=True)


def _new_item(entry: Entry, item_id: UUID, terms: Terms, pictures: dict[str, Media]) -> NewItem:
    files = {
        name: File(
            pictures[f"{entry.data['key']}/{name}"].digest, {"alt": entry.data["picture"]["alt"], "origin": terms.origin}
        )
        for name in entry.files
    }  # fmt: skip
    return NewItem(
        content=parse(entry.data),
        category="/".join(each for each in (terms.category, entry.category) if each),
        files=files,
        id=item_id,
    )


def _in_turn(agency_id: UUID | None) -> None:
    """Let imports for one agency come one after the other, so that the second of two sees the first."""
    whose = (
        Agency.id == agency_id if agency_id else (Agency.kind == Kind.ACADEMY) & Agency.parent_id.is_(None)
    )
    session.execute(select(Agency.id).where(whose).with_for_update(key_share=True))


def _without_picture(data: Data) -> Data:
    return {name: value for name, value in data.items() if name != "picture"}
