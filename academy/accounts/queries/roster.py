"""What a branch knows of its people, for a list to be held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from academy.accounts.models import Membership, Person
from academy.accounts.queries.people import is_current
from academy.accounts.rules import grants
from academy.accounts.rules.names import fold_call_sign, fold_email, is_call_sign, is_email
from academy.accounts.rules.roster import Branch, Known, Place, Row, Unit
from academy.accounts.rules.writing import tidied
from academy.actor import Actor, Grant, Role
from academy.agencies import queries as agencies
from academy.agencies.models import Agency
from academy.db import session

#: Names asked for in one statement.
_AT_ONCE = 1_000


def branch_for(
    rows: Sequence[Row], *, agency: Agency, by: Actor, languages: Mapping[str, str], language: str, on: date
) -> Branch:
    """Return what a list for ``agency`` and the units below it is held against."""
    units = [each for each in [agency, *agencies.units_below(agency)] if each.is_active]
    people = _people(agency, by, on)
    keys = {name for row in rows for name in _names_in(row)}
    known_ids = {each.id for each in people}
    taken = {name for name, person_id in _holders(keys) if person_id not in known_ids}
    return Branch(
        units=[Unit(each.id, each.name) for each in units],
        home=Unit(agency.id, agency.name),
        people=people,
        taken=frozenset(taken),
        languages=languages,
        language=language,
        domains={each.id: agencies.verified_domains(each) for each in units},
        on=on,
    )


def _people(agency: Agency, by: Actor, on: date) -> list[Known]:
    """Return everybody who belongs to the branch, or has belonged to it."""
    of_branch = (
        select(Membership.person_id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Agency.path.startswith(agency.path, autoescape=True))
    )
    held, places = _grants(of_branch, on), defaultdict[UUID, list[Membership]](list)
    for membership in session.scalars(
        select(Membership)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Agency.path.startswith(agency.path, autoescape=True))
        .order_by(Membership.starts_on, Membership.id)
    ):
        places[membership.person_id].append(membership)
    people = session.scalars(select(Person).where(Person.id.in_(of_branch), Person.erased_at.is_(None)))
    return [_known(person, places[person.id], held[person.id], by, on) for person in people]


def _grants(people: Select[UUID], on: date) -> dict[UUID, list[Grant]]:
    """Return every role that each of some people holds, wherever it is."""
    found = defaultdict[UUID, list[Grant]](list)
    for person_id, role, agency_id, path in session.execute(
        select(Membership.person_id, Membership.role, Agency.id, Agency.path)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Membership.person_id.in_(people), is_current(on))
    ):
        found[person_id].append(Grant(Role(role), agency_id, path))
    return found


def _known(
    person: Person, memberships: Sequence[Membership], held: Sequence[Grant], by: Actor, on: date
) -> Known:
    current = [each for each in memberships if each.ends_on is None or each.ends_on > on]
    return Known(
        id=person.id,
        call_sign=person.call_sign,
        legal_name=person.legal_name,
        latin_name=person.latin_name or "",
        email=person.email or "",
        language=person.interface_locale or "",
        places=[
            Place(each.id, each.agency_id, each.starts_on, each.ends_on)
            for each in current
            if each.role == Role.LEARNER.value
        ],
        is_here=bool(current),
        left_on=max((each.ends_on for each in memberships if each.ends_on), default=None),
        has_come=person.password_hash is not None,
        may_change=person.disabled_at is None and grants.may_hand_code(by, held),
    )


def _names_in(row: Row) -> Iterator[str]:
    """Yield the folded names of a row that somebody could have; no other text of a stranger's goes to the database."""
    call_sign, email = (tidied(row.cells.get(column, "")) for column in ("call_sign", "email"))
    if is_call_sign(fold_call_sign(call_sign)):
        yield fold_call_sign(call_sign)
    if is_email(email):
        yield fold_email(email)


def _holders(keys: set[str]) -> Iterator[tuple[str, UUID]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for call_sign, email, person_id in session.execute(
            select(Person.call_sign_key, Person.email_key, Person.id).where(
                or_(Person.call_sign_key.in_(some), Person.email_key.in_(some))
            )
        ):
            yield call_sign, person_id
            if email:
                yield email, person_id
