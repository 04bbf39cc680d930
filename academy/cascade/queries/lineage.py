"""Lineage: a graduate's trainings, their trainees, and the trainings that these hold. Two statements a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, false, literal, or_, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.cascade.models import DeliverySignOff, Training
from academy.cascade.queries.trainings import DECIDING, SHOWN
from academy.cascade.rules import TEACHING
from academy.cascade.rules.lineage import DEEPEST, Branch, forest
from academy.certificates.models import Certificate
from academy.certificates.rules import Standing, State, standing
from academy.db import session
from academy.learning.models import Enrolment

#: What a trainee's certificate is worth, the best first.
_WORTH = {each: place for place, each in enumerate(Standing)}


@dataclass(frozen=True)
class Trainee:
    """Somebody who learns in a training, and what came of it."""

    enrolment_id: UUID
    #: None where who looks may not know who it is.
    call_sign: str | None
    is_complete: bool
    #: What her certificate is worth; None where she has none.
    standing: Standing | None


@dataclass(frozen=True)
class Taught:
    """A training as it stands in a lineage."""

    id: UUID
    title: str
    leader: str | None
    agency: str
    place: str
    starts_on: date
    ends_on: date
    state: str
    generation: int
    edition_id: UUID
    #: Whether who looks may open its page.
    is_open: bool
    #: What was last seen of its delivery; None where nobody was there.
    is_passed: bool | None
    trainees: tuple[Trainee, ...] = ()

    @property
    def named(self) -> list[Trainee]:
        """The trainees whom who looks may know."""
        return [each for each in self.trainees if each.call_sign is not None]

    @property
    def completed(self) -> int:
        """How many have completed the course."""
        return sum(each.is_complete for each in self.trainees)

    @property
    def certified(self) -> int:
        """How many hold a certificate that is valid."""
        return sum(each.standing is Standing.VALID for each in self.trainees)


Lineage = tuple[Branch[Taught], ...]


@dataclass(frozen=True)
class Sums:
    """What a lineage comes to."""

    trainings: int = 0
    people: int = 0
    completed: int = 0
    certified: int = 0
    generations: frozenset[int] = field(default_factory=frozenset)


def lineage_of(actor: Actor, *, at: datetime) -> Lineage:
    """Return the trainings the actor leads, and all that came of them."""
    return _grown(select(_descent(actor).c.id), actor, at)


def lineage_in(actor: Actor, *, at: datetime) -> Lineage:
    """Return the latest trainings of the branches the actor answers for, each under the one it came of."""
    latest = (
        select(Training.id)
        .join(Agency, Agency.id == Training.agency_id)
        .where(_in_branches(actor), Training.state.in_(TEACHING))
        .order_by(Training.starts_on.desc(), Training.id)
        .limit(SHOWN)
    )
    return _grown(latest, actor, at)


def lineage_below(training: Training, actor: Actor, *, at: datetime) -> Lineage:
    """Return one training, for whoever may open it, without what came of it."""
    return _grown(select(Training.id).where(Training.id == training.id), actor, at)


def sums(lineage: Lineage) -> Sums:
    """Return what a lineage comes to."""
    trainings: list[Taught] = []
    waiting = list(lineage)
    while waiting:
        branch = waiting.pop()
        trainings.append(branch.thing)
        waiting.extend(branch.below)
    return Sums(
        len(trainings), sum(len(each.trainees) for each in trainings), sum(each.completed for each in trainings),
        sum(each.certified for each in trainings), frozenset(each.generation for each in trainings),
    )  # fmt: skip


def _descent(actor: Actor) -> CTE:
    """Select the actor's trainings and, step by step, those whose leaders learnt in one of them."""
    found = (
        select(Training.id, literal(1).label("depth"))
        .where(Training.leader_id == actor.person_id, Training.state.in_(TEACHING))
        .cte("descent", recursive=True)
    )
    return found.union(
        select(Training.id, found.c.depth + 1)
        .join(found, Training.parent_id == found.c.id)
        .where(Training.state.in_(TEACHING), found.c.depth < DEEPEST)
    )


def _grown(ids: Select[UUID], actor: Actor, at: datetime) -> Lineage:
    last = (
        select(DeliverySignOff.is_passed)
        .where(DeliverySignOff.training_id == Training.id)
        .order_by(DeliverySignOff.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_open = or_(Training.leader_id == actor.person_id, _in_branches(actor))
    rows = session.execute(
        select(Training, Person.call_sign, Agency.name, is_open, last)
        .join(Agency, Agency.id == Training.agency_id)
        .outerjoin(Person, and_(Person.id == Training.leader_id, Person.erased_at.is_(None)))
        .where(Training.id.in_(ids))
        .order_by(Training.starts_on.desc(), Training.title, Training.id)
    ).all()
    learning = _trainees([each.cohort_id for each, *_ in rows if each.cohort_id], actor, at) if rows else {}
    return forest(
        (
            each.id, each.parent_id,
            Taught(
                each.id, each.title, leader, agency, each.place, each.starts_on, each.ends_on, each.state, each.generation,
                each.edition_id, bool(is_hers), is_passed, tuple(learning.get(each.cohort_id, ())),
            ),
        )
        for each, leader, agency, is_hers, is_passed in rows
    )  # fmt: skip


def _trainees(cohort_ids: Sequence[UUID], actor: Actor, at: datetime) -> dict[UUID | None, list[Trainee]]:
    """Return cohort → its trainees; by call-sign to whoever leads it or answers for the agency that sent them."""
    is_shown = or_(Training.leader_id == actor.person_id, _in_branches(actor))
    rows = session.execute(
        select(
            Enrolment.cohort_id, Enrolment.id, Person.call_sign, is_shown, Enrolment.completed_at, Certificate.state,
            Certificate.valid_until,
        )
        .join(Training, Training.cohort_id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Agency, Agency.id == Enrolment.agency_id)
        .outerjoin(Certificate, _is_of_her_course())
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.withdrawn_at.is_(None))
        .order_by(Person.call_sign, Enrolment.id)
    )  # fmt: skip
    found: dict[UUID | None, dict[UUID, Trainee]] = {}
    for cohort_id, enrolment_id, call_sign, is_known, completed_at, state, until in rows:
        worth = standing(State(state), until, at) if state else None
        people = found.setdefault(cohort_id, {})
        known = people.get(enrolment_id)
        if known is None or _is_better(worth, known.standing):
            name = call_sign if is_known else None
            people[enrolment_id] = Trainee(enrolment_id, name, completed_at is not None, worth)
    return {cohort_id: list(people.values()) for cohort_id, people in found.items()}


def _is_of_her_course() -> ColumnElement[bool]:
    """Match the certificates of an enrolment's learner, with what stands in for one and what renews it."""
    return and_(Certificate.person_id == Enrolment.person_id, Certificate.edition_id == Enrolment.edition_id)


def _is_better(one: Standing | None, other: Standing | None) -> bool:
    return one is not None and (other is None or _WORTH[one] < _WORTH[other])


def _in_branches(actor: Actor) -> ColumnElement[bool]:
    paths = actor.paths(*DECIDING)
    return or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
