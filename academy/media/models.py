"""Files that courses show."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from academy.db import Base


class Medium(Base):
    """One file, by the digest of its bytes; the bytes are in storage."""

    __tablename__ = "medium"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    #: How long it plays, in milliseconds.
    duration: Mapped[int | None]
    added_at: Mapped[datetime]
