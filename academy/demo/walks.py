"""The cohort of the Basic course: everybody on her way through it, by the same verbs as a real learner's."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from academy import clock, db, i18n
from academy.accounts import queries as people
from academy.accounts.models import Membership, Person
from academy.certificates import queries as certificate_queries
from academy.certificates import service as certificates
from academy.certificates.document.wording import sheet
from academy.courses.models import Edition
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Response
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent
from academy.storage import Storage


def run_cohort(edition: Edition, learners: list[Person], trainer: Person) -> None:
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


def certify(storage: Storage, base_url: str) -> None:
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
        done = quizzes.submit(attempt=attempt, quiz=quiz, items=quiz.items, at=at + timedelta(minutes=6))
        return bool(done.is_passed)


def _given(item: Item, skill: float, chance: random.Random) -> Response:
    """Return the right response, or, with a chance of ``1 - skill``, a wrong or missing one."""
    right = kind_named(item.kind).key_response(item)
    if chance.random() < skill:
        return right
    wrong: dict[str, Response] = {"single-choice": "a", "true-false": not right}
    return wrong.get(item.kind)
