"""The benchmark's own academy: a course of 10 × 3, an agency of a thousand learners in a course of 20, certificates."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from alembic import command
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert, select

from academy import clock, db
from academy.accounts import service as accounts
from academy.accounts.models import Membership, Person, SignInSession
from academy.accounts.rules import codes, passwords
from academy.accounts.rules.requirements import must_have_second_factor
from academy.actor import Role
from academy.agencies.models import Agency, Country, Kind
from academy.certificates.content import CourseWords, Facts
from academy.certificates.models import Certificate
from academy.certificates.rules import CODE_BYTES, NUMBER_BITS, State, frozen, number_of
from academy.courses import service as courses
from academy.courses.models import Course, Edition
from academy.courses.package import Package
from academy.courses.queries import reading
from academy.db import session
from academy.jurisdictions import service as jurisdictions
from academy.jurisdictions.models import EntryKind
from academy.jurisdictions.service import NewEntry
from academy.learning.models import Completion, Enrolment
from academy.schema import alembic_config
from tests.bench.course import package

#: What every certificate of these says: they are counted, not read.
FACTS = frozen(
    Facts(
        number="WCA-0000-0000", holder="Bench", course="bench", level="basic", track=None, hours=1, edition_number=1,
        edition_digest="0" * 64, rendition_digest="0" * 64, jurisdiction=None, country=None, law_date=None,
        issued_at=datetime(2026, 1, 1, tzinfo=UTC), valid_until=None, words={"en": CourseWords(title="Bench", statement="Bench")},
    )
)  # fmt: skip
USER_AGENT = "academy-bench"
PASSWORD = "correct horse battery staple"
#: People who sign in with a password, and people who take a quiz, one after the other.
VISITORS = 40
UNITS = 4
CSRF = "5e1b" * 10

#: The course of 10 × 3 with lessons like the real ones; one of 20 activities that stands in for the built-in course,
#: so that none is imported at a start; one to certify.
COURSES: tuple[dict[str, Any], ...] = (
    {"slug": "bench", "title": "The bench course", "modules": 10, "lessons": 2, "sections": 4},
    {"slug": "basic", "title": "The agency course", "modules": 5, "lessons": 3, "sections": 0},
    {"slug": "short", "title": "A short course", "modules": 1, "lessons": 1, "sections": 0},
)


@dataclass(frozen=True)
class Keys:
    """What a signed-in browser holds: its cookie, and the token its forms carry."""

    cookie: str
    csrf: str


@dataclass(frozen=True)
class Bench:
    """Names of what was made."""

    learner: Keys
    coordinator: Keys
    #: Browsers of learners who each take a quiz.
    takers: list[Keys]
    #: Completed enrolments in a short course whose certificates nobody has claimed.
    to_certify: list[UUID]
    coordinator_id: UUID


class Builder:
    """Fills a migrated, empty database."""

    def __init__(self, app: Flask, home: Path, people: int) -> None:
        self.app, self.home, self.people = app, home, people
        self.at = clock.now()
        self.chance = random.Random(2026)
        self.storage = app.extensions["storage"]

    def build(self) -> Bench:
        """Make everything in one write unit after another."""
        with self.app.app_context():
            command.upgrade(alembic_config(), "head")
            packages = [self._package(**each) for each in COURSES]
            with db.writing():
                self._law()
                self._agencies()
                editions = [courses.publish(package=each, by=None, at=self.at).edition for each in packages]
                accounts.make_administrator(
                    call_sign="admin", legal_name="Bench Admin", email=None, at=self.at
                )
                people = self._people("learner", self.people)
                coordinator = self._people("coordinator", 1, role=Role.COORDINATOR)[0]
                self._agency_course(editions[1], people)
                to_certify = self._enrol(editions[2], people, done=lambda _place: True)
                visitors = [person for person, _agency in people[:VISITORS]]
                self._course_page(editions[0], people[:VISITORS])
                keys = [self.signed_in(each) for each in [*visitors, coordinator[0]]]
            db.disconnect()
        return Bench(keys[0], keys[-1], keys[1:VISITORS], to_certify, coordinator[0])

    def add_to_agency(self, count: int) -> None:
        """Enrol ``count`` more people in the agency's course, in the units there are."""
        self.take_units()
        edition = session.scalars(
            select(Edition).join(Course, Course.id == Edition.course_id).where(Course.slug == "basic")
        ).one()
        self._agency_course(edition, self._people("more", count))

    def take_units(self) -> None:
        """Go on with the units there are."""
        self.units = list(session.scalars(select(Agency).where(Agency.kind == Kind.UNIT)))

    def join(self, word: str, count: int) -> list[tuple[UUID, UUID]]:
        """Let ``count`` more learners join the units; return (person, agency) of each."""
        return self._people(word, count)

    def enrol_in(self, edition: Edition, people: list[tuple[UUID, UUID]]) -> list[UUID]:
        """Enrol people in a course of which nobody has done anything yet."""
        return self._enrol(edition, people, done=lambda _place: False, counted=lambda _place: 0)

    def _package(self, slug: str, title: str, **shape: int) -> Package:
        return package(self.home / "packages" / slug, self.storage, slug=slug, title=title, **shape)

    def _law(self) -> None:
        session.add(Country(code="XA", name="Country A"))
        session.flush()
        entry = {"occasion": "At once", "source": "Act 00", "effective_on": date(2025, 1, 1)}
        entries = [
            NewEntry(key="emergency", kind=EntryKind.CONTACT, title="Rescue", contact="000", **entry),
            NewEntry(key="seize", kind=EntryKind.POWER, title="Only the police may seize.", **entry),
        ]
        jurisdictions.write(country="XA", entries=entries, source_locale="en", by=None, at=self.at)

    def _agencies(self) -> None:
        root = self._agency("Bench Academy", None, Kind.ACADEMY)
        self.agency = self._agency("Bench Rangers", root, Kind.RANGER)
        self.units = [
            self._agency(f"Bench Unit {number}", self.agency, Kind.UNIT) for number in range(1, UNITS + 1)
        ]

    def _agency(self, name: str, parent: Agency | None, kind: Kind) -> Agency:
        identity = uuid4()
        path = f"{parent.path if parent else ''}{identity}/"
        made = Agency(
            id=identity,
            parent_id=parent.id if parent else None,
            path=path,
            kind=kind,
            country_code="XA",
            name=name,
        )
        session.add(made)
        session.flush()
        return made

    def _people(self, word: str, count: int, role: Role = Role.LEARNER) -> list[tuple[UUID, UUID]]:
        """Return (person, agency) of everyone made; the first of them may sign in with a password."""
        kept, today = passwords.hash_password(PASSWORD), self.at.date()
        agencies = self.units if role is Role.LEARNER else [self.agency]
        made = [(uuid4(), agencies[number % len(agencies)].id) for number in range(count)]
        rows = [
            {
                "id": person, "call_sign": f"{word}-{number}", "call_sign_key": f"{word}-{number}",
                "legal_name": f"Bench Person {word} {number}", "email": None, "created_at": self.at,
                "password_hash": kept if number < VISITORS else None, "is_demo": False, "last_seen_at": self.at,
                "totp_confirmed_at": self.at if must_have_second_factor((role,)) else None,
            }
            for number, (person, _agency) in enumerate(made)
        ]  # fmt: skip
        session.execute(insert(Person), rows)
        belongs = [
            {"id": uuid4(), "person_id": each, "agency_id": where, "role": role, "starts_on": today}
            for each, where in made
        ]
        session.execute(insert(Membership), belongs)
        return made

    def _enrol(
        self, edition: Edition, people: list[tuple[UUID, UUID]], done: Any, counted: Any = None
    ) -> list[UUID]:
        rows = [
            {
                "id": uuid4(), "person_id": person, "course_id": edition.course_id, "edition_id": edition.id,
                "agency_id": agency, "enrolled_at": self.at - timedelta(days=40),
                "due_on": (self.at + timedelta(days=self.chance.randint(-5, 60))).date(),
                "done_count": counted(place) if counted else (edition.required_count if done(place) else 0),
                "last_activity_at": self.at - timedelta(days=1) if not counted or counted(place) else None,
                "completed_at": self.at - timedelta(days=1) if done(place) else None,
            }
            for place, (person, agency) in enumerate(people)
        ]  # fmt: skip
        session.execute(insert(Enrolment), rows)
        return [row["id"] for row in rows]

    def _agency_course(self, edition: Edition, people: list[tuple[UUID, UUID]]) -> None:
        """Enrol everybody in the course of 20; they have done 0 to 20 activities, and who did all is certified."""
        slugs = self._slugs(edition)
        counts = [self.chance.choice((0, 3, 8, 12, 16, len(slugs))) for _person in people]
        enrolled = self._enrol(
            edition,
            people,
            done=lambda place: counts[place] == len(slugs),
            counted=lambda place: counts[place],
        )
        done = [
            {
                "enrolment_id": enrolment, "activity": slug, "completed_at": self.at - timedelta(days=2),
                "score": round(self.chance.uniform(0.8, 1), 2) if slug.startswith("quiz") else None,
            }
            for enrolment, count in zip(enrolled, counts, strict=True)
            for slug in slugs[:count]
        ]  # fmt: skip
        session.execute(insert(Completion), done)
        whole = [place for place, count in enumerate(counts) if count == len(slugs)]
        rows = [self._certificate(edition, enrolled[place], *people[place]) for place in whole]
        session.execute(insert(Certificate), rows)

    def _certificate(self, edition: Edition, enrolment: UUID, person: UUID, agency: UUID) -> dict[str, Any]:
        return {
            "id": uuid4(), "number": number_of(secrets.randbits(NUMBER_BITS)), "code": secrets.token_urlsafe(CODE_BYTES), "enrolment_id": enrolment,
            "person_id": person, "agency_id": agency, "edition_id": edition.id, "rendition_digest": "0" * 64,
            "holder_name": "Bench", "shows_name": False, "locale": "en", "jurisdiction": "XA", "issued_at": self.at,
            "valid_until": self.at.date() + timedelta(days=900), "state": State.VALID, "document_digest": "0" * 64,
            "facts": FACTS, "facts_digest": "0" * 64,
        }  # fmt: skip

    def _course_page(self, edition: Edition, people: list[tuple[UUID, UUID]]) -> None:
        """Enrol the visitors in the course of 10 × 3, half of it done."""
        slugs = self._slugs(edition)[:15]
        enrolled = self._enrol(edition, people, done=lambda _place: False, counted=lambda _place: len(slugs))
        rows = [
            {
                "enrolment_id": each,
                "activity": slug,
                "completed_at": self.at,
                "score": 0.9 if slug.startswith("quiz") else None,
            }
            for each in enrolled
            for slug in slugs
        ]
        session.execute(insert(Completion), rows)

    def _slugs(self, edition: Edition) -> list[str]:
        return [
            activity.slug
            for _module, activity in reading(edition_id=edition.id, locale="en").course.activities()
        ]

    def signed_in(self, person: UUID) -> Keys:
        """Return the browser of somebody who has just signed in."""
        token = codes.new_token()
        session.add(
            SignInSession(
                person_id=person, token_digest=codes.digest_of_token(token), started_at=self.at, last_seen_at=self.at,
                user_agent_digest=codes.digest_of_token(USER_AGENT), ends_at=self.at + timedelta(hours=12),
                idle_minutes=30, second_factor_at=self.at, confirmed_at=self.at,
            )
        )  # fmt: skip
        client = self.app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"], kept["csrf_token"] = token, CSRF
        cookie = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        signed = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(CSRF)
        return Keys(f"{cookie.key}={cookie.value}", signed)


def add_people(app: Flask, home: Path, count: int) -> None:
    """Let ``count`` more learners join the agency's course: for the figure that must stay flat."""
    builder = Builder(app, home, count)
    with app.app_context():
        with db.writing():
            builder.add_to_agency(count)
        db.disconnect()
