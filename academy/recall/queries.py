"""Reading the review queue: always a person's own. What has not been released to her never comes up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from academy.actor import Actor
from academy.courses.queries import Reading
from academy.db import is_writing, session
from academy.errors import NotFound
from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.learning import queries as learning
from academy.learning.models import OPEN_STATES, Attempt, AttemptState, Enrolment, ItemResult
from academy.learning.rules import NO_DATES, Dates
from academy.quizzes.content import QuizContent, Reveal
from academy.quizzes.queries import taken
from academy.quizzes.queries.asked import asked_at
from academy.quizzes.queries.published import published_quiz
from academy.quizzes.rules import AT_ONCE, is_closed, reveals
from academy.recall.models import RecallCard
from academy.recall.rules import begun


@dataclass(frozen=True)
class Counts:
    """How a person's queue stands: what is due, what comes later, what she has put away or knows by now."""

    due: int
    later: int
    done: int
    #: When the next of what comes later is due.
    next_at: datetime | None


def counts(person_id: UUID, *, at: datetime) -> Counts:
    """Return how a queue stands, in one statement."""
    is_open = RecallCard.done_at.is_(None)
    row = session.execute(
        select(
            func.count().filter(is_open, RecallCard.due_at <= at),
            func.count().filter(is_open, RecallCard.due_at > at),
            func.count().filter(RecallCard.done_at.is_not(None)),
            func.min(RecallCard.due_at).filter(is_open, RecallCard.due_at > at),
        ).where(RecallCard.person_id == person_id)
    ).one()
    return Counts(row[0], row[1], row[2], row[3])


def due_count(person_id: UUID, *, at: datetime) -> int:
    """Return how many items are due."""
    return session.scalar(select(func.count()).select_from(RecallCard).where(_is_due(person_id, at))) or 0


def due(person_id: UUID, *, at: datetime) -> Sequence[RecallCard]:
    """Return what is due, the longest due first."""
    return session.scalars(
        select(RecallCard).where(_is_due(person_id, at)).order_by(RecallCard.due_at, RecallCard.id)
    ).all()


def _is_due(person_id: UUID, at: datetime) -> ColumnElement[bool]:
    return (RecallCard.person_id == person_id) & RecallCard.done_at.is_(None) & (RecallCard.due_at <= at)


def own_card(actor: Actor, card_id: UUID) -> RecallCard:
    """Return one of the actor's own cards, in turn where it is to be changed. Raises NotFound."""
    wanted = select(RecallCard).where(RecallCard.id == card_id, RecallCard.person_id == actor.person_id)
    found = session.scalar(wanted.with_for_update() if is_writing() else wanted)
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Question:
    """An item that comes back, as the newest edition has it, and what may be said of it."""

    item: Item
    reading: Reading
    quiz: QuizContent
    pool: QuizContent
    reveals: frozenset[Reveal]
    activity: str

    @property
    def picture(self) -> str | None:
        """The address of its picture."""
        pictures: Mapping[str, str] = self.reading.extras.get(self.activity) or {}
        return pictures.get(self.item.key)


def is_gone(card: RecallCard) -> bool:
    """Say whether the newest edition does not ask the item any more."""
    live = learning.live_edition(card.course_id)
    quiz = published_quiz(live.id, card.activity) if live is not None else None
    item = quiz.item(card.item) if quiz is not None else None
    return item is None or not may_come_back(item)


def question(card: RecallCard, *, locale: str, at: datetime) -> Question | None:
    """Return what a card asks; None where it is gone, or while it is not hers to see: an attempt is open, say."""
    enrolment = _enrolment(card.person_id, card.course_id)
    live = learning.live_edition(card.course_id)
    if enrolment is None or live is None:
        return None
    try:
        asked = asked_at(live.id, card.activity, locale=locale)
        item = asked.item(card.item)
        if (
            item.picture is not None and enrolment.edition_id != live.id
        ):  # files open to an edition's learners
            asked = asked_at(enrolment.edition_id, card.activity, locale=locale)
            item = asked.item(card.item)
    except NotFound:
        return None
    terms = [
        quiz for quiz in (published_quiz(card.edition_id, card.activity), asked.quiz) if quiz is not None
    ]
    shown = Release(enrolment, at).of(card.activity, terms)
    if Reveal.ANSWERS not in shown or not may_come_back(item):
        return None
    return Question(item, asked.reading, asked.quiz, asked.pool, shown, card.activity)


def may_come_back(item: Item) -> bool:
    """Say whether an item can come back: marked by a rule, answered in one go, counted in its quiz."""
    kind = kind_named(item.kind)
    return not kind.is_manual and not kind.unfolds and not item.pilot


