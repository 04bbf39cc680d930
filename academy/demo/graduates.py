"""What a graduate taught at home: a training that was held and seen, its trainees, and the next generation's first one."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from academy import clock, db, i18n
from academy.accounts import queries as people_queries
from academy.accounts.models import Membership, Person
from academy.actor import Actor, Role
from academy.cascade import queries, service
from academy.cascade.models import Training
from academy.cascade.rules.delivery import CRITERIA
from academy.certificates import service as certificates
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.db import session
from academy.demo.outcomes import EARLIER
from academy.demo.people import People
from academy.learning import service as learning
from academy.learning.models import Attempt, Cohort, Completion, Enrolment
from academy.quizzes.rules.yardstick import exam_of

LEADER = "ranger-012"
#: Score of the second generation in the final quiz, first attempts; the first three completed the course as well.
SCORES = (0.9, 0.85, 0.8, 0.75, 0.7, 0.7, 0.65, 0.6)
COMPLETED = 3
#: The same of rangers whom the academy taught earlier.
EARLIER_SCORES = (1.0, 0.95, 0.9, 0.9, 0.85, 0.85, 0.8, 0.75)
HELD, NEXT = timedelta(days=18), timedelta(days=3)  # ago


def hand_on(everybody: People, issuer: certificates.Issuer) -> None:
    """Let a ranger teach eight colleagues, and one of these begin to teach the next."""
    decides = _acting(everybody.accounts["demo-coordinator"])
    with db.writing():
        leader = _acting(session.scalars(select(Person).where(Person.call_sign == LEADER)).one())
        training = _training(leader, decides, "First responders, northern region", "Demo Rangers North", HELD)
        course = reading(edition_id=training.edition_id, locale="en").course
        taught = [_learn(training, 81 + place, course, score) for place, score in enumerate(SCORES)]
        for enrolment in taught[:COMPLETED]:
            _complete(enrolment, course, clock.now() - HELD + timedelta(days=10))
        service.hold(
            training=queries.led_by(leader, training.id), by=leader, at=clock.now() - HELD + timedelta(days=2),
            report="Eight colleagues. Packing and labels took longest; next time half a day more for custody.",
        )  # fmt: skip
        _observe(training, _acting(everybody.accounts["demo-assessor"]))
        _examine_earlier(course)
    following = _certify(taught[0], issuer)
    with db.writing():
        training = _training(following, decides, "First responders, coast", "Demo Rangers Coast", NEXT)
        _learn(training, 91, course, None)


def _acting(person: Person) -> Actor:
    return people_queries.actor_for(person, on=clock.now().date())


def _training(leader: Actor, decides: Actor, title: str, place: str, ago: timedelta) -> Training:
    at = clock.now() - ago
    [course] = [each for each in queries.teachable(leader, locale="en", at=at) if each.slug == "basic"]
    wanted = service.Proposal(
        course.edition_id, course.certificate, title, place, at.date(), at.date() + timedelta(days=1), 12, uuid4().hex
    )  # fmt: skip
    made = service.propose(proposal=wanted, by=leader, at=at)
    return service.approve(training=queries.decided_by(decides, made.id), by=decides, at=at)


def _learn(training: Training, number: int, course: Course, score: float | None) -> Enrolment:
    """Let a new colleague learn in a training, with the score of her first attempt at the final quiz."""
    cohort = session.get_one(Cohort, training.cohort_id)
    at = datetime.combine(training.starts_on, datetime.min.time(), clock.now().tzinfo)
    person = _colleague(number, training.agency_id, at)
    enrolment = learning.enrol(
        person_id=person.id, agency_id=training.agency_id, edition=cohort.edition, cohort=cohort, by=None, at=at
    )  # fmt: skip
    if score is not None:
        _examine(enrolment, course, score, at)
    return enrolment


def _examine(enrolment: Enrolment, course: Course, score: float, at: datetime) -> None:
    """Let somebody have taken the final quiz once, whatever she answered."""
    final = exam_of(course).final
    if final is not None:
        session.add(
            Attempt(
                enrolment_id=enrolment.id, edition_id=enrolment.edition_id, activity=final, number=1, state="graded", seed=1,
                locale="en", rendition_digest="", started_at=at, submitted_at=at, score=score, is_passed=score >= 0.8,
            )
        )  # fmt: skip
        session.flush()


def _examine_earlier(course: Course) -> None:
    """Let rangers of the earlier cohort have taken it too, for the two to be compared."""
    earlier = session.scalars(
        select(Enrolment)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Cohort.name == EARLIER, Person.call_sign.startswith("ranger"))
        .order_by(Person.call_sign)
    )
    for enrolment, score in zip(earlier.all(), EARLIER_SCORES, strict=False):
        _examine(enrolment, course, score, enrolment.completed_at or clock.now())


def _colleague(number: int, agency_id: UUID, at: datetime) -> Person:
    call_sign = f"ranger-{number:03d}"
    person = Person(
        call_sign=call_sign, legal_name=f"Colleague {number} Demo", email=f"{call_sign}@demo.example",
        email_key=f"{call_sign}@demo.example", created_at=at,
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Membership(person_id=person.id, agency_id=agency_id, role=Role.LEARNER, starts_on=at.date()))
    session.flush()
    return person


def _complete(enrolment: Enrolment, course: Course, at: datetime) -> None:
    slugs = [each.slug for _module, each in course.activities()]
    session.add_all(Completion(enrolment_id=enrolment.id, activity=slug, completed_at=at) for slug in slugs)
    enrolment.done_count, enrolment.completed_at, enrolment.last_activity_at = len(slugs), at, at
    session.flush()


def _observe(training: Training, assessor: Actor) -> None:
    findings = dict.fromkeys(CRITERIA, "met") | {"practice": "not-seen"}
    seen = service.Observation(
        findings, training.starts_on, "Calm and clear; the scene was well laid out. I left before the practice began.", 1, "demo"
    )  # fmt: skip
    service.sign_off(
        training=training, observation=seen, by=assessor, at=clock.now() - HELD + timedelta(days=3)
    )


def _certify(enrolment: Enrolment, issuer: certificates.Issuer) -> Actor:
    at, actor = clock.now(), _acting(session.get_one(Person, enrolment.person_id))
    prepared = certificates.printed(certificates.Order(enrolment, i18n.DEFAULT), issuer=issuer, at=at)
    with db.writing():
        found = session.get_one(Enrolment, enrolment.id)
        certificates.claim(enrolment=found, prepared=prepared, issuer=issuer, by=actor, at=at)
    return actor
