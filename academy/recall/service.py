"""Writing the review queue. Nothing here touches a grade, a completion or anybody else's record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, select, update

from academy import db
from academy.db import session
from academy.errors import Conflict
from academy.items.kinds import kind_named
from academy.items.kinds.kind import Response
from academy.learning.models import Enrolment
from academy.recall import queries
from academy.recall.models import RecallCard
from academy.recall.queries import Question
from academy.recall.rules import Answer, Scheduled, again, answered

#: How often the caretaker looks, and how far back: what is released later is gathered when its learner comes.
PAUSE, WITHIN = timedelta(minutes=10), timedelta(days=40)


class Gatherer:
    """A duty of the caretaker: makes cards of what people got wrong and have been shown the right answer to."""

    def __init__(self) -> None:
        self._next: datetime | None = None

    def __call__(self, at: datetime) -> int:
        """Make cards, if it is time to look; return how many."""
        if self._next is not None and at < self._next:
            return 0
        self._next = at + PAUSE
        made = 0
        for person_id in queries.people_who_missed(at=at, within=WITHIN):
            rows = queries.cards_to_make(person_id, at=at)
            session.rollback()
            if rows:
                with db.writing():
                    made += make_cards(rows)
        return made


def gather(*, person_id: UUID, at: datetime) -> int:
    """Make the cards one person has coming; return how many."""
    return make_cards(queries.cards_to_make(person_id, at=at))


def make_cards(rows: Sequence[dict[str, Any]]) -> int:
    """Keep cards, each once, whoever else makes them at the same moment."""
    if not rows:
        return 0
    statement = db.insert(RecallCard).on_conflict_do_nothing()
    session.execute(statement, [{"id": uuid4(), "seen_count": 0, "right_count": 0, **row} for row in rows])
    return len(rows)


def answer(*, card: RecallCard, question: Question, response: Response, seen: int, at: datetime) -> Answer:
    """Mark an answer and put its item off; a second send of the same page changes nothing more.

    Raises Conflict where the item was put away meanwhile.
    """
    if card.seen_count != seen:
        return Answer(card.memory["last"]["answer"])
    if card.done_at is not None:
        raise Conflict("put-away")
    mark = kind_named(question.item.kind).mark(question.item, response)
    said = Answer.RIGHT if mark.is_right else Answer.WRONG
    card.seen_count += 1
    card.right_count += mark.is_right
    card.seen_at = at
    _put_off(card, answered(card.memory, said, at=at), said, response, at)
    return said


def call_hard(*, card: RecallCard, at: datetime) -> None:
    """Let an item that was right but hard come back sooner. Raises Conflict where it was not right, or said before."""
    last = card.memory.get("last") or {}
    if last.get("answer") != Answer.RIGHT or card.seen_at is None:
        raise Conflict("not-right")
    _put_off(card, again(card.memory, Answer.HARD, at=card.seen_at), Answer.HARD, last["response"], at)


def _put_off(card: RecallCard, scheduled: Scheduled, said: Answer, response: Response, at: datetime) -> None:
    card.memory = scheduled.memory | {"last": {"answer": said.value, "response": response}}
    card.due_at = scheduled.due_at
    card.done_at = at if scheduled.is_known else None
    session.flush()


def put_away(*, card: RecallCard, at: datetime) -> None:
    """Let an item not come back."""
    card.done_at = card.done_at or at
    session.flush()


def bring_back(*, person_id: UUID) -> None:
    """Let everything that was put away, or is known, come back when it is due."""
    session.execute(
        update(RecallCard)
        .where(RecallCard.person_id == person_id, RecallCard.done_at.is_not(None))
        .values(done_at=None)
    )
    session.flush()


def retire_gone(*, person_id: UUID, at: datetime) -> None:
    """Put away what is due and is in no edition any more."""
    for card in queries.due(person_id, at=at):
        if queries.is_gone(card):
            put_away(card=card, at=at)


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Remove a person's review queue."""
    session.execute(delete(RecallCard).where(RecallCard.person_id == person_id))
    session.flush()


def forget_answers(*, enrolment_id: UUID, at: datetime) -> None:
    """Forget what was last answered at the cards of an enrolment's course, where she is in no later one there."""
    ended = session.get_one(Enrolment, enrolment_id)
    cards = select(RecallCard).where(
        RecallCard.person_id == ended.person_id, RecallCard.course_id == ended.course_id,
        ~exists().where(
            Enrolment.person_id == ended.person_id, Enrolment.course_id == ended.course_id,
            Enrolment.enrolled_at > ended.enrolled_at,
        ),
    )  # fmt: skip
    for card in session.scalars(cards):
        card.memory = {name: value for name, value in card.memory.items() if name != "last"}
    session.flush()
