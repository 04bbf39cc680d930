"""The demo academy: two countries with different law, four agencies, some forty people, one running cohort.
Everything in it is fictitious. Only the people of ``ACCOUNTS`` can sign in.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml
from sqlalchemy import exists, select

from academy import clock, db, i18n
from academy.accounts import queries as people
from academy.accounts.models import Membership, Person
from academy.accounts.rules import passwords, totp
from academy.actor import Role
from academy.agencies.models import Agency, Country, Kind
from academy.certificates import queries as certificate_queries
from academy.certificates import service as certificates
from academy.certificates.document.wording import sheet
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Response
from academy.jurisdictions import service as jurisdictions
from academy.jurisdictions.models import EntryKind
from academy.jurisdictions.service import NewEntry
from academy.languages import service as languages
from academy.languages.rules import State
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent
from academy.storage import Storage


class DemoError(Exception):
    """The demo may not be loaded here."""


@dataclass(frozen=True)
class Account:
    """A demo account somebody may sign in with."""

    call_sign: str
    name: str
    agency: str
    role: Role
    has_second_factor: bool = False


RANGERS, POLICE = "Demo Ranger Service", "Demo Police"
INSPECTORS, LABORATORY = "Demo Environmental Inspectorate", "Demo Toxicology Laboratory"
ACADEMY = "Wildlife Crime Academy (demo)"

ACCOUNTS = (
    Account("demo-learner", "Amina Demo", RANGERS, Role.LEARNER),
    Account("demo-graduate", "Goran Demo", RANGERS, Role.LEARNER),
    Account("demo-coordinator", "Boris Demo", RANGERS, Role.COORDINATOR, True),
    Account("demo-stranger", "Carla Demo", INSPECTORS, Role.COORDINATOR, True),
    Account("demo-trainer", "Trajče Demo", ACADEMY, Role.TRAINER),
    Account("demo-author", "Aferdita Demo", ACADEMY, Role.AUTHOR),
    Account("demo-translator", "Tijana Demo", ACADEMY, Role.TRANSLATOR),
    Account("demo-reviewer", "Rrezarta Demo", ACADEMY, Role.REVIEWER),
    Account("demo-administrator", "Ada Demo", ACADEMY, Role.ADMINISTRATOR, True),
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


def load(curriculum: Path, storage: Storage, *, base_url: str) -> None:
    """Load the demo into an empty database. Raises DemoError where there are people already.

    ``base_url`` is what the certificates' QR codes start with.
    """
    if session.scalar(select(exists().where(Person.id.is_not(None)))):
        raise DemoError(
            "This academy has people already; the demo is for an empty data folder. Set another ACADEMY_HOME."
        )
    package = courses.prepare(curriculum / "basic", keep=storage.put)
    password_hash, forgotten = passwords.hash_password(passwords.DEMO_PASSWORD), _password_of_nobody()
    with db.writing():
        edition = courses.publish(package=package, by=None, at=clock.now()).edition
        _countries(curriculum / "demo" / "jurisdictions.yaml")
        agencies = _agencies()
        accounts = [_account(account, agencies[account.agency], password_hash) for account in ACCOUNTS]
        learners = [person for person in accounts if person.call_sign in ("demo-learner", "demo-graduate")]
        for name, (call_sign, count) in COLLEAGUES.items():
            learners.extend(
                _colleagues(agencies[name], call_sign, count, taken=len(learners), password_hash=forgotten)
            )
        session.flush()
        trainer = next(person for person in accounts if person.call_sign == "demo-trainer")
        _run_cohort(edition, learners, trainer)
    _certify(storage, base_url)


def _countries(path: Path) -> None:
    at = clock.now()
    for code, entries in yaml.safe_load(path.read_text()).items():
        session.add(Country(code=code, name={"XA": "Demo Country A", "XB": "Demo Country B"}[code]))
        session.flush()
        new = [_entry(entry) for entry in entries]
        jurisdictions.write(country=code, entries=new, source_locale="en", by=None, at=at)
        for locale in ("sr-Cyrl", "sq"):
            texts = [
                ("", text["en"], text[locale])
                for entry in entries
                for text in entry.values()
                if isinstance(text, dict)
            ]
            languages.import_catalogue(locale=locale, entries=texts, state=State.DRAFT, at=at)


def _entry(entry: dict[str, Any]) -> NewEntry:
    return NewEntry(
        key=entry["key"], kind=EntryKind(entry["kind"]), occasion=entry["occasion"]["en"], title=entry["title"]["en"],
        body=entry["body"]["en"] if "body" in entry else None, contact=entry.get("contact"), source=entry["source"],
        effective_on=date(2025, 1, 1), verified_on=entry["verified_on"],
    )  # fmt: skip


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
    if account.has_second_factor:
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


def _password_of_nobody() -> str:
    """Return the hash of a password that is forgotten at once: its holder has come in, and nobody else can."""
    return passwords.hash_password(secrets.token_urlsafe(32))


def _run_cohort(edition: Edition, learners: list[Person], trainer: Person) -> None:
    """Enrol everybody, and let each come as far as people do after five weeks."""
    today = clock.now().date()
    begun = datetime.combine(today - timedelta(days=35), datetime.min.time(), UTC) + timedelta(hours=7)
    cohort = learning.open_cohort(
        name="Demo Autumn", edition=edition, starts_on=begun.date(), closes_on=today + timedelta(days=40),
        trainers=[trainer.id], by=None, at=begun,
    )  # fmt: skip
    read = reading(edition_id=edition.id, locale="en")
    chance = random.Random(2026)  # noqa: S311 # nosec B311 - a believable picture, the same every time
    for place, person in enumerate(learners):
        share = {"demo-learner": 0.2, "demo-graduate": 1.0}.get(
            person.call_sign, chance.choice((0, 0.1, 0.3, 0.5, 0.7, 0.9, 1))
        )
        Walk(read, _enrol(person, edition, cohort, begun, late=place % 9 == 5), chance).go(
            share, begun + timedelta(hours=place)
        )


def _enrol(person: Person, edition: Edition, cohort: Cohort, at: datetime, *, late: bool) -> Enrolment:
    agency_id: UUID = session.scalars(
        select(Membership.agency_id).where(Membership.person_id == person.id)
    ).one()
    due_on = at.date() + timedelta(days=21 if late else 75)
    return learning.enrol(
        person_id=person.id,
        agency_id=agency_id,
        edition=edition,
        cohort=cohort,
        by=None,
        at=at,
        due_on=due_on,
    )


def _certify(storage: Storage, base_url: str) -> None:
    """Let everybody who has completed the course claim her certificate, but the graduate who is to try it."""
    completed = session.scalars(
        select(Enrolment)
        .join(Person)
        .where(Enrolment.completed_at.is_not(None), Person.call_sign != "demo-graduate")
    ).all()
    for enrolment in completed:
        actor = people.actor_for(session.get_one(Person, enrolment.person_id), on=clock.now().date())
        found = certificate_queries.enrolment_to_certify(actor, enrolment.id)
        identity, at = certificates.draw_identity(), clock.now()
        read = reading(edition_id=found.edition_id, locale=i18n.DEFAULT)
        facts = certificates.state_facts(
            identity=identity, holder=found.person.legal_name, own=read, english=read,
            law=certificate_queries.taught_law(actor), at=at,
        )  # fmt: skip
        address = f"{base_url}/{i18n.DEFAULT}/verify/{identity.code}"
        printed = sheet(facts, language=i18n.LANGUAGES[i18n.DEFAULT], verify_url=address)
        prepared = certificates.prepare(identity=identity, facts=facts, sheet=printed, storage=storage)
        with db.writing():
            certificates.claim(enrolment=found, prepared=prepared, by=actor, at=at)


@dataclass(frozen=True)
class Walk:
    """One learner's way through the course, by the same verbs as a real one's."""

    reading: Reading
    enrolment: Enrolment
    chance: random.Random

    def go(self, share: float, at: datetime) -> None:
        """Do the first ``share`` (0–1) of the activities, one every few hours."""
        activities = list(self.reading.course.activities())
        for _module, activity in activities[: round(share * len(activities))]:
            at += timedelta(hours=self.chance.randint(6, 50))
            at = min(at, clock.now() - timedelta(minutes=5))
            if isinstance(activity.content, QuizContent):
                self._take(activity.slug, activity.content, at)
            else:
                learning.complete(enrolment=self.enrolment, activity=activity.slug, at=at)

    def _take(self, slug: str, quiz: QuizContent, at: datetime) -> None:
        """Take a quiz: some fail it once, then everybody passes."""
        if self.chance.random() < 0.3 and self._attempt(slug, quiz, at - timedelta(hours=2), skill=0.7):
            return
        self._attempt(slug, quiz, at, skill=1.0)

    def _attempt(self, slug: str, quiz: QuizContent, at: datetime, *, skill: float) -> bool:
        attempt = quizzes.start(
            enrolment=self.enrolment, activity=slug, quiz=quiz, reading=self.reading, at=at
        )
        for number, item in enumerate(quiz.items):
            response = _given(item, skill, self.chance)
            save = Save(item.key, response, "demo-device", number, uuid4().hex)
            quizzes.save(attempt=attempt, item=item, save=save, at=at + timedelta(seconds=20 * number))
        done = quizzes.submit(attempt=attempt, quiz=quiz, at=at + timedelta(minutes=6))
        return bool(done.is_passed)


def _given(item: Item, skill: float, chance: random.Random) -> Response:
    """Return the right response, or, with a chance of ``1 - skill``, a wrong or missing one."""
    right = kind_named(item.kind).key_response(item)
    if chance.random() < skill:
        return right
    wrong: dict[str, Response] = {"single-choice": "a", "true-false": not right}
    return wrong.get(item.kind)
