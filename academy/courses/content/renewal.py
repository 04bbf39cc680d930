"""What makes a course the re-test of another."""

from __future__ import annotations

from pydantic import Field

from academy.courses.content.conditions import Document, Slug


class Renews(Document):
    """Whose certificates a re-test renews, and when it is open to their holders."""

    course: Slug
    #: It opens this many days before the end of her certificate, and closes so many days after it.
    opens_days: int = Field(default=90, ge=1, le=730)
    grace_days: int = Field(default=30, ge=0, le=365)
    #: For how long it renews; None for as long as the certificate's own course says.
    months: int | None = Field(default=None, ge=1, le=240)
