"""Keeping files, and forgetting those that nothing shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select, update

from academy.db import session
from academy.media.models import Medium
from academy.media.queries import known
from academy.media.rules import Media


def register_all(*, media: Iterable[Media], at: datetime) -> None:
    """Note files whose bytes are in storage; those noted before stay, and are not forgotten for another day."""
    wanted = {medium.digest: medium for medium in media}
    kept = known(wanted)
    if kept:
        session.execute(update(Medium).where(Medium.digest.in_(kept)).values(added_at=at))
    session.add_all(
        Medium(
            digest=medium.digest, content_type=medium.content_type, size=len(medium.content), width=medium.width,
            height=medium.height, duration=medium.duration, added_at=at,
        )
        for medium in wanted.values()
        if medium.digest not in kept
    )  # fmt: skip
    session.flush()


def forget(*, shown: Collection[str], before: datetime) -> int:
    """Forget files that are not among ``shown`` and came before a time; return how many. Their bytes go later."""
    old = session.scalars(select(Medium.digest).where(Medium.added_at < before)).all()
    unused = [digest for digest in old if digest not in shown]
    session.execute(delete(Medium).where(Medium.digest.in_(unused)))
    session.flush()
    return len(unused)
