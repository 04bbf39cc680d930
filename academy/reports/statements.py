"""What reports ask of the database. Built once: building them anew would take longer than the database takes to answer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.certificates.models import Certificate
from academy.certificates.rules import State as CertificateState
from academy.learning.models import Attempt, AttemptState, Cohort, Completion, Enrolment
from academy.reports.rules.progress import State
from academy.reports.rules.stuck import FAILED_OFTEN

#: Lines of the list of people who need somebody.
NEEDING = 8

IS_IN = and_(
    Enrolment.edition_id == bindparam("edition_id"),
    Enrolment.agency_id.in_(bindparam("agency_ids", expanding=True)),
    Enrolment.withdrawn_at.is_(None),
)
IS_IN_COHORT = Enrolment.cohort_id == bindparam("cohort_id")
IS_OPEN = Enrolment.completed_at.is_(None)
HAS_BEGUN = Enrolment.last_activity_at.is_not(None)
IS_OVERDUE = and_(IS_OPEN, Enrolment.due_on < bindparam("today"))
IS_IDLE = and_(IS_OPEN, ~HAS_BEGUN, Enrolment.enrolled_at <= bindparam("idle_since"))
#: Of an attempt of the enrolment at hand: it waits for a person's marks, and has waited long.
_WAITS = and_(Attempt.state == AttemptState.SUBMITTED, Attempt.submitted_at <= bindparam("idle_since"))
_IS_DONE = exists().where(
    Completion.enrolment_id == Attempt.enrolment_id, Completion.activity == Attempt.activity
)
_FAILED_OFTEN = (
    select(Attempt.activity)
    .where(
        Attempt.enrolment_id == Enrolment.id, Attempt.is_passed.is_(False), Attempt.is_practice.is_(False), ~_IS_DONE
    )
    .group_by(Attempt.activity)
    .having(func.count() >= FAILED_OFTEN)
    .exists()
)  # fmt: skip
#: Begun, and standing still; asked in this order, since the first is told by the enrolment alone.
IS_STUCK = and_(
    IS_OPEN,
    HAS_BEGUN,
    or_(
        Enrolment.last_activity_at <= bindparam("idle_since"),
        exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.is_practice.is_(False), _WAITS),
        _FAILED_OFTEN,
    ),
)
#: A certificate that still holds, and will not for long.
_RUNS_OUT = and_(
    Certificate.state == CertificateState.VALID.value,
    Certificate.valid_until.between(bindparam("today"), bindparam("soon")),
)
EXPIRES = exists().where(Certificate.enrolment_id == Enrolment.id, _RUNS_OUT)
STANDS: dict[State, ColumnElement[bool]] = {
    State.EVERYONE: true(),
    State.COMPLETED: ~IS_OPEN,
    State.NOT_STARTED: and_(IS_OPEN, ~HAS_BEGUN),
    State.UNDER_WAY: and_(IS_OPEN, HAS_BEGUN),
    State.LATE: IS_OVERDUE,
    State.STUCK: IS_STUCK,
    State.EXPIRING: and_(~IS_OPEN, EXPIRES),
}
FIGURES = (
    select(
        Enrolment.agency_id,
        Enrolment.cohort_id,
        func.count(),
        func.count(Enrolment.completed_at),
        func.count().filter(IS_OPEN, HAS_BEGUN),
        func.count().filter(IS_OPEN, ~HAS_BEGUN),
        func.count().filter(IS_OVERDUE),
        func.count().filter(IS_IDLE),
        func.coalesce(func.sum(Enrolment.done_count), 0),
        func.count().filter(IS_STUCK),
        func.count().filter(~IS_OPEN, EXPIRES),
    )
    .where(IS_IN)
    .group_by(Enrolment.agency_id, Enrolment.cohort_id)
)
COHORTS = (
    select(Cohort.id, Cohort.name)
    .where(Cohort.id.in_(bindparam("cohort_ids", expanding=True)))
    .order_by(Cohort.starts_on.desc(), Cohort.name)
)
_CERTIFICATES = (
    select(Certificate.agency_id, func.count())
    .where(
        Certificate.edition_id == bindparam("edition_id"),
        Certificate.agency_id.in_(bindparam("agency_ids", expanding=True)),
        Certificate.state == CertificateState.VALID.value,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= bindparam("today")),
    )
    .group_by(Certificate.agency_id)
)
#: The key is left as the driver gives it: reading each as a UUID would take most of the time of a large table.
SCORES = select(type_coerce(Completion.enrolment_id, String), Completion.activity, Completion.score).where(
    Completion.enrolment_id.in_(bindparam("enrolment_ids", expanding=True))
)
BEGUN = (
    select(Attempt.enrolment_id, Attempt.activity)
    .where(Attempt.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)))
    .distinct()
)
#: (enrolment, activity, attempts failed, waiting for marks since) of what is not done.
OBSTACLES = (
    select(
        Attempt.enrolment_id,
        Attempt.activity,
        func.count().filter(Attempt.is_passed.is_(False)),
        func.min(Attempt.submitted_at).filter(Attempt.state == AttemptState.SUBMITTED),
    )
    .where(
        Attempt.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)),
        Attempt.is_practice.is_(False),
        ~_IS_DONE,
    )
    .group_by(Attempt.enrolment_id, Attempt.activity)
)
#: What a row of the matrix is made of; the last day of the certificate that holds is asked for where it matters.
ROWS = (
    Enrolment.id, Person.call_sign, Person.legal_name, Agency.name.label("unit"), Enrolment.due_on, Enrolment.done_count,
    Enrolment.completed_at, Enrolment.last_activity_at, func.coalesce(IS_OVERDUE, false()).label("is_late"),
)  # fmt: skip
#: Rows of people whose place in the order is known; that they are within the branch was asked when it was made.
PEOPLE_BY_ID = (
    select(*ROWS)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Agency, Agency.id == Enrolment.agency_id)
    .where(Enrolment.id.in_(bindparam("enrolment_ids", expanding=True)), Enrolment.withdrawn_at.is_(None))
)
LAST_DAYS = (
    select(Certificate.enrolment_id, func.min(Certificate.valid_until))
    .where(Certificate.enrolment_id.in_(bindparam("enrolment_ids", expanding=True)), _RUNS_OUT)
    .group_by(Certificate.enrolment_id)
)


@lru_cache
def certificates(*, in_cohort: bool) -> Select[*tuple[Any, ...]]:
    """Select how many certificates of each agency hold."""
    if not in_cohort:
        return _CERTIFICATES
    return _CERTIFICATES.join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(IS_IN_COHORT)


@lru_cache
def in_need(*, in_cohort: bool) -> Select[*tuple[Any, ...]]:
    """Select the few who need somebody most."""
    few = (
        select(Enrolment.id, Enrolment.person_id, Enrolment.due_on, Enrolment.enrolled_at)
        .where(IS_IN, IS_OPEN, or_(IS_OVERDUE, IS_IDLE), IS_IN_COHORT if in_cohort else true())
        .order_by(Enrolment.due_on.asc().nulls_last(), Enrolment.enrolled_at)
        .limit(NEEDING)
        .subquery()
    )
    return (
        select(few.c.id, few.c.due_on, few.c.enrolled_at, Person.call_sign, Person.legal_name)
        .join(Person, Person.id == few.c.person_id)
        .order_by(few.c.due_on.asc().nulls_last(), few.c.enrolled_at)
    )


@lru_cache(maxsize=256)
def people_in(state: State, agency_count: int, *, in_cohort: bool) -> Select[*tuple[Any, ...]]:
    """Select the rows of people in a state: by agency in the order given (``agency_0`` …), then by call-sign."""
    return _ordered(select(*ROWS), state, agency_count, in_cohort)


@lru_cache(maxsize=256)
def order_in(state: State, agency_count: int, *, in_cohort: bool) -> Select[*tuple[Any, ...]]:
    """Select the ids alone in the same order, as the database writes them."""
    return _ordered(select(type_coerce(Enrolment.id, String)), state, agency_count, in_cohort)


def _ordered(
    rows: Select[*tuple[Any, ...]], state: State, agency_count: int, in_cohort: bool
) -> Select[*tuple[Any, ...]]:
    places = [(Enrolment.agency_id == bindparam(f"agency_{place}"), place) for place in range(agency_count)]
    return (
        rows.join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .where(IS_IN, STANDS[state], IS_IN_COHORT if in_cohort else true())
        .order_by(*([case(*places)] if agency_count > 1 else []), Person.call_sign, Enrolment.enrolled_at)
    )
