"""The statistics of a quiz of 40 items that 10,000 people took: computed at first, and from then on."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from academy import clock, db
from academy.accounts.models import Person
from academy.agencies.models import Agency, Kind
from academy.courses import service as courses
from academy.courses.models import ActivityDraft, Edition
from academy.db import session
from academy.learning.models import Attempt, AttemptState, Enrolment, ItemResult
from academy.quizzes.queries.published import published_quiz
from tests.bench.course import package
from tests.bench.data import Builder
from tests.bench.figures import Sheet
from tests.bench.load import Target

PEOPLE, ITEMS, QUIZ = 10_000, 40, "quiz-1"
#: The most the page may take, in seconds.
AT_FIRST, AFTERWARDS = 5.0, 1.0
_AT_ONCE = 500


def fill(app: Flask, home: Path, people: int = PEOPLE) -> Target:
    """Let so many people sit the quiz; return where its statistics are, for its administrator."""
    with app.app_context():
        builder = Builder(app, home, 0)
        written = package(
            home / "packages" / "large", app.extensions["storage"], slug="large", title="A course with a large quiz", modules=1, lessons=1,
            sections=0, items=ITEMS,
        )  # fmt: skip
        with db.writing():
            edition = courses.publish(package=written, by=None, at=builder.at).edition
            for start in range(0, people, _AT_ONCE):
                _sit(edition, min(_AT_ONCE, people - start), start)
            administrator = session.scalars(select(Person.id).where(Person.call_sign == "admin")).one()
            activity_id = session.scalars(
                select(ActivityDraft.id).where(
                    ActivityDraft.course_id == edition.course_id, ActivityDraft.slug == QUIZ
                )
            ).one()
            keys = builder.signed_in(administrator)
    return Target(f"/en/author/quizzes/{activity_id}/statistics", keys)


def measure(app: Flask, home: Path, sheet: Sheet) -> None:
    """Fill, and ask for the page: twice at first, in a process that has never computed it and in one that has."""
    target = fill(app, home)
    client = app.test_client(use_cookies=False)
    for words, most in ((" at first", AT_FIRST), (" afterwards", AFTERWARDS)):
        begun = time.perf_counter()
        response = client.get(target.path, headers=target.headers)
        if response.status_code != 200:
            raise RuntimeError(f"{target.path} answered {response.status_code}")
        sheet.add(
            f"statistics, {PEOPLE:,} attempts × {ITEMS}:{words}", time.perf_counter() - begun, "s", most
        )


def _sit(edition: Edition, count: int, start: int) -> None:
    """Insert people with an attempt each; who knows more is right more often."""
    chance, at = random.Random(start), clock.now() - timedelta(days=2)
    agency = session.scalars(select(Agency.id).where(Agency.kind == Kind.UNIT)).first()
    people, enrolments, attempts = ([uuid4() for _ in range(count)] for _ in range(3))
    _insert(Person, (
        {"id": person, "call_sign": f"sitter-{start + number}", "call_sign_key": f"sitter-{start + number}", "legal_name": "Bench Sitter",
         "created_at": at, "is_demo": False} for number, person in enumerate(people)
    ))  # fmt: skip
    _insert(Enrolment, (
        {"id": enrolment, "person_id": person, "course_id": edition.course_id, "edition_id": edition.id, "agency_id": agency,
         "enrolled_at": at} for person, enrolment in zip(people, enrolments, strict=True)
    ))  # fmt: skip
    marks = [_marks(chance) for _ in people]
    _insert(Attempt, (
        {"id": attempt, "enrolment_id": enrolment, "edition_id": edition.id, "activity": QUIZ, "number": 1,
         "state": AttemptState.GRADED, "seed": 1, "locale": "en", "rendition_digest": "0" * 64, "started_at": at,
         "submitted_at": at, "score": sum(marks[number]) / ITEMS, "is_passed": True, "gates_failed": []}
        for number, (enrolment, attempt) in enumerate(zip(enrolments, attempts, strict=True))
    ))  # fmt: skip
    _insert(ItemResult, (
        {"attempt_id": attempt, "item": key, "response": "a", "score": score, "is_right": score == 1.0, "credit": score,
         "tries": 0, "seconds": 20 + place} for attempt, own in zip(attempts, marks, strict=True)
        for place, (key, score) in enumerate(zip(_keys(edition.id), own, strict=True))
    ))  # fmt: skip


def _marks(chance: random.Random) -> list[float]:
    ability = chance.gauss(0, 1)
    return [float(chance.gauss(ability, 1.5) > (place - ITEMS / 2) / 20) for place in range(ITEMS)]


def _keys(edition_id: UUID) -> list[str]:
    quiz = published_quiz(edition_id, QUIZ)
    assert quiz is not None
    return [item.key for item in quiz.items]


def _insert(model: type[Any], rows: Any) -> None:
    session.execute(insert(model), list(rows))
