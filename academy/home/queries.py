"""What a learner's home shows, in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from academy.actor import Actor
from academy.certificates.queries import claimable
from academy.certificates.queries import own as own_certificates
from academy.courses.content import Course
from academy.courses.queries import Reading, reading
from academy.learning import queries as learning
from academy.learning.models import Enrolment
from academy.learning.rules import ActivityStanding, ModuleStanding, standing

#: Dates nearer than this are shown as due.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class CourseCard:
    """One course the learner is in."""

    enrolment: Enrolment
    reading: Reading
    cohort: str | None
    required_count: int

    @property
    def course(self) -> Course:
        """The course in her language."""
        return self.reading.course


@dataclass(frozen=True)
class OpenAttempt:
    """An attempt left open."""

    attempt_id: UUID
    title: str
    course_title: str
    started_at: datetime


@dataclass(frozen=True)
class Start:
    """Everything on a learner's home."""

    cards: Sequence[CourseCard]
    next_card: CourseCard | None
    next_module: ModuleStanding | None
    next_step: ActivityStanding | None
    #: A course she has completed and not claimed the certificate of, where nothing else is next.
    to_claim: CourseCard | None
    open_attempts: Sequence[OpenAttempt]
    due: Sequence[CourseCard]
    certificates: Sequence[object]


def start(actor: Actor, *, locale: str, today: date) -> Start:
    """Return a learner's home: the next step comes from the course she was last active in."""
    cards = [
        CourseCard(
            enrolment,
            reading(edition_id=enrolment.edition_id, locale=locale, digest=digest),
            cohort,
            required,
        )
        for enrolment, required, digest, cohort in learning.own_enrolments(actor, locale=locale)
    ]
    running = next((card for card in cards if card.enrolment.completed_at is None), None)
    upcoming = standing(running.course, learning.completions(running.enrolment.id)).next if running else None
    return Start(
        cards=cards,
        next_card=running,
        next_module=upcoming[0] if upcoming else None,
        next_step=upcoming[1] if upcoming else None,
        to_claim=None if running else _to_claim(actor, cards),
        open_attempts=_open_attempts(actor, cards),
        due=[card for card in cards if _is_due(card, today)],
        certificates=own_certificates(actor),
    )


def _open_attempts(actor: Actor, cards: Sequence[CourseCard]) -> list[OpenAttempt]:
    by_edition = {card.enrolment.edition_id: card for card in cards}
    found = []
    for attempt_id, activity, started_at, edition_id in learning.open_attempts(actor):
        card = by_edition.get(edition_id)
        known = card.course.activity(activity) if card else None
        if card and known:
            found.append(OpenAttempt(attempt_id, known[1].content.title, card.course.title, started_at))
    return found


def _to_claim(actor: Actor, cards: Sequence[CourseCard]) -> CourseCard | None:
    waiting = {enrolment.id for enrolment in claimable(actor)} if cards else set()
    return next((card for card in cards if card.enrolment.id in waiting), None)


def _is_due(card: CourseCard, today: date) -> bool:
    due_on = card.enrolment.due_on
    return due_on is not None and card.enrolment.completed_at is None and due_on - today <= SOON
