"""Finding files that are kept already."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from academy.db import session
from academy.media.models import Medium


def known(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` that are kept."""
    return set(session.scalars(select(Medium.digest).where(Medium.digest.in_(list(digests)))))
