"""Reading lessons, for the record."""

from __future__ import annotations

from datetime import datetime

from academy.learning import service as learning
from academy.learning.models import Enrolment


def mark_as_read(*, enrolment: Enrolment, activity: str, at: datetime) -> bool:
    """Record that a lesson was read; returns whether the course is complete through this."""
    return learning.complete(enrolment=enrolment, activity=activity, at=at)
