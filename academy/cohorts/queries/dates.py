"""When things are due, for calendars and reminders: of one person, or of everybody in turn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.cohorts.models import CalendarLink
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Cohort, Completion, Enrolment, Override
from academy.learning.queries.facts import outline_of
from academy.learning.rules.dates import StandIn, dates, start_of

#: People looked at, and written to, in one go.
BATCH = 50


@dataclass(frozen=True)
class Due:
    """A date of one enrolment: of an activity by its slug, or of the whole course (empty)."""

    activity: str
    due_on: date


@dataclass(frozen=True)
class Diary:
    """What one enrolment has dates for: its course in the reader's language, what is due and not done."""

    enrolment: Enrolment
    course: Course
    cohort: Cohort | None
    due: tuple[Due, ...]


def digest_of_token(token: str) -> str:
    """Return what is kept of a calendar address."""
    return hashlib.sha256(f"calendar:{token}".encode("utf-8", "replace")).hexdigest()


def link_of(person_id: UUID) -> CalendarLink | None:
    """Return what is known of a person's calendar address."""
    return session.get(CalendarLink, person_id)


def owner_of(token: str) -> Person:
    """Return whose calendar an address shows.

    Raises NotFound for one that is unknown or ended, or whose person may no longer enter: all look the same.
    """
    found = session.scalar(
        select(Person)
        .join(CalendarLink, CalendarLink.person_id == Person.id)
        .where(
            CalendarLink.token_digest == digest_of_token(token),
            Person.disabled_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found


def diaries_of(person_ids: Sequence[UUID], *, locale: str | None = None) -> dict[UUID, list[Diary]]:
    """Return by person what the enrolments have dates for that are neither complete nor withdrawn.

    Without a locale the courses come in their own language, which is enough where nobody reads their titles.
    """
    enrolments = session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id.in_(person_ids), *_IS_RUNNING)
        .options(joinedload(Enrolment.cohort), joinedload(Enrolment.edition))
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    ).all()
    done, stand_ins = _done([each.id for each in enrolments]), _stand_ins(enrolments)
    found: dict[UUID, list[Diary]] = {}
    for each in enrolments:
        own = [*stand_ins.get(each.id, ()), *stand_ins.get(each.cohort_id, ())]
        found.setdefault(each.person_id, []).append(_diary(each, locale, done.get(each.id, set()), own))
    return found


def cohorts_learnt_in(person_id: UUID) -> Sequence[Cohort]:
    """Return the cohorts a person learns or has learnt in."""
    return session.scalars(
        select(Cohort)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.person_id == person_id, Enrolment.withdrawn_at.is_(None))
        .options(joinedload(Cohort.edition))
        .order_by(Cohort.starts_on, Cohort.id)
    ).all()


def learners_in_turn() -> Iterator[Sequence[Person]]:
    """Yield everybody with a running enrolment who can be written to, some at a time.

    Each batch is asked for anew, so that whoever comes between may write and commit.
    """
    last: UUID | None = None
    while people := _learners_after(last):
        last = people[-1].id
        yield people


def _learners_after(last: UUID | None) -> Sequence[Person]:
    is_learning = exists().where(Enrolment.person_id == Person.id, *_IS_RUNNING)
    wanted = select(Person).where(Person.email.is_not(None), Person.disabled_at.is_(None), is_learning)
    if last is not None:
        wanted = wanted.where(Person.id > last)
    return session.scalars(wanted.order_by(Person.id).limit(BATCH)).all()


def _diary(enrolment: Enrolment, locale: str | None, done: set[str], stand_ins: Sequence[StandIn]) -> Diary:
    course = _course_of(enrolment, locale)
    cohort = enrolment.cohort
    start = start_of(enrolment.enrolled_at.date(), cohort.starts_on if cohort else None)
    found = dates(course, start=start, stand_ins=stand_ins, due_on=enrolment.due_on)
    required = {activity.slug for _module, activity in course.activities() if activity.is_required}
    due = tuple(
        Due(slug, each.due_on)
        for slug, each in found.items()
        if each.due_on is not None and slug not in done and (not slug or slug in required)
    )
    return Diary(enrolment, course, cohort, due)


def _course_of(enrolment: Enrolment, locale: str | None) -> Course:
    if locale is None:
        return outline_of(enrolment.edition)
    return reading(edition_id=enrolment.edition_id, locale=locale).course


def _done(enrolment_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for enrolment_id, activity in session.execute(
        select(Completion.enrolment_id, Completion.activity).where(Completion.enrolment_id.in_(enrolment_ids))
    ):
        found.setdefault(enrolment_id, set()).add(activity)
    return found


def _stand_ins(enrolments: Sequence[Enrolment]) -> dict[UUID | None, list[StandIn]]:
    """Return what overrides say, by enrolment and by cohort."""
    cohorts = {each.cohort_id for each in enrolments if each.cohort_id}
    found: dict[UUID | None, list[StandIn]] = {}
    for each in session.scalars(
        select(Override).where(
            or_(Override.enrolment_id.in_([each.id for each in enrolments]), Override.cohort_id.in_(cohorts))
        )
    ):
        found.setdefault(each.enrolment_id or each.cohort_id, []).append(
            StandIn(
                each.opens_on, each.due_on, each.closes_on, each.attempts, activity=each.activity,
                is_persons=each.enrolment_id is not None,
            )
        )  # fmt: skip
    return found


_IS_RUNNING = (Enrolment.completed_at.is_(None), Enrolment.withdrawn_at.is_(None))
