"""Keeping files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from academy.db import session
from academy.media.models import Medium
from academy.media.queries import known
from academy.media.rules import Media


def register_all(*, media: Iterable[Media], at: datetime) -> None:
    """Note files whose bytes are in storage; those noted before stay as they are."""
    wanted = {medium.digest: medium for medium in media}
    kept = known(wanted)
    session.add_all(
        Medium(
            digest=medium.digest, content_type=medium.content_type, size=len(medium.content), width=medium.width,
            height=medium.height, added_at=at,
        )
        for medium in wanted.values()
        if medium.digest not in kept
    )  # fmt: skip
    session.flush()
