"""How a batch of audit events is digested: SHA-256 over the former link and each row's canonical JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

#: The digest before the first link.
GENESIS = "0" * 64

#: A row as it is digested: id, time, actor, verb, object type, object id, agency, fields.
Row = tuple[int, str, str | None, str, str, str, str | None, Sequence[str]]


def link(previous: str, rows: Iterable[Row]) -> str:
    """Return the digest of a batch that follows the link ``previous``."""
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        digest.update(
            json.dumps([*row[:7], list(row[7])], ensure_ascii=False, separators=(",", ":")).encode()
        )
        digest.update(b"\n")
    return digest.hexdigest()
