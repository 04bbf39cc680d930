"""Reading sign-offs, and whom an assessor may sign off.

An assessor is a trainer in whose branch the cohort is held, or, for a learner without a cohort, her agency lies. She is
never the learner herself, and not the trainer of the learner's own cohort unless the edition says so; what the edition
says is asked where it is at hand, in the view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.rules.names import fold_call_sign
from academy.actor import Actor, Role
from academy.agencies.models import Agency, Kind
from academy.courses.models import Edition
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, CohortTrainer, Enrolment
from academy.practicals.models import SignOff

#: How many cohorts the desk lists; older ones are found by a learner's call-sign.
MOST_COHORTS = 60
#: How a practical stands in an edition's canonical document.
_HAS_PRACTICAL = '"kind":"practical"'


@dataclass(frozen=True)
class Candidate:
    """A learner whom an assessor may see at a practical."""

    enrolment: Enrolment
    #: The path of the agency that holds her cohort, or of her own.
    path: str
    #: Whether the actor trains her cohort.
    is_own_trainer: bool


def cohorts_to_assess(actor: Actor, *, on: date) -> Sequence[Row[Cohort, bool]]:
    """Return (cohort, whether the actor trains it) of those with practicals in her branch, the latest first."""
    return session.execute(
        select(Cohort, _trains(actor))
        .join(Edition, Edition.id == Cohort.edition_id)
        .join(Agency, _holds_cohort())
        .where(
            _within(actor),
            Edition.document.contains(_HAS_PRACTICAL, autoescape=True),
            or_(Cohort.closes_on.is_(None), Cohort.closes_on >= on),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.name)
        .limit(MOST_COHORTS)
    ).all()


def cohort_to_assess(actor: Actor, cohort_id: UUID) -> tuple[Cohort, bool]:
    """Return a cohort that is in the actor's branch or trained by her, and whether it is that. Raises NotFound."""
    row = session.execute(
        select(Cohort, _trains(actor))
        .options(joinedload(Cohort.edition))
        .join(Agency, _holds_cohort())
        .where(Cohort.id == cohort_id, or_(_within(actor), _trains(actor)))
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row[0], bool(row[1])


def candidate(actor: Actor, enrolment_id: UUID) -> Candidate:
    """Return a learner in the actor's branch; for a sign-off they take their turns. Raises NotFound."""
    statement = _candidates(actor).where(Enrolment.id == enrolment_id)
    if is_writing():
        statement = statement.with_for_update(of=Enrolment)
    row = session.execute(statement).unique().one_or_none()
    if row is None:
        raise NotFound()
    return Candidate(row[0], row[1], bool(row[2]))


def candidates_called(actor: Actor, call_sign: str) -> list[Candidate]:
    """Return the running enrolments of whoever has this call-sign, within the actor's branch."""
    rows = session.execute(
        _candidates(actor).where(
            Person.call_sign_key == fold_call_sign(call_sign), Enrolment.completed_at.is_(None)
        )
    ).unique()
    return [Candidate(row[0], row[1], bool(row[2])) for row in rows]


def group(cohort_id: UUID) -> Sequence[Row[UUID, UUID, str]]:
    """Return (enrolment, person, call-sign) of a cohort, by call-sign."""
    return session.execute(
        select(Enrolment.id, Enrolment.person_id, Person.call_sign)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None))
        .order_by(Person.call_sign)
    ).all()


def latest_of_group(cohort_id: UUID, activity: str) -> Mapping[UUID, SignOff]:
    """Return enrolment → its latest sign-off at a practical."""
    found = session.scalars(
        select(SignOff)
        .join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id, SignOff.activity == activity)
        .order_by(SignOff.number)
    )
    return {each.enrolment_id: each for each in found}


def sign_offs(enrolment_id: UUID, activity: str) -> Sequence[Row[SignOff, str | None]]:
    """Return (sign-off, its assessor's call-sign) of one learner at a practical, the latest first."""
    return session.execute(
        select(SignOff, Person.call_sign)
        .outerjoin(Person, Person.id == SignOff.assessor_id)
        .where(SignOff.enrolment_id == enrolment_id, SignOff.activity == activity)
        .order_by(SignOff.number.desc())
    ).all()


