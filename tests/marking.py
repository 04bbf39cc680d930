"""Quizzes that people mark, in the small world: an edition with them, people to mark, attempts handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from academy import db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.agencies.models import Agency
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.db import session
from academy.items.kinds import parse
from academy.learning.models import Attempt, Cohort, CohortTrainer, Enrolment
from academy.learning.service import Save
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.quizzes.models import Exam
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.service import Judgement
from tests.editions import publish
from tests.world import World

QUIZ = "gate-quiz"
GLOVES = {
    "key": "gloves", "kind": "single-choice", "prompt": "What do you put on first?",
    "choices": [{"text": "Gloves", "right": True}, {"text": "A hat"}, {"text": "Nothing"}],
}  # fmt: skip
#: Two criteria, four points.
ESSAY = {
    "key": "report", "kind": "essay", "prompt": "Write the first lines of your report.",
    "criteria": [
        {"key": key, "title": title, "levels": [{"points": points, "title": words} for points, words in enumerate(levels)]}
        for key, title, levels in (
            ("order", "Order", ("None", "Some", "All steps named")), ("words", "Words", ("Unclear", "Fair", "Clear")),
        )
    ],
}  # fmt: skip
TWICE = {**ESSAY, "second_marker": True, "agreement": 0.25}


def quiz(*items: dict[str, Any], **terms: Any) -> QuizContent:
    """Write a quiz."""
    written: dict[str, Any] = {"title": "Gate", "minutes": 5, "pass_mark": 0.8, **terms}
    return QuizContent(**written, items=[parse(each) for each in items])


def teach(app: Flask, world: World, content: QuizContent, *, at: datetime) -> UUID:
    """Publish the small course with this quiz in place of its gate, and move everybody there; return the edition."""

    def change(course: Course) -> Course:
        modules = [
            module.model_copy(
                update={
                    "activities": [
                        each.model_copy(update={"content": content}) if each.slug == QUIZ else each
                        for each in module.activities
                    ]
                }
            )
            for module in course.modules
        ]
        return course.model_copy(update={"modules": modules})

    edition = publish(app, change, at=at)
    with db.writing():
        session.get_one(Cohort, world.cohort.id).edition_id = edition.id
        for each in (world.enrolment.id, world.foreign_enrolment.id):
            session.get_one(Enrolment, each).edition_id = edition.id
    return edition.id


def trainer(world: World, name: str) -> Person:
    """Add a trainer of the academy to the cohort."""
    with db.writing():
        academy = session.scalars(select(Agency).where(Agency.parent_id.is_(None))).one()
        person = Person(
            call_sign=name, legal_name=f"{name} Legal", email=f"{name}@example.org", email_key=f"{name}@example.org",
            created_at=world.enrolment.enrolled_at,
        )  # fmt: skip
        session.add(person)
        session.flush()
        since = world.enrolment.enrolled_at.date()
        session.add(Membership(person_id=person.id, agency_id=academy.id, role=Role.TRAINER, starts_on=since))
        session.add(CohortTrainer(cohort_id=world.cohort.id, person_id=person.id))
    return person


def hand_in(
    enrolment_id: UUID,
    answers: dict[str, Any],
    *,
    at: datetime,
    admission: Exam | None = None,
    is_practice: bool = False,
) -> UUID:
    """Begin an attempt at the quiz, answer it and hand it in."""
    attempt_id = begin(enrolment_id, at=at, admission=admission, is_practice=is_practice)
    return submit(attempt_id, answers, at=at)


def begin(
    enrolment_id: UUID, *, at: datetime, admission: Exam | None = None, is_practice: bool = False
) -> UUID:
    """Begin an attempt at the quiz."""
    with db.writing():
        enrolment = session.get_one(Enrolment, enrolment_id)
        read = reading(edition_id=enrolment.edition_id, locale="en")
        return service.start(
            enrolment=enrolment, activity=QUIZ, quiz=_quiz(read.course), reading=read, at=at, admission=admission,
            is_practice=is_practice,
        ).id  # fmt: skip


def submit(attempt_id: UUID, answers: dict[str, Any], *, at: datetime) -> UUID:
    """Answer an attempt that is open, and hand it in."""
    with db.writing():
        attempt = session.get_one(Attempt, attempt_id)
        asked = asked_in(attempt, locale="en")
        for number, (key, payload) in enumerate(answers.items(), start=1):
            save = Save(key, payload, "device-01", number, uuid4().hex)
            service.save(attempt=attempt, quiz=asked.quiz, item=asked.item(key), save=save, at=at)
    with db.writing():
        attempt = session.get_one(Attempt, attempt_id)
        service.submit(attempt=attempt, quiz=asked.quiz, items=asked.pool.items, at=at)
    return attempt_id


def mark(
    world: World,
    by: Person,
    attempt_id: UUID,
    levels: tuple[int, int],
    *,
    at: datetime,
    has_seen_both: bool = False,
    comment: str = "Name every step.",
) -> Any:
    """Let somebody mark the essay."""
    with db.writing():
        attempt = session.get_one(Attempt, attempt_id)
        asked = asked_in(attempt, locale="en")
        judgement = Judgement(
            dict(zip(("order", "words"), levels, strict=True)), comment, has_seen_both=has_seen_both
        )
        return service.mark(
            attempt=attempt,
            asked=asked,
            item=asked.item("report"),
            judgement=judgement,
            by=world.actor(by),
            at=at,
        )  # type: ignore[arg-type]


def _quiz(course: Course) -> QuizContent:
    found = course.activity(QUIZ)
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    return found[1].content
