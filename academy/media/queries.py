"""Finding files that are kept already."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from academy.db import session
from academy.media.models import Medium


def known(digests: Collection[str]) -> set[str]:
    """Return those of ``digests`` that are kept."""
    return set(session.scalars(select(Medium.digest).where(Medium.digest.in_(list(digests)))))


def cards(digests: Collection[str]) -> dict[str, Medium]:
    """Return what is known of files, by digest."""
    if not digests:
        return {}
    return {
        each.digest: each for each in session.scalars(select(Medium).where(Medium.digest.in_(list(digests))))
    }


def content_type_of(digest: str) -> str | None:
    """Return what kind of file is kept under a digest."""
    return session.scalar(select(Medium.content_type).where(Medium.digest == digest))
