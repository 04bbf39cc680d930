"""The small world of the tests: two countries, two agencies with a unit, five people, one small course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as people
from academy.accounts import service as accounts
from academy.accounts.models import Membership, Person
from academy.accounts.rules import passwords
from academy.accounts.rules.requirements import lacks_second_factor, must_have_second_factor
from academy.actor import Actor, Role
from academy.agencies.models import Agency, Country, Kind
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.db import session
from academy.jurisdictions import service as jurisdictions
from academy.jurisdictions.models import EntryKind
from academy.jurisdictions.service import NewEntry
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment

USER_AGENT = "tests"
PACKAGES = Path(__file__).parent / "packages"
#: Of the app of everybody whose role demands a second factor.
TOTP_SEED = b"seed"
#: Every person's password in the small world.
PASSWORD = "correct horse battery staple"
#: call-sign → (legal name, agency, role)
PEOPLE = {
    "amina": ("Amina Prvić", "Rangers", Role.LEARNER),
    "boris": ("Boris Drugi", "Rangers", Role.COORDINATOR),
    "carla": ("Carla Strani", "Inspectors", Role.COORDINATOR),
    "dina": ("Dina Daleka", "Inspectors", Role.LEARNER),
    "trajce": ("Trajče Učitel", "Academy", Role.TRAINER),
    "ada": ("Ada Upravnik", "Academy", Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class World:
    """The people and things by name."""

    amina: Person
    boris: Person
    carla: Person
    dina: Person
    trajce: Person
    ada: Person
    rangers: Agency
    north: Agency
    inspectors: Agency
    edition: Edition
    cohort: Cohort
    #: Amina's and Dina's enrolments in the small course.
    enrolment: Enrolment
    foreign_enrolment: Enrolment

    def actor(self, person: Person) -> Actor:
        """Return a person as she acts."""
        return people.actor_for(person, on=clock.now().date())


def build(app: Flask) -> None:
    """Fill a migrated, empty database."""
    package = courses.prepare(PACKAGES / "small", keep=app.extensions["storage"].put)
    at = clock.now() - timedelta(days=10)
    with db.writing():
        _law(at)
        agencies = _agencies()
        made = {call_sign: _person(call_sign, *row, agencies, at) for call_sign, row in PEOPLE.items()}
        edition = courses.publish(package=package, by=None, at=at).edition
        cohort = learning.open_cohort(
            name="Spring",
            edition=edition,
            starts_on=at.date(),
            closes_on=None,
            trainers=[made["trajce"].id],
            by=None,
            at=at,
        )
        for who, agency in (("amina", "Rangers"), ("dina", "Inspectors")):
            learning.enrol(
                person_id=made[who].id,
                agency_id=agencies[agency].id,
                edition=edition,
                cohort=cohort,
                by=None,
                at=at,
            )


def find() -> World:
    """Find the world in the current database."""
    persons = {person.call_sign: person for person in session.scalars(select(Person))}
    agencies = {agency.name: agency for agency in session.scalars(select(Agency))}
    cohort = session.scalars(select(Cohort).where(Cohort.name == "Spring")).one()
    in_cohort = select(Enrolment).where(Enrolment.cohort_id == cohort.id)
    enrolments = {enrolment.person_id: enrolment for enrolment in session.scalars(in_cohort)}
    found = World(
        **{call_sign: persons[call_sign] for call_sign in PEOPLE},
        rangers=agencies["Rangers"], north=agencies["Rangers North"], inspectors=agencies["Inspectors"],
        edition=cohort.edition, cohort=cohort,
        enrolment=enrolments[persons["amina"].id], foreign_enrolment=enrolments[persons["dina"].id],
    )  # fmt: skip
    session.rollback()
    return found


def sign_in(
    client: FlaskClient, person: Person, *, at: datetime, stepped_up: bool = False, sets_up: bool = True
) -> None:
    """Sign a person in without the page, as if she had just typed everything.

    Where a role of hers demands a second factor she has set one up before, unless the test is about just that.
    """
    with db.writing():
        if sets_up and lacks_second_factor(people.actor_for(person, on=at.date())):
            session.get_one(Person, person.id).totp_confirmed_at = at
        token = accounts.sign_in(
            person=person,
            user_agent=USER_AGENT,
            is_shared=False,
            has_second_factor=stepped_up,
            rehashed=None,
            at=at,
        )
        if stepped_up:
            found = people.find_signed_in(token=token, user_agent=USER_AGENT, at=at)
            assert found is not None
            accounts.mark_confirmed(session_id=found.session_id, at=at)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    client.environ_base["HTTP_USER_AGENT"] = USER_AGENT


def take_second_factor(person: Person) -> None:
    """Take a person's app off, as if she had never set it up."""
    with db.writing():
        found = session.get_one(Person, person.id)
        found.totp_seed = found.totp_confirmed_at = None


@cache
def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def _law(at: datetime) -> None:
    for code, name in (("XA", "Country A"), ("XB", "Country B")):
        session.add(Country(code=code, name=name))
    session.flush()
    entries = [
        NewEntry(
            key="emergency", kind=EntryKind.CONTACT, occasion="At once", title="Rescue A", contact="000 000",
            source="Act 00", effective_on=date(2025, 1, 1), verified_on=date(2026, 1, 1),
        ),
        NewEntry(
            key="seize", kind=EntryKind.POWER, occasion="Taking things", title="Only the police may seize.",
            source="Act 00", effective_on=date(2025, 1, 1),
        ),
    ]  # fmt: skip
    jurisdictions.write(country="XA", entries=entries, source_locale="en", by=None, at=at)


def _agencies() -> dict[str, Agency]:
    made: dict[str, Agency] = {}
    for name, parent, kind, country in (
        ("Academy", None, Kind.ACADEMY, None), ("Rangers", "Academy", Kind.RANGER, "XA"),
        ("Rangers North", "Rangers", Kind.UNIT, "XA"), ("Inspectors", "Academy", Kind.INSPECTION, "XB"),
    ):  # fmt: skip
        identity: UUID = uuid4()
        above = made[parent] if parent else None
        made[name] = Agency(
            id=identity, parent_id=above.id if above else None, path=f"{above.path if above else ''}{identity}/",
            kind=kind, country_code=country, name=name,
        )  # fmt: skip
        session.add(made[name])
        session.flush()
    return made


def _person(
    call_sign: str, legal_name: str, agency: str, role: Role, agencies: dict[str, Agency], at: datetime
) -> Person:
    person = Person(
        call_sign=call_sign, legal_name=legal_name, email=f"{call_sign}@example.org", email_key=f"{call_sign}@example.org",
        password_hash=_password_hash(), password_changed_at=at, created_at=at,
    )  # fmt: skip
    if must_have_second_factor((role,)):
        person.totp_seed, person.totp_confirmed_at = TOTP_SEED, at
    session.add(person)
    session.flush()
    session.add(
        Membership(person_id=person.id, agency_id=agencies[agency].id, role=role, starts_on=at.date())
    )
    session.flush()
    return person
