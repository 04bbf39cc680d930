"""What goes on in two cohorts of the wider world: nominations, news, questions, a calendar address."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from academy import clock
from academy.accounts.models import Person
from academy.cohorts import service
from academy.cohorts.models import Announcement, Nomination, Question
from academy.db import session
from academy.learning.models import Cohort
from tests.world import World


def classes(world: World, people: dict[str, Person], foreign: UUID) -> dict[str, dict[str, str]]:
    """Open two cohorts to nominations, Vera's to her own agency only, and return the things in them by owner."""
    at = clock.now()
    near, far = session.get_one(Cohort, world.cohort.id), session.get_one(Cohort, foreign)
    near.nominations_until = far.nominations_until = at.date() + timedelta(days=10)
    far.agency_id = world.inspectors.id
    nominations, questions = {}, {}
    for name, cohort, agency, by in (
        ("amina", near, world.rangers, "boris"), ("dina", far, world.inspectors, "carla"),
    ):  # fmt: skip
        nominations[name] = Nomination(
            cohort_id=cohort.id, person_id=people[name].id, agency_id=agency.id, state="nominated", nominated_at=at,
            nominated_by_id=people[by].id,
        )  # fmt: skip
        questions[name] = Question(
            cohort_id=cohort.id, activity="", asker_id=people[name].id, text="How deep?", asked_at=at
        )
        session.add_all((nominations[name], questions[name]))
        session.add(
            Announcement(
                cohort_id=cohort.id,
                author_id=people["vera"].id,
                title="Boots",
                body="Wear boots.",
                posted_at=at,
            )
        )
    session.flush()
    return {
        "nomination_id": {name: str(each.id) for name, each in nominations.items()},
        "question_id": {name: str(each.id) for name, each in questions.items()},
        "token": {"amina": service.make_link(by=world.actor(people["amina"]), at=at)},
    }
