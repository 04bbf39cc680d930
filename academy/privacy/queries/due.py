"""What is due to be forgotten, in small portions; each asks again for one thing, just before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, exists, func, literal, or_, select, true

from academy.accounts.models import Admission, AdmissionState, Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Role
from academy.agencies.models import Agency
from academy.db import UTCDateTime, session
from academy.learning.models import AnswerEvent, Attempt, Enrolment, ItemResult
from academy.privacy.models import ErasureWarning, KeptRecord, RetentionRule
from academy.privacy.rules import DEFAULTS, What, months_before
from academy.privacy.rules.retention import WARNED_BEFORE

#: Nobody who answers for others is erased by a clock: somebody looks first.
_OFFICES = (Role.ADMINISTRATOR.value, Role.COORDINATOR.value)
#: When somebody was last here; of whoever never came, when she was added.
_LAST = func.coalesce(Person.last_seen_at, Person.created_at)


def unused(*, at: datetime, most: int) -> Sequence[Person]:
    """Return people who have not signed in for nearly so long that they are to be warned."""
    before = _moment(months_before((at + WARNED_BEFORE).date(), DEFAULTS[What.ACCOUNT_UNUSED].months))
    holds_office = exists().where(
        Membership.person_id == Person.id, Membership.role.in_(_OFFICES), is_current(at.date())
    )
    return session.scalars(
        select(Person)
        .outerjoin(ErasureWarning, ErasureWarning.person_id == Person.id)
        .where(Person.erased_at.is_(None), ErasureWarning.person_id.is_(None), before > _LAST, ~holds_office)
        .order_by(Person.id)
        .limit(most)
    ).all()


def came_again(*, most: int) -> Sequence[UUID]:
    """Return people who were warned and have signed in since."""
    return session.scalars(_warned().where(ErasureWarning.warned_at <= _LAST).limit(most)).all()


def still_unused(*, at: datetime, most: int, only: UUID | None = None) -> Sequence[UUID]:
    """Return people who were warned, did not come, and whose day has come."""
    return session.scalars(
        _warned()
        .where(
            ErasureWarning.due_on <= at.date(), ErasureWarning.warned_at > _LAST, Person.erased_at.is_(None),
            _is(Person.id, only),
            ~exists().where(
                Membership.person_id == Person.id, Membership.role.in_(_OFFICES), is_current(at.date())
            ),
        )
        .limit(most)
    ).all()  # fmt: skip


def left(*, at: datetime, most: int, only: UUID | None = None) -> Sequence[UUID]:
    """Return people who have served in no agency for as long as their agencies' periods say."""
    still = (
        select(Membership.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            Membership.person_id == Person.id,
            or_(Membership.ends_on.is_(None), Membership.ends_on > _cutoff(What.LEFT, at, Date())),
        )
    )
    served = exists().where(Membership.person_id == Person.id)
    return session.scalars(
        select(Person.id)
        .where(Person.erased_at.is_(None), _is(Person.id, only), served, ~exists(still))
        .order_by(Person.id)
        .limit(most)
    ).all()


def enrolments_with_answers(*, at: datetime, most: int, only: UUID | None = None) -> Sequence[UUID]:
    """Return enrolments that ended long enough ago, and whose answers are still there."""
    ended = func.coalesce(Enrolment.completed_at, Enrolment.withdrawn_at)
    own = select(Attempt.id).where(Attempt.enrolment_id == Enrolment.id)
    return session.scalars(
        select(Enrolment.id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(
            ended.is_not(None), ended <= _cutoff(What.ANSWERS, at, UTCDateTime()), _is(Enrolment.id, only),
            or_(
                exists().where(AnswerEvent.attempt_id.in_(own)),
                exists().where(ItemResult.attempt_id.in_(own), ItemResult.response.is_not(None)),
            ),
        )
        .order_by(Enrolment.id)
        .limit(most)
    ).all()  # fmt: skip


def admissions_declined(*, at: datetime, most: int) -> Sequence[UUID]:
    """Return requests to come in that were declined or withdrawn long enough ago."""
    over = (AdmissionState.DECLINED.value, AdmissionState.WITHDRAWN.value)
    return session.scalars(
        select(Admission.id)
        .join(Agency, Agency.id == Admission.agency_id)
        .where(
            Admission.state.in_(over),
            func.coalesce(Admission.decided_at, Admission.asked_at)
            <= _cutoff(What.ADMISSION_DECLINED, at, UTCDateTime()),
        )
        .limit(most)
    ).all()


def kept_too_long(*, on: date, most: int) -> Sequence[UUID]:
    """Return records of erased people whose day has come."""
    return session.scalars(select(KeptRecord.id).where(KeptRecord.until <= on).limit(most)).all()


def _warned() -> Any:
    return select(ErasureWarning.person_id).join(Person, Person.id == ErasureWarning.person_id)


def _is(column: Any, only: UUID | None) -> ColumnElement[bool]:
    return and_(column == only) if only else true()


def _cutoff(what: What, at: datetime, type_: Date | UTCDateTime) -> ColumnElement[Any]:
    """Return the moment up to which something is over for the agency of the row, by the nearest rule above it."""

    def before(months: int) -> ColumnElement[Any]:
        day = months_before(at.date(), months)
        return literal(day if isinstance(type_, Date) else _moment(day), type_)

    rules = session.execute(
        select(Agency.path, RetentionRule.months)
        .join(RetentionRule.agency)
        .where(RetentionRule.what == what.value)
    ).all()
    nearest = sorted(rules, key=lambda row: -len(row.path))
    default = before(DEFAULTS[what].months)
    if not nearest:
        return default
    return case(
        *((Agency.path.startswith(row.path, autoescape=True), before(row.months)) for row in nearest),
        else_=default,
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
