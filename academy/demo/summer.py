"""A practice day that is over: tests before and after it, a marked exam, a survey, for evaluation to draw upon."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as people
from academy.actor import Actor
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.demo.answers import given
from academy.demo.outcomes import EARLIER
from academy.demo.people import People
from academy.demo.table import EXAM, TABLE, Sitter, mark, sitters
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.quizzes import service as quizzes
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.service import exams, marking
from academy.surveys import service as surveys

BEGAN = timedelta(days=84)  # ago; it was over less than three months ago: no supervisor is asked about it yet
UNTESTED = ("how-the-day-runs", TABLE, "briefing", "mock-scene")
BEFORE, AFTER, SURVEY = "what-you-know", "after-the-day", "how-was-it"
ENOUGH = 3  # of the four right pass the test after the day
NOT_AT_ALL = -9.0  # so skilled is nobody: every answer is wrong


def look_back(everybody: People, told: Path) -> None:
    """Let the earlier cohort of the Basic course have had its practice day; ``told`` holds how its people answered."""
    said, at = yaml.safe_load(told.read_text()), clock.now() - BEGAN
    trainers = [people.actor_for(everybody.accounts[name], on=clock.now().date()) for name in ("demo-trainer", "demo-assessor")]  # fmt: skip
    with db.writing():
        edition = session.scalars(select(Edition).join(Course, Course.id == Edition.course_id).where(Course.slug == "practice-day")).one()  # fmt: skip
        cohort = learning.open_cohort(
            name="Demo summer practice day", edition=edition, starts_on=at.date(), closes_on=at.date() + timedelta(days=21),
            trainers=[each.person_id for each in trainers], by=None, at=at,
        )  # fmt: skip
        earlier = session.scalars(select(Enrolment).join(Cohort, Cohort.id == Enrolment.cohort_id).where(Cohort.name == EARLIER))  # fmt: skip
        for each in earlier.all():
            learning.enrol(person_id=each.person_id, agency_id=each.agency_id, edition=edition, cohort=cohort, by=None, at=at)  # fmt: skip
        there = sitters(cohort.id, reading(edition_id=edition.id, locale="en"))
        # first, since chance goes on differently with what is drawn in the tests
        _examine(cohort, there, trainers, said, at + timedelta(days=10))
        for sitter, before, after in zip(there, said["before"], said["after"], strict=True):
            _take_part(sitter, before, after, at + timedelta(days=2))
        for sitter, answers in zip(there, said["survey"], strict=False):
            surveys.answer(enrolment=sitter.enrolment, activity=SURVEY, answers=answers, at=at + timedelta(days=15))  # fmt: skip


def _take_part(sitter: Sitter, before: int, after: int, at: datetime) -> None:
    """Do all but the exam; whoever fails the test after the day passes it on the next."""
    _test(sitter, BEFORE, before, at)
    for number, activity in enumerate(UNTESTED):
        learning.complete(enrolment=sitter.enrolment, activity=activity, at=at + timedelta(days=4 * number))
    _test(sitter, AFTER, after, at + timedelta(days=12, hours=3))
    if after < ENOUGH:
        _test(sitter, AFTER, ENOUGH, at + timedelta(days=13))


def _test(sitter: Sitter, activity: str, right: int, at: datetime) -> None:
    """Take a quiz and answer so many of its items right, whichever were drawn; an order is what all know best."""
    quiz = sitter.quiz(activity)
    attempt = quizzes.start(enrolment=sitter.enrolment, activity=activity, quiz=quiz, reading=sitter.reading, at=at)  # fmt: skip
    asked = asked_in(attempt)
    items = sorted(map(asked.item, attempt.paper or ()), key=lambda item: item.kind != "ordering")
    typed = {item.key: given(item, 1.0 if place < right else NOT_AT_ALL, sitter.chance) for place, item in enumerate(items)}  # fmt: skip
    sitter.sit(activity, quiz, at=at, typed=typed)


def _examine(cohort: Cohort, there: list[Sitter], trainers: list[Actor], said: dict[str, Any], at: datetime) -> None:  # fmt: skip
    """Hold the exam, sign it, and let both trainers mark every report; which parts are weak is another mixture for each."""
    wanted = exams.Arrangement(at, at + timedelta(hours=3), trainers[0].person_id)
    exam = exams.set_up(cohort=cohort, activity=EXAM, entry="code", wanted=wanted, by=trainers[0], at=at - timedelta(days=3))  # fmt: skip
    for number, sitter in enumerate(there, start=1):
        weak = {key: number >> place & 1 for place, key in enumerate(said["report"])}
        text = " ".join(said["report"][key][is_weak] for key, is_weak in weak.items())
        attempt = sitter.sit(EXAM, sitter.quiz(EXAM), at=at + timedelta(minutes=number), typed={"report": text}, exam=exam)  # fmt: skip
        comment = " ".join(said["report"][key][2] for key in weak if weak[key])
        judgement = marking.Judgement({key: 2 - is_weak for key, is_weak in weak.items()}, comment)
        for by in trainers:
            mark(attempt, judgement, by, at=at + timedelta(days=1))
    exams.sign(exam=exam, record=said["record"], by=trainers[0], at=at + timedelta(hours=4))
