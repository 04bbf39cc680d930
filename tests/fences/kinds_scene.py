"""A meeting, a practical and a survey for the wider world: a cohort at home, one elsewhere, and their working copies."""

from __future__ import annotations

from collections.abc import Mapping
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
from academy.courses.service import drafts
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort
from academy.meetings import service as meetings
from tests.kinds import MEETING, PRACTICAL, SURVEY, date_from
from tests.world import World

#: The blueprint of a kind → the slug of its activity.
SLUGS = {"meetings": MEETING, "practicals": PRACTICAL, "surveys": SURVEY}
KINDS_COURSE = "kinds"
#: Pages of a cohort's trainer.
_OF_A_COHORT = (
    "meetings.cohort_meetings",
    "meetings.arrange",
    "practicals.group",
    "practicals.sheet",
    "surveys.results",
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
    found["practicals.assess"] = {"enrolment_id": enrolments}
    for endpoint in ("here", "scanned", "change", "cancel", "attendance", "wall", "open_code", "close_code"):
        found[f"meetings.{endpoint}"] = {"meeting_id": dates}
    for blueprint, drafts_of in _drafts(world, edition).items():
        found[f"{blueprint}.edit"] = {"activity_id": drafts_of}
    return found


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
    """Fill the academy's working copy and that of a course of another agency; blueprint → owner → activity."""
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
        blueprint: {owner: _activity(course, slug) for owner, course in (("trajce", own), ("vera", other))}
        for blueprint, slug in SLUGS.items()
    }


def _activity(course: Course, slug: str) -> str:
    found = session.scalars(
        select(ActivityDraft.id).where(ActivityDraft.course_id == course.id, ActivityDraft.slug == slug)
    )
    return str(found.one())