def passed(enrolment_id: UUID) -> Sequence[Row[SignOff, str | None]]:
    """Return (sign-off, its assessor's call-sign) of each practical whose latest go a learner passed, by when it was."""
    later = aliased(SignOff)
    is_latest = ~exists().where(
        later.enrolment_id == SignOff.enrolment_id,
        later.activity == SignOff.activity,
        later.number > SignOff.number,
    )
    return session.execute(
        select(SignOff, Person.call_sign)
        .outerjoin(Person, Person.id == SignOff.assessor_id)
        .where(SignOff.enrolment_id == enrolment_id, SignOff.is_passed.is_(True), is_latest)
        .order_by(SignOff.observed_on, SignOff.activity)
    ).all()


def assessors_for(candidate: Candidate, *, may_train: bool, on: date) -> Sequence[Row[UUID, str]]:
    """Return (person, call-sign) of everybody who may have observed this learner."""
    enrolment = candidate.enrolment
    statement = (
        select(Person.id, Person.call_sign)
        .join(Membership, Membership.person_id == Person.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            Membership.role == Role.TRAINER,
            Membership.starts_on <= on,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= on),
            literal(candidate.path).startswith(Agency.path),
            Person.id != enrolment.person_id,
            Person.erased_at.is_(None),
        )
        .distinct()
        .order_by(Person.call_sign)
    )
    if not may_train:
        statement = statement.where(
            ~exists().where(
                CohortTrainer.cohort_id == enrolment.cohort_id, CohortTrainer.person_id == Person.id
            )
        )
    return session.execute(statement).all()


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return a person's sign-offs as a learner, and those she gave as an assessor."""
    own = session.scalars(
        select(SignOff)
        .join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(SignOff.signed_at)
    ).all()
    given = session.execute(
        select(SignOff.activity, SignOff.signed_at)
        .where(SignOff.assessor_id == person_id)
        .order_by(SignOff.signed_at)
    )
    return {
        "sign_offs": [_sign_off_data(each) for each in own],
        "signed_off": [{"activity": row.activity, "signed_at": row.signed_at.isoformat()} for row in given],
    }


def sign_offs_of(enrolment_id: UUID) -> Sequence[SignOff]:
    """Return every sign-off of one enrolment, at all practicals, in the order they were signed."""
    return session.scalars(
        select(SignOff)
        .where(SignOff.enrolment_id == enrolment_id)
        .order_by(SignOff.signed_at, SignOff.activity, SignOff.number)
    ).all()


def _sign_off_data(sign_off: SignOff) -> dict[str, object]:
    return {
        "activity": sign_off.activity, "number": sign_off.number, "observed_on": sign_off.observed_on.isoformat(),
        "signed_at": sign_off.signed_at.isoformat(), "findings": sign_off.findings, "is_passed": sign_off.is_passed,
        "note": sign_off.note,
    }  # fmt: skip


def _candidates(actor: Actor) -> Select[Enrolment, str, bool]:
    of_cohort = func.coalesce(Cohort.agency_id, _academy())
    return (
        select(Enrolment, Agency.path, _trains(actor))
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(
            Agency,
            or_(
                and_(Enrolment.cohort_id.is_(None), Agency.id == Enrolment.agency_id),
                and_(Enrolment.cohort_id.is_not(None), Agency.id == of_cohort),
            ),
        )
        .options(joinedload(Enrolment.person), joinedload(Enrolment.cohort), joinedload(Enrolment.course))
        .where(
            Enrolment.person_id != actor.person_id,
            Enrolment.withdrawn_at.is_(None),
            or_(_within(actor), _trains(actor)),
        )
    )


def _academy() -> ScalarSelect[UUID]:
    above = aliased(Agency)
    return (
        select(above.id)
        .where(above.kind == Kind.ACADEMY, above.parent_id.is_(None))
        .limit(1)
        .scalar_subquery()
    )


def _holds_cohort() -> ColumnElement[bool]:
    return or_(
        Agency.id == Cohort.agency_id,
        and_(Cohort.agency_id.is_(None), Agency.kind == Kind.ACADEMY, Agency.parent_id.is_(None)),
    )


def _within(actor: Actor) -> ColumnElement[bool]:
    paths = actor.paths(Role.TRAINER)
    return or_(*(Agency.path.startswith(path) for path in paths)) if paths else Agency.id.is_(None)


def _trains(actor: Actor) -> ColumnElement[bool]:
    return exists().where(CohortTrainer.cohort_id == Cohort.id, CohortTrainer.person_id == actor.person_id)
