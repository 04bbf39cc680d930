"""The accounts of the demo, shown on its console and at its front door and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload, selectinload

from academy.accounts.models import Membership, Person
from academy.accounts.rules import totp
from academy.actor import Role
from academy.db import session


@dataclass(frozen=True)
class DemoAccount:
    """One account somebody may try."""

    call_sign: str
    role: Role
    agency: str
    #: The code of her second factor at this moment, if she has one.
    code: str | None


def holds_demo() -> bool:
    """Say whether this database holds people of the demo; no where it has no tables yet."""
    try:
        return bool(session.scalar(select(exists().where(Person.is_demo, Person.erased_at.is_(None)))))
    except DBAPIError:
        return False
    finally:
        session.remove()


def demo_accounts(*, at: datetime, secret: str) -> list[DemoAccount]:
    """Return the accounts of the demo that somebody can sign in with; ``secret`` is the installation's."""
    people = session.scalars(
        select(Person)
        .where(Person.is_demo, Person.password_hash.is_not(None), Person.disabled_at.is_(None))
        .order_by(Person.created_at, Person.call_sign)
        .options(selectinload(Person.memberships).options(joinedload(Membership.agency)))
    )
    return [_account(person, secret, at) for person in people if person.memberships]


def _account(person: Person, secret: str, at: datetime) -> DemoAccount:
    first = person.memberships[0]
    code = None
    if person.totp_confirmed_at and person.totp_seed:
        # one that was not taken yet: each opens one door once
        step = max(totp.step_at(at), (person.totp_last_step or 0) + 1)
        code = totp.code_of(totp.secret_for(secret, person.id, person.totp_seed), step)
    return DemoAccount(person.call_sign, first.role_held, first.agency.name, code)
