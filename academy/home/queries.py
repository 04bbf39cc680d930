"""What a learner's home shows, in a handful of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from academy.actor import Actor
from academy.certificates.queries import Renewal, claimable, renewals_of
from academy.certificates.queries import own as own_certificates
from academy.courses.content import Course
from academy.courses.kinds import kind_named
from academy.courses.queries import Reading, reading
from academy.courses.rules import Facts
from academy.learning import queries as learning
from academy.learning.models import Enrolment
from academy.learning.rules import (
    ActivityStanding,
    ActivityState,
    ModuleStanding,
    Standing,
    dates,
    standing,
    start_of,
)

#: Dates nearer than this are shown as due.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class CourseCard:
    """One course the learner is in."""

    enrolment: Enrolment
    reading: Reading
    cohort: str | None
    required_count: int
    #: The cohort's first day.
    starts_on: date | None

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
    #: The page it is found from, where it has no page of items: that of its activity.
    endpoint: str
    course: str
    activity: str


@dataclass(frozen=True)
class Due:
    """Something that is due soon, or was: an activity, or a whole course."""

    card: CourseCard
    due_on: date
    #: None for the course as a whole.
    activity: ActivityStanding | None = None


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
    due: Sequence[Due]
    certificates: Sequence[object]
    #: Those of her certificates that she may renew now.
    renewals: Sequence[Renewal]


def start(actor: Actor, *, locale: str, today: date) -> Start:
    """Return a learner's home: the next step comes from the course she was last active in."""
    cards = [
        CourseCard(
            enrolment,
            reading(edition_id=enrolment.edition_id, locale=locale, digest=digest),
            cohort,
            required,
            starts_on,
        )
        for enrolment, required, digest, cohort, starts_on in learning.own_enrolments(actor, locale=locale)
    ]
    going_on = [card for card in cards if card.enrolment.completed_at is None]
    running = going_on[0] if going_on else None
    stands = _standings(actor, cards, going_on, today)
    upcoming = stands[running.enrolment.id].next if running else None
    certificates = own_certificates(actor)
    return Start(
        cards=cards,
        next_card=running,
        next_module=upcoming[0] if upcoming else None,
        next_step=upcoming[1] if upcoming else None,
        to_claim=None if running else _to_claim(actor, cards),
        open_attempts=_open_attempts(actor, cards, locale=locale),
        due=_due(going_on, stands, today),
        certificates=certificates,
        renewals=renewals_of(actor.person_id, on=today) if certificates else (),
    )


def _open_attempts(actor: Actor, cards: Sequence[CourseCard], *, locale: str) -> list[OpenAttempt]:
    """Return what was left open; an attempt goes on in the edition it was begun in."""
    by_enrolment = {card.enrolment.id: card for card in cards}
    found = []
    for attempt_id, activity, started_at, edition_id, enrolment_id in learning.open_attempts(actor):
        card = by_enrolment.get(enrolment_id)
        if card is None:
            continue
        is_same = edition_id == card.reading.edition_id
        course = card.course if is_same else reading(edition_id=edition_id, locale=locale).course
        known = course.activity(activity)
        if known:
            found.append(
                OpenAttempt(
                    attempt_id, known[1].content.title, card.course.title, started_at,
                    kind_named(known[1].kind).endpoint, card.course.slug, activity,
                )
            )  # fmt: skip
    return found


def _to_claim(actor: Actor, cards: Sequence[CourseCard]) -> CourseCard | None:
    waiting = {enrolment.id for enrolment in claimable(actor)} if cards else set()
    return next((card for card in cards if card.enrolment.id in waiting), None)


def _standings(
    actor: Actor, cards: Sequence[CourseCard], going_on: Sequence[CourseCard], today: date
) -> dict[UUID, Standing]:
    """Return by enrolment how the running courses stand; what conditions ask of other courses is on the cards."""
    ids = [card.enrolment.id for card in going_on]
    done = learning.completions_of(ids) if ids else {}
    said = learning.stand_ins(ids) if ids else {}
    known = Facts(
        today,
        courses=frozenset(card.course.slug for card in cards if card.enrolment.completed_at is not None),
        roles=frozenset(grant.role.value for grant in actor.grants),
        tracks=frozenset(card.course.track for card in cards if card.course.track is not None),
    )
    return {
        card.enrolment.id: standing(
            card.course,
            replace(known, done=done.get(card.enrolment.id, {})),
            dates(
                card.course,
                start=start_of(card.enrolment.enrolled_at.date(), card.starts_on),
                stand_ins=said.get(card.enrolment.id, ()),
                due_on=card.enrolment.due_on,
            ),
        )
        for card in going_on
    }


def _due(going_on: Sequence[CourseCard], stands: Mapping[UUID, Standing], today: date) -> list[Due]:
    """Return what is due within ``SOON``, the earliest first; what is locked is not asked for yet."""
    found: list[Due] = []
    for card in going_on:
        stand = stands[card.enrolment.id]
        if stand.due_on is not None:
            found.append(Due(card, stand.due_on))
        found.extend(
            Due(card, each.dates.due_on, each)
            for module in stand.modules
            for each in module.activities
            if each.dates.due_on is not None
            and each.activity.is_required
            and each.state in (ActivityState.NEXT, ActivityState.OPEN)
        )
    return sorted((each for each in found if each.due_on - today <= SOON), key=lambda each: each.due_on)