class Release:
    """What of a learner's quizzes is released to her for good at a moment, not only for the minutes after handing in."""

    def __init__(self, enrolment: Enrolment, at: datetime) -> None:
        self._enrolment, self._at = enrolment, at
        self._dates: Mapping[str, Dates] | None = None

    def of(self, activity: str, terms: Sequence[QuizContent]) -> frozenset[Reveal]:
        """Return what all of several editions' terms of a quiz release; nothing while she sits it.

        Nothing of an exam before it is closed to her, whatever its rules say.
        """
        attempts = learning.attempts_at(self._enrolment.id, activity)
        if any(each.state in OPEN_STATES for each in attempts) or not terms:
            return frozenset()
        if self._dates is None:
            self._dates = learning.dates_of([self._enrolment])[self._enrolment.id]
        goes, dates, shown = taken(attempts), self._dates.get(activity, NO_DATES), frozenset(Reveal)
        for quiz in terms:
            closed = is_closed(quiz, goes, dates, at=self._at)
            if quiz.is_exam and not closed:
                return frozenset()
            shown &= reveals(quiz, ended_at=self._at - AT_ONCE, at=self._at, is_closed=closed)
        return shown


def _enrolment(person_id: UUID, course_id: UUID) -> Enrolment | None:
    return session.scalars(
        select(Enrolment)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.course_id == course_id,
            Enrolment.withdrawn_at.is_(None),
        )
        .order_by(Enrolment.enrolled_at.desc())
        .limit(1)
    ).first()


def cards_to_make(person_id: UUID, *, at: datetime) -> list[dict[str, Any]]:
    """Return a row for each item somebody got wrong, that is released to her and has no card yet."""
    rows = session.execute(
        select(Enrolment, Attempt.edition_id, Attempt.activity, ItemResult.item, Attempt.submitted_at)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .where(Enrolment.person_id == person_id, _is_missed())
        .order_by(Attempt.submitted_at.desc())
    ).all()
    found: dict[tuple[UUID, str, str], dict[str, Any]] = {}
    releases: dict[UUID, Release] = {}
    shown: dict[tuple[UUID, UUID, str], bool] = {}
    for enrolment, edition_id, activity, key, submitted_at in rows:
        name = (enrolment.course_id, activity, key)
        quiz = published_quiz(edition_id, activity)
        item = quiz.item(key) if quiz else None
        if name in found or quiz is None or item is None or not may_come_back(item):
            continue
        where = (enrolment.id, edition_id, activity)
        if where not in shown:
            release = releases.setdefault(enrolment.id, Release(enrolment, at))
            shown[where] = Reveal.ANSWERS in release.of(activity, [quiz])
        if shown[where]:
            found[name] = _card(enrolment, edition_id, activity, key, submitted_at or at) | {"made_at": at}
    return list(found.values())


def _card(
    enrolment: Enrolment, edition_id: UUID, activity: str, item: str, missed_at: datetime
) -> dict[str, Any]:
    scheduled = begun(missed_at)
    return {
        "person_id": enrolment.person_id, "course_id": enrolment.course_id, "edition_id": edition_id, "activity": activity,
        "item": item, "memory": scheduled.memory, "due_at": scheduled.due_at,
    }  # fmt: skip


def _is_missed() -> ColumnElement[bool]:
    """Say, of a result, whether it was wrong in an attempt that counted, and has no card."""
    has_card = exists().where(
        RecallCard.person_id == Enrolment.person_id, RecallCard.course_id == Enrolment.course_id,
        RecallCard.activity == Attempt.activity, RecallCard.item == ItemResult.item,
    )  # fmt: skip
    return (
        Enrolment.withdrawn_at.is_(None)
        & (Attempt.state == AttemptState.GRADED)
        & Attempt.is_practice.is_(False)
        & ItemResult.is_right.is_(False)
        & ItemResult.score.is_not(None)
        & ~has_card
    )


def people_who_missed(*, at: datetime, within: timedelta) -> Sequence[UUID]:
    """Return who got something wrong of late that has no card."""
    return session.scalars(
        select(Enrolment.person_id)
        .distinct()
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .where(_is_missed(), Attempt.submitted_at >= at - within)
    ).all()


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what the review queue holds of a person."""
    cards = session.scalars(select(RecallCard).where(RecallCard.person_id == person_id))
    return {
        "cards": [
            {
                "quiz": card.activity, "item": card.item, "memory": card.memory, "due_at": card.due_at.isoformat(),
                "made_at": card.made_at.isoformat(), "seen_at": card.seen_at.isoformat() if card.seen_at else None,
                "seen_count": card.seen_count, "right_count": card.right_count,
                "done_at": card.done_at.isoformat() if card.done_at else None,
            }
            for card in cards
        ]
    }  # fmt: skip
