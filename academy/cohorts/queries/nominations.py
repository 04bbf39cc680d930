"""Nominations: as a cohort's trainers decide them, and as the agencies that make them see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.cohorts.models import Approval, Nomination, NominationState
from academy.cohorts.queries.cohorts import held, on_line
from academy.cohorts.rules import NOT_READY
from academy.courses.models import Edition
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.learning.models import Cohort, Enrolment
from academy.learning.queries import runs
from academy.learning.queries.facts import bar_to

#: Candidates shown at once; a search narrows them.
SHOWN = 40
#: States in which a nomination still means something.
CURRENT = (NominationState.NOMINATED, NominationState.WAITING, NominationState.ENROLLED)
_ORDER = {state: place for place, state in enumerate(NominationState)}


@dataclass(frozen=True)
class Wish:
    """A nomination with whoever said yes to it, and its place on the waiting list, from 1."""

    nomination: Nomination
    approvers: tuple[tuple[UUID, str], ...]
    place: int | None = None

    @property
    def person(self) -> Person:
        """Who is nominated."""
        return self.nomination.person

    @property
    def approver_ids(self) -> tuple[UUID, ...]:
        """The ids of whoever said yes."""
        return tuple(person_id for person_id, _call_sign in self.approvers)


@dataclass(frozen=True)
class Candidate:
    """A learner a coordinator may nominate; ``obstacle`` says (as a reason's slug) why not."""

    person_id: UUID
    call_sign: str
    legal_name: str
    unit: str
    agency_id: UUID
    obstacle: str | None = None


def wishes_for(cohort_id: UUID) -> list[Wish]:
    """Return a cohort's nominations for whoever runs it: to be decided first, then waiting, then the rest."""
    return _wishes(Nomination.cohort_id == cohort_id)


def wishes_of(actor: Actor, cohort_id: UUID) -> list[Wish]:
    """Return what the branches the actor coordinates wished of a cohort."""
    return _wishes(and_(Nomination.cohort_id == cohort_id, _of_branch(actor)))


def nomination_run_by(actor: Actor, nomination_id: UUID) -> Nomination:
    """Return a nomination to a cohort the actor runs, the cohort held while writing. Raises NotFound."""
    return _in_turn(
        select(Nomination.cohort_id).join(Cohort).where(_is(nomination_id), runs(actor)), nomination_id
    )


def nomination_of(actor: Actor, nomination_id: UUID) -> Nomination:
    """Return a nomination of a branch the actor coordinates, its cohort held while writing. Raises NotFound."""
    return _in_turn(select(Nomination.cohort_id).where(_is(nomination_id), _of_branch(actor)), nomination_id)


def approvers_of(nomination_id: UUID) -> Sequence[UUID]:
    """Return who has said yes to a nomination."""
    return session.scalars(select(Approval.person_id).where(Approval.nomination_id == nomination_id)).all()


def open_to(actor: Actor, *, today: date) -> Sequence[Row[Cohort, int]]:
    """Return (cohort, how many of hers are in it) of the cohorts a coordinator may nominate for or has people in."""
    hers = (
        select(func.count())
        .where(Nomination.cohort_id == Cohort.id, Nomination.state.in_(CURRENT), _of_branch(actor))
        .correlate(Cohort)
        .scalar_subquery()
    )
    is_running = or_(Cohort.closes_on.is_(None), Cohort.closes_on >= today)
    return session.execute(
        select(Cohort, hers)
        .where(is_running, or_(_takes_nominations_of(actor, today), hers > 0))
        .options(joinedload(Cohort.edition).joinedload(Edition.course))
        .order_by(Cohort.starts_on, Cohort.name)
    ).all()


def cohort_open_to(actor: Actor, cohort_id: UUID, *, today: date) -> Cohort:
    """Return a cohort the actor may nominate for or has nominated somebody to; held while writing. Raises NotFound."""
    nominated = exists().where(Nomination.cohort_id == Cohort.id, _of_branch(actor))
    found = session.scalar(
        select(Cohort.id).where(Cohort.id == cohort_id, or_(_takes_nominations_of(actor, today), nominated))
    )
    if found is None:
        raise NotFound
    return held(found)


def candidates(actor: Actor, cohort: Cohort, *, words: str, on: date) -> tuple[list[Candidate], int]:
    """Return the learners of the actor's branches who are not in the cohort's list yet, and how many there are.

    At most ``SHOWN`` come back; ``words`` narrow them by name or call-sign.
    """
    matching = select(Person.id).where(_may_stand(actor, cohort, on))
    if words:
        matching = matching.where(
            or_(
                *(
                    column.icontains(words, autoescape=True)
                    for column in (Person.call_sign, Person.legal_name)
                )
            )
        )
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    first = matching.order_by(
        _runs_the_course(cohort), func.lower(Person.legal_name), Person.call_sign
    ).limit(SHOWN)
    return _candidates(actor, cohort, list(session.scalars(first)), on), total


def chosen(actor: Actor, cohort: Cohort, person_ids: Sequence[UUID], *, on: date) -> list[Candidate]:
    """Return those of ``person_ids`` whom the actor may nominate: whoever is none of hers is left out."""
    mine = session.scalars(select(Person.id).where(Person.id.in_(person_ids), _may_stand(actor, cohort, on)))
    return _candidates(actor, cohort, list(mine), on)


def _candidates(actor: Actor, cohort: Cohort, person_ids: list[UUID], on: date) -> list[Candidate]:
    rows = session.execute(
        select(
            Person.id, Person.call_sign, Person.legal_name, Agency.name, Agency.id, _runs_the_course(cohort)
        )
        .join(Membership, Membership.person_id == Person.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Person.id.in_(person_ids), *_learns_with(actor, on))
        .order_by(func.lower(Person.legal_name), Person.call_sign, Membership.starts_on, Membership.id)
    )
    found: dict[UUID, Candidate] = {}
    for person_id, call_sign, legal_name, unit, agency_id, is_in_course in rows:
        if person_id not in found:  # the first membership is the one her record will count for
            obstacle = "in-the-course" if is_in_course else _not_ready(cohort, person_id, on)
            found[person_id] = Candidate(person_id, call_sign, legal_name, unit, agency_id, obstacle)
    return sorted(found.values(), key=lambda each: each.obstacle is not None)


def is_ready(cohort: Cohort, person_id: UUID, *, on: date) -> bool:
    """Say whether a person meets what the course of a cohort asks for."""
    return bar_to(cohort.edition, person_id=person_id, on=on) is None


def _not_ready(cohort: Cohort, person_id: UUID, on: date) -> str | None:
    return None if is_ready(cohort, person_id, on=on) else NOT_READY


def _wishes(condition: ColumnElement[bool]) -> list[Wish]:
    found = session.scalars(
        select(Nomination)
        .join(Nomination.agency)
        .where(condition)
        .options(joinedload(Nomination.person), joinedload(Nomination.agency))
    ).all()
    if not found:
        return []
    yes: dict[UUID, list[tuple[UUID, str]]] = {}
    for nomination_id, person_id, call_sign in session.execute(
        select(Approval.nomination_id, Person.id, Person.call_sign)
        .join(Person, Person.id == Approval.person_id)
        .where(Approval.nomination_id.in_([each.id for each in found]))
        .order_by(Approval.approved_at)
    ):
        yes.setdefault(nomination_id, []).append((person_id, call_sign))
    places = {each: place for place, each in enumerate(_waiting_ids(found[0].cohort_id), start=1)}
    wishes = [Wish(each, tuple(yes.get(each.id, ())), places.get(each.id)) for each in found]
    return sorted(wishes, key=_order)


def _order(wish: Wish) -> tuple[int, int, str, str]:
    state = NominationState(wish.nomination.state)
    return _ORDER[state], wish.place or 0, wish.nomination.nominated_at.isoformat(), wish.person.call_sign


def _waiting_ids(cohort_id: UUID) -> Sequence[UUID]:
    return session.scalars(
        select(Nomination.id)
        .where(Nomination.cohort_id == cohort_id, Nomination.state == NominationState.WAITING)
        .order_by(Nomination.approved_at, Nomination.id)
    ).all()


def _in_turn(whose: Select[UUID], nomination_id: UUID) -> Nomination:
    """Hold the cohort first and read the nomination after that, so that nothing decided meanwhile is missed."""
    cohort_id = session.scalar(whose)
    if cohort_id is None:
        raise NotFound
    cohort = held(cohort_id)
    nomination = session.get_one(Nomination, nomination_id, populate_existing=is_writing())
    nomination.cohort = cohort
    return nomination


def _is(nomination_id: UUID) -> ColumnElement[bool]:
    return Nomination.id == nomination_id


def _within(actor: Actor) -> ColumnElement[bool]:
    paths = actor.paths(Role.COORDINATOR)
    return or_(false(), *(Agency.path.startswith(path) for path in paths))


def _of_branch(actor: Actor) -> ColumnElement[bool]:
    return Nomination.agency_id.in_(select(Agency.id).where(_within(actor)))


def _takes_nominations_of(actor: Actor, today: date) -> ColumnElement[bool]:
    """Match cohorts open to nominations that the academy holds, or an agency above or below the actor's branches."""
    near = select(Agency.id).where(on_line(actor.paths(Role.COORDINATOR)))
    return and_(
        Cohort.nominations_until >= today,
        or_(Cohort.closes_on.is_(None), Cohort.closes_on >= today),
        or_(Cohort.agency_id.is_(None), Cohort.agency_id.in_(near)),
    )


def _learns_with(actor: Actor, on: date) -> tuple[ColumnExpressionArgument[bool], ...]:
    return (
        Membership.role == Role.LEARNER.value, is_current(on), Agency.is_active, _within(actor),
        Person.disabled_at.is_(None), Person.erased_at.is_(None),
    )  # fmt: skip


def _may_stand(actor: Actor, cohort: Cohort, on: date) -> ColumnElement[bool]:
    """Match the learners of the actor's branches whom nobody has nominated to the cohort, and who are not in it."""
    is_hers = exists(
        select(Membership.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Membership.person_id == Person.id, *_learns_with(actor, on))
    )
    is_nominated = exists().where(
        Nomination.person_id == Person.id, Nomination.cohort_id == cohort.id, Nomination.state.in_(CURRENT)
    )
    is_in_it = exists().where(
        Enrolment.person_id == Person.id, Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None)
    )
    return and_(is_hers, ~is_nominated, ~is_in_it)


def _runs_the_course(cohort: Cohort) -> ColumnElement[bool]:
    return exists().where(
        Enrolment.person_id == Person.id,
        Enrolment.course_id
        == select(Edition.course_id).where(Edition.id == cohort.edition_id).scalar_subquery(),
        Enrolment.completed_at.is_(None),
        Enrolment.withdrawn_at.is_(None),
    )
