"""What people mark in the wider world: an exam at home and one elsewhere, responses that wait, files, appeals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask

from academy import clock, db
from academy.accounts.models import Person
from academy.courses import rules as course_rules
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.service import Save
from academy.quizzes import service as quizzes
from academy.quizzes.models import AnswerFile, Appeal, Exam
from academy.quizzes.service.exams import Arrangement, set_up
from tests.editions import with_activity
from tests.marking import ESSAY, GLOVES, QUIZ, quiz
from tests.world import World

EXAM_COURSE = "examined"
UPLOAD = {"key": "sheet", "kind": "upload", "prompt": "Send the sheet.", "criteria": ESSAY["criteria"]}
CONTENT = quiz(GLOVES, ESSAY, UPLOAD, entry="code", shuffle=False)

#: endpoint → argument → owner → value
Special = dict[str, dict[str, dict[str, str]]]


def marks(app: Flask, world: World, people: Mapping[str, Person], closed: Mapping[str, str]) -> Special:
    """Hold the exams and hand in; ``closed`` are graded attempts, by learner, that are appealed against."""
    edition = _published(world)
    with db.writing():
        cohorts = {name: _cohort(world, edition, name, people[name]) for name in ("trajce", "vera")}
        exams = {name: _exam(world, cohort, people[name]) for name, cohort in cohorts.items()}
    attempts, files = {}, {}
    for name, trainer in (("amina", "trajce"), ("edo", "trajce"), ("dina", "vera")):
        attempts[name], files[name] = _handed_in(app, world, people[name], cohorts[trainer], exams[trainer])
    with db.writing():
        appeals = {
            name: Appeal(attempt_id=UUID(each), item="gloves", reason="Why?", made_at=clock.now())
            for name, each in closed.items()
        }
        session.add_all(appeals.values())
    held = {"exam_id": {name: str(exam.id) for name, exam in exams.items()}}
    of_cohorts = {"cohort_id": {name: str(cohort.id) for name, cohort in cohorts.items()}}
    found: Special = {
        f"quizzes.{endpoint}": held
        for endpoint in ("exam", "change_exam", "call_off_exam", "exam_wall", "give_time", "sign_exam")
    }
    return found | {
        "quizzes.exams": of_cohorts,
        "quizzes.new_exam": of_cohorts,
        "quizzes.mark_response": {"attempt_id": attempts},
        "quizzes.answer_file": {"file_id": files},
        "quizzes.appeal": {"attempt_id": dict(closed)},
        "quizzes.decide_appeal": {"appeal_id": {name: str(each.id) for name, each in appeals.items()}},
    }


def _published(world: World) -> UUID:
    document = course_rules.thaw(world.edition.document).model_copy(update={"slug": EXAM_COURSE})
    document = with_activity(QUIZ, content=CONTENT)(document)
    at = clock.now() - timedelta(days=2)
    return courses.publish_in_steps(ready=courses.ready(document), by=None, at=at).edition.id


def _cohort(world: World, edition_id: UUID, name: str, trainer: Person) -> Cohort:
    cohort = learning.open_cohort(
        name=f"Examined by {name}", edition=session.get_one(Edition, edition_id), starts_on=clock.now().date(), closes_on=None,
        trainers=[trainer.id], by=None, at=clock.now(),
    )  # fmt: skip
    cohort.agency_id = world.inspectors.id if name == "vera" else None
    return cohort


def _exam(world: World, cohort: Cohort, trainer: Person) -> Exam:
    at = clock.now()
    wanted = Arrangement(at - timedelta(hours=1), at + timedelta(hours=3), trainer.id)
    return set_up(cohort=cohort, activity=QUIZ, entry="code", wanted=wanted, by=world.actor(trainer), at=at)


def _handed_in(app: Flask, world: World, person: Person, cohort: Cohort, exam: Exam) -> tuple[str, str]:
    """Let one learner sit the exam; return her attempt, in which two responses wait, and her file."""
    at = clock.now()
    read = reading(edition_id=cohort.edition_id, locale="en")
    digest = app.extensions["storage"].put(f"The sheet of {person.id}".encode())
    with db.writing():
        enrolment = learning.enrol(
            person_id=person.id, agency_id=(world.inspectors if cohort.agency_id else world.rangers).id,
            edition=session.get_one(Edition, cohort.edition_id), cohort=cohort, by=None, at=at,
        )  # fmt: skip
        attempt = quizzes.start(
            enrolment=session.get_one(Enrolment, enrolment.id), activity=QUIZ, quiz=CONTENT, reading=read, at=at, admission=exam
        )  # fmt: skip
        file = AnswerFile(
            attempt_id=attempt.id,
            item="sheet",
            name="sheet.txt",
            mime="text/plain",
            size=40,
            digest=digest,
            sent_at=at,
        )
        session.add(file)
        session.flush()
        for key, payload in (("report", "We closed the area."), ("sheet", {"files": [str(file.id)]})):
            item = CONTENT.item(key)
            assert item is not None
            save = Save(key, payload, "device-01", 1, uuid4().hex)
            quizzes.save(attempt=attempt, quiz=CONTENT, item=item, save=save, at=at)
        quizzes.submit(attempt=session.get_one(Attempt, attempt.id), quiz=CONTENT, items=CONTENT.items, at=at)
    return str(attempt.id), str(file.id)
