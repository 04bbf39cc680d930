"""People as those who look after them see them, scoped by who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from academy.accounts.models import Admission, AdmissionState, Membership, Person
from academy.accounts.queries.admitted import own_admissions, own_transfers
from academy.accounts.queries.factors import factors_of, has_second_factor
from academy.accounts.rules.names import fold_call_sign, fold_email
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.db import is_writing, session
from academy.errors import NotFound

PAGE_SIZE = 25


@dataclass(frozen=True)
class Filters:
    """What a list of people is narrowed to."""

    words: str = ""
    agency_id: UUID | None = None
    role: Role | None = None
    #: ``active``, ``asked`` (at the door), ``waiting`` (invited, no password yet), ``disabled``; empty shows all.
    state: str = ""


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list of people."""

    people: Sequence[Person]
    #: Those of them who were invited and wait until their agency has answered.
    at_the_door: frozenset[UUID]
    page: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first one shown, counted from 1."""
        return (self.page - 1) * PAGE_SIZE + 1 if self.people else 0

    @property
    def last(self) -> int:
        """The place of the last one shown."""
        return self.first + len(self.people) - 1 if self.people else 0

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.last < self.total


def person_by_id(person_id: UUID) -> Person | None:
    """Return a person for herself, or for a door that has decided. Unscoped: never by an id that was typed."""
    return session.get(Person, person_id)


def person_by_identifier(typed: str) -> Person | None:
    """Return the active person with this call-sign or e-mail address."""
    is_same = (
        Person.email_key == fold_email(typed)
        if "@" in typed
        else Person.call_sign_key == fold_call_sign(typed)
    )
    return session.scalar(
        select(Person).where(is_same, Person.disabled_at.is_(None), Person.erased_at.is_(None))
    )


def person_for(actor: Actor, person_id: UUID, *, on: date) -> Person:
    """Return someone ``actor`` looks after, memberships loaded. Raises NotFound where there is none such."""
    found = session.scalar(
        select(Person)
        .where(Person.id == person_id, _looked_after_by(actor, on))
        .options(selectinload(Person.memberships).joinedload(Membership.agency))
    )
    if found is None:
        raise NotFound
    return found


def membership_for(actor: Actor, membership_id: UUID, *, on: date) -> Membership:
    """Return a role in an agency ``actor`` looks after, held while she writes. Raises NotFound where there is none such."""
    wanted = (
        select(Membership)
        .join(Membership.person)
        .join(Membership.agency)
        .where(Membership.id == membership_id, _looked_after_by(actor, on), _reached_by(actor))
        .execution_options(populate_existing=True)
    )
    found = session.scalar(wanted.with_for_update(of=Membership) if is_writing() else wanted)
    if found is None:
        raise NotFound
    return found


def people_for(actor: Actor, filters: Filters, *, page: int, on: date) -> PeoplePage:
    """Return one page of the people ``actor`` looks after, by name."""
    wanted = _narrowed(select(Person).where(_looked_after_by(actor, on)), filters, on)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = max(1, min(page, -(-total // PAGE_SIZE) or 1))
    people = session.scalars(
        wanted.order_by(func.lower(Person.legal_name), Person.call_sign)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
        .options(selectinload(Person.memberships).joinedload(Membership.agency))
    ).all()
    return PeoplePage(people, at_the_door(people), page, total)


def at_the_door(people: Sequence[Person]) -> frozenset[UUID]:
    """Return which of these people were invited and wait until their agency has answered."""
    closed = [each.id for each in people if each.disabled_at]
    if not closed:
        return frozenset()
    return frozenset(session.scalars(select(Person.id).where(Person.id.in_(closed), _is_at_the_door())))


def has_administrator() -> bool:
    """Say whether some administrator has come in already: one who has a password and an open account."""
    return bool(
        session.scalar(
            select(
                exists(
                    select(Membership.id)
                    .join(Person, Person.id == Membership.person_id)
                    .where(
                        Membership.role == Role.ADMINISTRATOR.value,
                        Membership.ends_on.is_(None),
                        Person.password_hash.is_not(None),
                        Person.disabled_at.is_(None),
                    )
                )
            )
        )
    )


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what the accounts hold about a person, for herself."""
    person = session.get(Person, person_id)
    if person is None:
        return {}
    return {
        "call_sign": person.call_sign,
        "legal_name": person.legal_name,
        "latin_name": person.latin_name,
        "verification_shows": person.verification_shows,
        "email": person.email,
        "interface_locale": person.interface_locale,
        "content_locale": person.content_locale,
        "certificate_locale": person.certificate_locale,
        "certificate_name": person.certificate_name,
        "jurisdiction": person.jurisdiction,
        "has_second_factor": has_second_factor(person),
        **_second_factors(person),
        "created_at": person.created_at.isoformat(),
        "password_changed_at": _moment(person.password_changed_at),
        "last_seen_at": _moment(person.last_seen_at),
        "memberships": [
            {
                "agency": each.agency.name,
                "role": each.role,
                "starts_on": each.starts_on.isoformat(),
                "ends_on": each.ends_on.isoformat() if each.ends_on else None,
            }
            for each in person.memberships
        ],
        "admissions": own_admissions(person_id),
        "transfers": own_transfers(person_id),
    }


