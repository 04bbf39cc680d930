"""Whoever is in the demo: agencies, accounts that somebody may sign in with, and colleagues whom nobody can be."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select

from academy import clock
from academy.accounts.models import Membership, Person
from academy.accounts.rules import passwords, totp
from academy.accounts.rules.requirements import must_have_second_factor
from academy.actor import Role
from academy.agencies.models import Agency, Kind
from academy.db import session


@dataclass(frozen=True)
class Account:
    """A demo account somebody may sign in with."""

    call_sign: str
    name: str
    agency: str
    role: Role


RANGERS, POLICE = "Demo Ranger Service", "Demo Police"
INSPECTORS, LABORATORY = "Demo Environmental Inspectorate", "Demo Toxicology Laboratory"
ACADEMY = "Wildlife Crime Academy (demo)"

ACCOUNTS = (
    Account("demo-learner", "Amina Demo", RANGERS, Role.LEARNER),
    Account("demo-graduate", "Goran Demo", RANGERS, Role.LEARNER),
    Account("demo-coordinator", "Boris Demo", RANGERS, Role.COORDINATOR),
    Account("demo-stranger", "Carla Demo", INSPECTORS, Role.COORDINATOR),
    Account("demo-trainer", "Trajče Demo", ACADEMY, Role.TRAINER),
    Account("demo-assessor", "Aleksandar Demo", ACADEMY, Role.TRAINER),
    Account("demo-author", "Aferdita Demo", ACADEMY, Role.AUTHOR),
    Account("demo-translator", "Tijana Demo", ACADEMY, Role.TRANSLATOR),
    Account("demo-reviewer", "Rrezarta Demo", ACADEMY, Role.REVIEWER),
    Account("demo-administrator", "Ada Demo", ACADEMY, Role.ADMINISTRATOR),
)
#: Agency → (call-sign, how many learners).
COLLEAGUES = {
    RANGERS: ("ranger", 13),
    POLICE: ("officer", 8),
    INSPECTORS: ("inspector", 7),
    LABORATORY: ("analyst", 5),
}
NAMES = (
    "Ana", "Besa", "Ceca", "Dritan", "Elira", "Filip", "Gent", "Hana", "Ivo", "Jana", "Kledi", "Luka", "Mira", "Nikola",
    "Olta", "Petar", "Qendrim", "Rada", "Sanja", "Teuta", "Uroš", "Vesna", "Xhoana", "Yllka", "Zoran", "Arta", "Bojan",
    "Dafina", "Erion", "Gordana", "Iva", "Ljuba", "Njegoš", "Žana",
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """Everybody the demo begins with."""

    accounts: dict[str, Person]
    learners: list[Person]


def settle(password_hash: str, forgotten: str) -> People:
    """Make the agencies and everybody in them; ``forgotten`` is a password's hash that nobody knows."""
    agencies = _agencies()
    accounts = {
        account.call_sign: _account(account, agencies[account.agency], password_hash) for account in ACCOUNTS
    }
    learners = [accounts["demo-learner"], accounts["demo-graduate"]]
    for name, (call_sign, count) in COLLEAGUES.items():
        learners.extend(
            _colleagues(agencies[name], call_sign, count, taken=len(learners), password_hash=forgotten)
        )
    session.flush()
    return People(accounts, learners)


def _agencies() -> dict[str, Agency]:
    root = _agency(ACADEMY, Kind.ACADEMY, None, None)
    made = {ACADEMY: root}
    for name, kind, country in (
        (RANGERS, Kind.RANGER, "XA"), (POLICE, Kind.POLICE, "XA"),
        (INSPECTORS, Kind.INSPECTION, "XB"), (LABORATORY, Kind.LABORATORY, "XB"),
    ):  # fmt: skip
        made[name] = _agency(name, kind, country, root)
    for name in ("Demo Rangers North", "Demo Rangers Coast"):
        made[name] = _agency(name, Kind.UNIT, "XA", made[RANGERS])
    return made


def _agency(name: str, kind: Kind, country: str | None, parent: Agency | None) -> Agency:
    identity = uuid4()
    agency = Agency(
        id=identity, parent_id=parent.id if parent else None, path=f"{parent.path if parent else ''}{identity}/",
        kind=kind, country_code=country, name=name,
    )  # fmt: skip
    session.add(agency)
    session.flush()
    return agency


def _account(account: Account, agency: Agency, password_hash: str) -> Person:
    person = _person(account.call_sign, account.name, agency, account.role)
    person.password_hash, person.password_changed_at, person.is_demo = password_hash, clock.now(), True
    if must_have_second_factor((account.role,)):
        person.totp_seed, person.totp_confirmed_at = (
            random.SystemRandom().randbytes(totp.SEED_BYTES),
            clock.now(),
        )
    return person


def _colleagues(
    agency: Agency, call_sign: str, count: int, *, taken: int, password_hash: str
) -> Iterator[Person]:
    units = session.scalars(
        select(Agency).where(Agency.parent_id == agency.id).order_by(Agency.name)
    ).all() or [agency]
    for number in range(count):
        name = f"{NAMES[(taken + number) % len(NAMES)]} Demo"
        person = _person(f"{call_sign}-{number + 11:03d}", name, units[number % len(units)], Role.LEARNER)
        person.password_hash, person.password_changed_at = password_hash, clock.now()
        yield person


def _person(call_sign: str, name: str, agency: Agency, role: Role) -> Person:
    person = Person(
        call_sign=call_sign, legal_name=name, email=f"{call_sign}@demo.example", email_key=f"{call_sign}@demo.example",
        created_at=clock.now(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, agency_id=agency.id, role=role, starts_on=clock.now().date()))
    return person


def password_of_nobody() -> str:
    """Return the hash of a password that is forgotten at once: its holder has come in, and nobody else can."""
    return passwords.hash_password(secrets.token_urlsafe(32))
