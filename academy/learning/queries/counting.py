"""Which enrolments' progress does not agree with what is done in them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from academy.courses.models import Edition
from academy.db import session
from academy.learning.models import Completion, Enrolment
from academy.learning.queries.facts import outline_of
from academy.learning.rules import required_of


def to_settle() -> Sequence[UUID]:
    """Return the enrolments to look at again: a wrong count, or everything required done and not complete."""
    found: list[UUID] = []
    for edition in session.scalars(select(Edition).order_by(Edition.published_at)):
        required = required_of(outline_of(edition))
        done = (
            select(func.count())
            .where(Completion.enrolment_id == Enrolment.id, Completion.activity.in_(required))
            .correlate(Enrolment)
            .scalar_subquery()
        )
        found.extend(
            session.scalars(
                select(Enrolment.id)
                .where(
                    Enrolment.edition_id == edition.id,
                    Enrolment.withdrawn_at.is_(None),
                    or_(
                        Enrolment.done_count != done,
                        and_(Enrolment.completed_at.is_(None), done == len(required)),
                    ),
                )
                .order_by(Enrolment.id)
            )
        )
    return found
