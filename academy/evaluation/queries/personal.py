"""What evaluation holds of a person, for herself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from academy.db import session
from academy.evaluation.models import CaseReport, FollowUp
from academy.learning.models import Enrolment


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return when a person is followed up and what was answered of her, and when she answered or reported for others.

    Who answered of her is not in it: that is about somebody else (Art. 15(4) GDPR). What she answered of others is not
    either: it is about them.
    """
    asked = session.scalars(
        select(FollowUp).join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .where(Enrolment.person_id == person_id).order_by(FollowUp.opens_on)
    ).all()  # fmt: skip
    answered = session.scalars(
        select(FollowUp.answered_at)
        .where(FollowUp.answered_by_id == person_id)
        .order_by(FollowUp.answered_at)
    ).all()
    named = session.scalars(
        select(FollowUp.opens_on).where(FollowUp.supervisor_id == person_id).order_by(FollowUp.opens_on)
    ).all()
    reported = session.scalars(
        select(CaseReport).where(CaseReport.reported_by_id == person_id).order_by(CaseReport.reported_at)
    ).all()
    return {
        "followed_up": [_of(each) for each in asked],
        "named_as_supervisor_from": [day.isoformat() for day in named],
        "follow_ups_answered_at": [at.isoformat() for at in answered if at],
        "case_reports": [
            {"period_from": each.starts_on.isoformat(), "reported_at": each.reported_at.isoformat(), "source": each.source}
            for each in reported
        ],
    }  # fmt: skip


def _of(each: FollowUp) -> dict[str, object]:
    return {
        "months": each.months, "opens_on": each.opens_on.isoformat(), "closes_on": each.closes_on.isoformat(),
        "is_answered": each.answered_at is not None, "answers": dict(each.answers or {}),
    }  # fmt: skip