def is_current(on: date) -> ColumnElement[bool]:
    """Return the condition under which a membership holds on a day."""
    return and_(Membership.starts_on <= on, or_(Membership.ends_on.is_(None), Membership.ends_on > on))


def _looked_after_by(actor: Actor, on: date) -> ColumnElement[bool]:
    """Everyone for an administrator of the academy; whoever belongs to her branch for others; else nobody."""
    if actor.runs_academy:
        return Person.erased_at.is_(None)
    return and_(
        Person.erased_at.is_(None),
        exists(
            select(Membership.id)
            .join(Agency, Agency.id == Membership.agency_id)
            .where(
                Membership.person_id == Person.id,
                is_current(on),
                _reached_by(actor),
            )
        ),
    )


def _reached_by(actor: Actor) -> ColumnElement[bool]:
    """Match the agencies whose people the actor looks after."""
    if actor.runs_academy:
        return true()
    paths = actor.paths(Role.COORDINATOR, Role.ADMINISTRATOR)
    return or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))


def _narrowed(people: Select[Person], filters: Filters, on: date) -> Select[Person]:
    if filters.words:
        people = people.where(
            or_(*(
                column.icontains(filters.words, autoescape=True)
                for column in (Person.call_sign, Person.legal_name, Person.email)
            ))
        )  # fmt: skip
    held = [is_current(on), Membership.person_id == Person.id]
    if filters.agency_id:
        held.append(Membership.agency_id == filters.agency_id)
    if filters.role:
        held.append(Membership.role == filters.role.value)
    if len(held) > 2:
        people = people.where(exists(select(Membership.id).where(*held)))
    states: dict[str, tuple[ColumnElement[bool], ...]] = {
        "active": (Person.disabled_at.is_(None), Person.password_hash.is_not(None)),
        "waiting": (Person.disabled_at.is_(None), Person.password_hash.is_(None)),
        "asked": (Person.disabled_at.is_not(None), _is_at_the_door()),
        "disabled": (Person.disabled_at.is_not(None), ~_is_at_the_door()),
    }
    return people.where(*states.get(filters.state, ()))


def _is_at_the_door() -> ColumnElement[bool]:
    return exists(
        select(Admission.id).where(Admission.person_id == Person.id, Admission.state == AdmissionState.ASKED)
    )


def _second_factors(person: Person) -> dict[str, object]:
    """Name her passkeys, never their keys, and count her recovery codes."""
    factors = factors_of(person)
    return {
        "passkeys": [
            {
                "name": each.name,
                "made_at": each.made_at.isoformat(),
                "last_used_at": _moment(each.last_used_at),
            }
            for each in factors.passkeys
        ],
        "recovery_codes_left": factors.recovery_left,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
