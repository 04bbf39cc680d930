"""A meeting, a practical and a survey for the wider world: a cohort at home, one elsewhere, and their working copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from academy import clock
from academy.accounts.models import Person
from academy.courses import content
from academy.courses import rules as course_rules
from academy.courses import service as courses
from academy.courses.models import ActivityDraft, Course, Edition
from academy.courses.package import Package
from academy.courses.queries import reading
from academy.courses.service import drafts
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from academy.meetings import service as meetings
from academy.quizzes import service as quizzes
from academy.quizzes.content import QuizContent
from academy.quizzes.models import AnswerFile
from academy.quizzes.rules.files import accepted
from academy.quizzes.service.files import SentFile, send_file
from tests.fences.capstone_scene import bags
from tests.fences.linkage_scene import boards
from tests.kinds import BAGS, BOARD, MEETING, PRACTICAL, SURVEY, date_from
from tests.world import World

#: The blueprint of a kind → the slug of its activity.
SLUGS = {
    "meetings": MEETING,
    "practicals": PRACTICAL,
    "surveys": SURVEY,
    "linkage": BOARD,
    "capstones": BAGS[0],
}
KINDS_COURSE = "kinds"
QUIZ = "every-kind"
#: Pages of authors that show a whole quiz: they show the one with every kind.
OF_EVERY_KIND = ("quizzes.preview", "quizzes.try_out")
#: Pages of a cohort's trainer.
_OF_A_COHORT = (
    "meetings.cohort_meetings",
    "meetings.arrange",
    "practicals.group",
    "practicals.sheet",
    "surveys.results",
    "linkage.cohort",
)


def add_kinds(
    world: World, people: Mapping[str, Person], package: Package
) -> dict[str, dict[str, dict[str, str]]]:
    """Add it all; return endpoint → argument → owner → value. ``package`` is that of tests/packages/kinds."""
    at = clock.now() - timedelta(days=4)
    edition = courses.publish(package=package, by=None, at=at).edition
    home = _cohort(world, edition, "Field", people["trajce"], None)
    away = _cohort(world, edition, "Field elsewhere", people["vera"], world.inspectors.id)
    enrolments = {
        name: str(
            learning.enrol(
                person_id=people[name].id, agency_id=(world.rangers if cohort is home else world.inspectors).id,
                edition=edition, cohort=cohort, by=None, at=at,
            ).id
        )
        for name, cohort in (("amina", home), ("edo", home), ("dina", away))
    }  # fmt: skip
    dates = {
        "trajce": str(_date(world, home, people["trajce"])),
        "vera": str(_date(world, away, people["vera"])),
    }
    cohorts = {"trajce": str(home.id), "vera": str(away.id)}
    found: dict[str, dict[str, dict[str, str]]] = {
        endpoint: {"cohort_id": cohorts} for endpoint in _OF_A_COHORT
    }
    attempts, files = _uploads(edition, enrolments)
    found["quizzes.send_file"] = {"attempt_id": attempts}
    found["quizzes.remove_file"] = {"attempt_id": attempts, "file_id": files}
    found |= boards(edition, enrolments)
    found |= bags(edition, enrolments)
    found["practicals.assess"] = {"enrolment_id": enrolments}
    for endpoint in ("here", "scanned", "change", "cancel", "attendance", "wall", "open_code", "close_code"):
        found[f"meetings.{endpoint}"] = {"meeting_id": dates}
    drafts_by_slug = _drafts(world, edition)
    for blueprint, slug in SLUGS.items():
        found[f"{blueprint}.edit"] = {"activity_id": drafts_by_slug[slug]}
    for endpoint in OF_EVERY_KIND:
        found[endpoint] = {"activity_id": drafts_by_slug[QUIZ]}
    return found


def _uploads(edition: Edition, enrolments: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Let each learner send a file to the first item of a quiz; return the attempts and the files by learner."""
    read = reading(edition_id=edition.id, locale="en")
    found = read.course.activity(QUIZ)
    assert found is not None
    quiz = found[1].content
    assert isinstance(quiz, QuizContent)
    item = quiz.item("upload")
    assert item is not None
    attempts: dict[str, str] = {}
    files: dict[str, str] = {}
    for name, enrolment_id in enrolments.items():
        enrolment, at = session.get_one(Enrolment, UUID(enrolment_id)), clock.now()
        attempt = quizzes.start(enrolment=enrolment, activity=QUIZ, quiz=quiz, reading=read, at=at)
        attempt.paper = ["upload", *(key for key in attempt.paper or () if key != "upload")]
        sent = SentFile("record.txt", accepted("record.txt", name.encode()), "scene-0001", "device-01")
        send_file(attempt=attempt, quiz=quiz, item=item, sent=sent, at=at)
        attempts[name] = str(attempt.id)
        files[name] = str(
            session.scalars(select(AnswerFile.id).where(AnswerFile.attempt_id == attempt.id)).one()
        )
    return attempts, files


def keep_files(app: Flask, learners: Sequence[str]) -> None:
    """Put the bytes of what learners will have sent into storage."""
    for name in learners:
        app.extensions["storage"].put(accepted("record.txt", name.encode()).content)


def kinds_package(app: Flask, folder: Any) -> Package:
    """Read the package before anything is written."""
    return courses.prepare(folder, keep=app.extensions["storage"].put)


def _cohort(world: World, edition: Edition, name: str, trainer: Person, agency_id: UUID | None) -> Cohort:
    cohort = learning.open_cohort(
        name=name, edition=edition, starts_on=clock.now().date() - timedelta(days=4), closes_on=None, trainers=[trainer.id],
        by=None, at=clock.now(),
    )  # fmt: skip
    cohort.agency_id = agency_id
    return cohort


def _date(world: World, cohort: Cohort, trainer: Person) -> UUID:
    """Let the cohort meet just now, with the code shown on the wall."""
    meeting = meetings.arrange(
        cohort=cohort, activity=MEETING, date=date_from(clock.now()), by=world.actor(trainer), at=clock.now()
    )
    meetings.open_code(meeting=meeting, at=clock.now())
    return meeting.id


def _drafts(world: World, edition: Edition) -> dict[str, dict[str, str]]:
    """Fill the academy's working copy and that of a course of another agency; slug → owner → activity."""
    at = clock.now()
    document: content.Course = course_rules.thaw(edition.document)
    other = drafts.begin(
        slug="kinds-elsewhere", title="Elsewhere", agency_id=world.inspectors.id, source_locale="en", level="basic",
        track=None, by=None, at=at,
    )  # fmt: skip
    drafts.fill(
        course=other, document=document.model_copy(update={"slug": "kinds-elsewhere"}), by=None, at=at
    )
    own = session.get_one(Course, edition.course_id)
    drafts.fill(course=own, document=document, by=None, at=at)
    return {
        slug: {owner: _activity(course, slug) for owner, course in (("trajce", own), ("vera", other))}
        for slug in (*SLUGS.values(), QUIZ)
    }


def _activity(course: Course, slug: str) -> str:
    found = session.scalars(
        select(ActivityDraft.id).where(ActivityDraft.course_id == course.id, ActivityDraft.slug == slug)
    )
    return str(found.one())
