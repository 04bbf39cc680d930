"""How the trail is chained, and what can be told from it.

A seal's digest covers the seal before it, when it was made, and the digest of each of its rows, which it keeps; so a
seal proves itself, and each row proves itself against its seal. Seals made before rows were kept (``link``) cover the
rows at once: such a batch is right or wrong as a whole.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: The digest before the first link.
GENESIS = "0" * 64

#: A row as it is digested: id, time, actor, verb, object type, object id, agency, fields.
Row = tuple[int, str, str | None, str, str, str, str | None, Sequence[str]]
#: A row as its seal keeps it: id and digest.
Kept = Sequence[tuple[int, str]]


class Flaw(enum.StrEnum):
    """What can be wrong with the trail."""

    ROW_ALTERED = "row-altered"
    ROW_MISSING = "row-missing"
    #: A row that its seal never saw.
    ROW_INSERTED = "row-inserted"
    #: Rows that stand in each other's place.
    ROWS_REORDERED = "rows-reordered"
    #: A row that was taken out of its seal, into another or into none.
    ROW_MOVED = "row-moved"
    #: An old seal, which cannot name the row.
    BATCH_ALTERED = "batch-altered"
    SEAL_ALTERED = "seal-altered"
    #: Between this seal and the one before there was another.
    SEAL_MISSING = "seal-missing"
    #: Noted outside the database when it was made, and not there any more.
    SEAL_REMOVED = "seal-removed"


@dataclass(frozen=True)
class Finding:
    """One flaw, in which seal, and of which rows."""

    flaw: Flaw
    seal: int
    rows: tuple[int, ...] = ()


def row_digest(row: Row) -> str:
    """Return the digest of one row."""
    return hashlib.sha256(_written(row)).hexdigest()


def seal_digest(previous: str, sealed_at: str, kept: Kept) -> str:
    """Return the digest of a seal that follows ``previous`` and keeps the digests of its rows."""
    said = [previous, sealed_at, [list(each) for each in kept]]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def link(previous: str, rows: Iterable[Row]) -> str:
    """Return the digest of a seal that keeps no digests of its rows: as all were made at first."""
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        digest.update(_written(row))
        digest.update(b"\n")
    return digest.hexdigest()


def compare(seal: int, kept: Kept, rows: Sequence[Row]) -> list[Finding]:
    """Return what is wrong with the rows of an unaltered seal, each named."""
    wanted, there = dict(kept), {row[0]: row for row in rows}
    altered = [row for row in rows if row[0] in wanted and row_digest(row) != wanted[row[0]]]
    swapped = _swapped(altered, wanted)
    found = [Finding(Flaw.ROWS_REORDERED, seal, (old, new)) for old, new in sorted(swapped.items())]
    found += [Finding(Flaw.ROW_ALTERED, seal, (row[0],)) for row in altered if row[0] not in swapped]
    found += [Finding(Flaw.ROW_MISSING, seal, (each,)) for each in wanted if each not in there]
    found += [Finding(Flaw.ROW_INSERTED, seal, (each,)) for each in there if each not in wanted]
    return found


def _swapped(altered: Sequence[Row], wanted: Mapping[int, str]) -> dict[int, int]:
    """Return, for each row that holds what another held, that other's id."""
    ids = [row[0] for row in altered]
    return {
        row[0]: other
        for row in altered
        for other in ids
        if other != row[0] and row_digest((other, *row[1:])) == wanted[other]
    }


def _written(row: Row) -> bytes:
    return json.dumps([*row[:7], list(row[7])], ensure_ascii=False, separators=(",", ":")).encode()
