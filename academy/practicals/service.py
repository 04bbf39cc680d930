"""Signing off practicals, for the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.queries import granted as granted_to
from academy.practicals.content import PracticalContent
from academy.practicals.models import SignOff
from academy.practicals.rules import Observed, judge, may_sign


@dataclass(frozen=True)
class Observation:
    """What an assessor saw, as she enters it; the key makes a retry the same sign-off."""

    #: Criterion's key → ``met``, ``not-met`` or ``not-seen``.
    observed: Mapping[str, str]
    observed_on: date
    #: Who saw it: whoever enters it, or, from paper, whoever signed there.
    assessor_id: UUID
    note: str
    is_from_paper: bool
    #: Which go the page was opened for.
    number: int
    key: str


def sign_off(
    *, enrolment: Enrolment, activity: str, practical: PracticalContent, observation: Observation, edition_digest: str,
    by: Actor, at: datetime,
) -> SignOff:  # fmt: skip
    """Record one go for good; a passed one completes the activity, scored by the share of criteria met.

    Sending the same again gives the first sign-off. Raises Conflict where another go was signed off since the page
    was opened, none is left, or it is passed already; Forbidden for the learner herself; Invalid for what cannot be.
    """
    if enrolment.person_id in (by.person_id, observation.assessor_id):
        raise Forbidden("own-practical")
    earlier = session.scalars(
        select(SignOff).where(SignOff.enrolment_id == enrolment.id, SignOff.activity == activity)
    ).all()
    same = next((each for each in earlier if each.idempotency_key == observation.key), None)
    if same is not None:
        return same
    if observation.number != len(earlier) + 1:
        raise Conflict("signed-meanwhile")
    granted = granted_to([enrolment.id], activity).get(enrolment.id)
    is_passed = any(each.is_passed for each in earlier)
    if not may_sign(practical, goes=len(earlier), is_passed=is_passed, granted=granted):
        raise Conflict("no-more-goes")
    _check(practical, observation, enrolment, at)
    return _signed(enrolment, activity, practical, observation, edition_digest, by, at)


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove a person's sign-offs, and her name from those she gave."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    session.execute(delete(SignOff).where(SignOff.enrolment_id.in_(enrolments)))
    session.execute(update(SignOff).where(SignOff.assessor_id == person_id).values(assessor_id=None))


def _check(practical: PracticalContent, observation: Observation, enrolment: Enrolment, at: datetime) -> None:
    keys, values = {each.key for each in practical.criteria}, set(Observed)
    if set(observation.observed) != keys or not set(observation.observed.values()) <= values:
        raise Invalid("not-all-noted")
    if observation.observed_on > at.date():
        raise Invalid("observed-in-future", field="observed_on")
    if observation.observed_on < enrolment.enrolled_at.date():
        raise Invalid("observed-before-enrolment", field="observed_on")


def _signed(
    enrolment: Enrolment, activity: str, practical: PracticalContent, observation: Observation, edition_digest: str,
    by: Actor, at: datetime,
) -> SignOff:  # fmt: skip
    judgement = judge(practical, observation.observed)
    new = SignOff(
        enrolment_id=enrolment.id, activity=activity, number=observation.number, assessor_id=observation.assessor_id,
        observed_on=observation.observed_on, signed_at=at, findings=dict(observation.observed), is_passed=judgement.is_passed,
        note=observation.note, entered_from="paper" if observation.is_from_paper else "observed",
        idempotency_key=observation.key, edition_digest=edition_digest,
    )  # fmt: skip
    session.add(new)
    session.flush()
    audit.record(
        by=by, verb="sign-off", object_type="sign-off", object_id=new.id, at=at, agency_id=enrolment.agency_id
    )
    if judgement.is_passed:
        learning.complete(enrolment=enrolment, activity=activity, at=at, score=judgement.score)
    else:
        enrolment.last_activity_at = at
    return new
