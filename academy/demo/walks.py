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
from academy.certificates import service as certificates
from academy.courses.models import Edition
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.demo.answers import given
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent

#: They have completed the course; the first has yet to claim her certificate.
GRADUATES = ("demo-graduate", "inspector-017", "officer-011", "officer-017", "ranger-012", "ranger-023")
#: How far the others have come.
SHARES = (0, 0.3, 0.3, 0.5, 0.5, 0.5, 0.7, 0.9)


def run_cohort(edition: Edition, learners: list[Person], trainer: Person) -> None:
    """Enrol everybody, and let each come as far as people do after five weeks."""
    today = clock.now().date()
    begun = datetime.combine(today - timedelta(days=35), datetime.min.time(), UTC) + timedelta(hours=7)
    cohort = learning.open_cohort(
        name="Demo Autumn", edition=edition, starts_on=begun.date(), closes_on=today + timedelta(days=40),
        trainers=[trainer.id], by=None, at=begun,
    )  # fmt: skip
    read = reading(edition_id=edition.id, locale="en")
    for place, person in enumerate(learners):
        # a believable picture, the same every time
        chance = random.Random(f"{person.call_sign} 2026")  # noqa: S311 # nosec B311
        Walk(read, _enrol(person, edition, cohort, begun, late=place % 9 == 5), chance).go(
            _share(person.call_sign, chance), begun + timedelta(hours=place)
        )


def _share(call_sign: str, chance: random.Random) -> float:
    """Return how much of the course somebody has done."""
    if call_sign in GRADUATES:
        return 1.0
    return 0.2 if call_sign == "demo-learner" else chance.choice(SHARES)


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


def certify(issuer: certificates.Issuer) -> None:
    """Let everybody who has completed the course claim her certificate, but the graduate who is to try it."""
    completed = session.scalars(
        select(Enrolment)
        .join(Person)
        .where(Enrolment.completed_at.is_not(None), Person.call_sign != "demo-graduate")
    ).all()
    for enrolment in completed:
        at = clock.now()
        actor = people.actor_for(session.get_one(Person, enrolment.person_id), on=at.date())
        prepared = certificates.printed(certificates.Order(enrolment, i18n.DEFAULT), issuer=issuer, at=at)
        with db.writing():
            found = session.get_one(Enrolment, enrolment.id)
            certificates.claim(enrolment=found, prepared=prepared, issuer=issuer, by=actor, at=at)


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
        skill = 1.0 if self.chance.random() < 0.25 else self.chance.uniform(0.45, 0.95)
        if not self._attempt(slug, quiz, at - timedelta(hours=2), skill=skill):
            self._attempt(slug, quiz, at, skill=1.0)

    def _attempt(self, slug: str, quiz: QuizContent, at: datetime, *, skill: float) -> bool:
        started = at - timedelta(minutes=7)
        attempt = quizzes.start(
            enrolment=self.enrolment, activity=slug, quiz=quiz, reading=self.reading, at=started
        )
        items = [item for key in attempt.paper or () if (item := quiz.item(key)) is not None]
        for number, item in enumerate(items, start=1):
            started += timedelta(seconds=self.chance.randint(8, 42))
            response = given(item, skill, self.chance)
            save = Save(item.key, response, "demo-device", number, uuid4().hex)
            quizzes.save(attempt=attempt, quiz=quiz, item=item, save=save, at=started)
            quizzes.move_on(attempt=attempt, quiz=quiz, place=number + 1)
        done = quizzes.submit(attempt=attempt, quiz=quiz, items=items, at=started + timedelta(seconds=40))
        return bool(done.is_passed)
