"""A course of two editions for the wider world: learners without a cohort who may go on in the newer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from academy import clock, db
from academy.accounts.models import Person
from academy.courses import content
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.db import session
from academy.learning import service as learning
from tests.domains.documents import course, lesson
from tests.world import World

REVISED_COURSE = "revised"


def revise(world: World, people: Mapping[str, Person], learners: Sequence[str]) -> None:
    """Publish a course, enrol ``learners`` in it, and publish it again with another lesson."""
    first = _publish(lesson("tracks", "Tracks", "Look for tracks."))
    agencies = {name: world.inspectors if name == "dina" else world.rangers for name in learners}
    with db.writing():
        edition = session.get_one(Edition, first)
        for name, agency in agencies.items():
            learning.enrol(
                person_id=people[name].id, agency_id=agency.id, edition=edition, by=None, at=clock.now()
            )
    _publish(lesson("tracks", "Tracks", "Look for tracks."), lesson("feathers", "Feathers", "Keep feathers."))


def _publish(*activities: content.Activity) -> object:
    document = course(REVISED_COURSE, title="Reading the ground", activities=activities)
    published = courses.publish_in_steps(
        ready=courses.ready(document), by=None, at=clock.now() - timedelta(days=2)
    )
    return published.edition.id
