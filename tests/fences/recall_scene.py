"""Cards of a review queue for the wider world: one of each learner's, which came back once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from academy.accounts.models import Person
from academy.db import session
from academy.recall.models import RecallCard
from academy.recall.rules import Answer, answered, begun
from tests.world import World

#: An item of a quiz of the small course that nobody is sitting.
QUIZ, ITEM = "kinds-quiz", "truth"


def recall_cards(world: World, people: Mapping[str, Person], at: datetime, *names: str) -> dict[str, str]:
    """Make them; return their ids by owner."""
    found = {}
    for name in names:
        first = begun(at - timedelta(days=3))
        second = answered(first.memory, Answer.RIGHT, at=at)
        card = RecallCard(
            person_id=people[name].id, course_id=world.edition.course_id, edition_id=world.edition.id, activity=QUIZ, item=ITEM,
            memory=second.memory | {"last": {"answer": "right", "response": True}}, due_at=at, made_at=at, seen_at=at, seen_count=1,
            right_count=1,
        )  # fmt: skip
        session.add(card)
        session.flush()
        found[name] = str(card.id)
    return found
