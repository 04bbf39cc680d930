"""When things open, are due and close for one learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from academy.courses.content import Course

#: Stands for the course as a whole where activities are named by their slugs.
WHOLE_COURSE = ""

T = TypeVar("T")


@dataclass(frozen=True)
class Dates:
    """The days of one activity, or of the whole course; how many attempts there are, and how long each lasts."""

    opens_on: date | None = None
    due_on: date | None = None
    #: The last day it can be worked on.
    closes_on: date | None = None
    attempts: int | None = None
    #: Minutes for each attempt instead of the edition's, and minutes on top of what there are.
    minutes: int | None = None
    extra_minutes: int | None = None


NO_DATES = Dates()


@dataclass(frozen=True)
class StandIn(Dates):
    """What an override says instead of the edition; each None leaves that as it is."""

    activity: str = WHOLE_COURSE
    #: For one person; else for her whole cohort.
    is_persons: bool = False


def start_of(enrolled_on: date, cohort_starts_on: date | None) -> date:
    """Return the day from which days are counted: a late joiner's own, never before the cohort's first."""
    return max(enrolled_on, cohort_starts_on) if cohort_starts_on else enrolled_on


def dates(
    course: Course, *, start: date, stand_ins: Iterable[StandIn] = (), due_on: date | None = None
) -> dict[str, Dates]:
    """Return the dates of a course's activities by slug, of those that have any; the whole course is ``""``.

    What is set for the person goes before what is set for her cohort, that before the edition. Of either, the
    activity's own opening, closing and extra minutes go before those of the whole course. ``due_on`` is the enrolment's own day.
    """
    said = {(each.is_persons, each.activity): each for each in stand_ins}
    courses = [said.get((one, WHOLE_COURSE), NO_DATES) for one in (True, False)]
    whole = Dates(
        _first(each.opens_on for each in courses),
        _first(each.due_on for each in courses) or due_on,
        _first(each.closes_on for each in courses),
    )
    found = {} if whole == NO_DATES else {WHOLE_COURSE: whole}
    for _module, activity in course.activities():
        if said or activity.due_days is not None:
            own = start + timedelta(days=activity.due_days) if activity.due_days is not None else None
            each = _of_an_activity(said, activity.slug, own)
            if each != NO_DATES:
                found[activity.slug] = each
    return found


def attempts_granted(stand_ins: Iterable[StandIn], activity: str) -> int | None:
    """Return how many attempts at an activity overrides say there are: the person's own before her cohort's."""
    said = {each.is_persons: each.attempts for each in stand_ins if each.activity == activity}
    return _first(said.get(is_persons) for is_persons in (True, False))


def _of_an_activity(said: Mapping[tuple[bool, str], StandIn], slug: str, due_on: date | None) -> Dates:
    chain = [
        said.get((is_persons, name), NO_DATES)
        for is_persons in (True, False)
        for name in (slug, WHOLE_COURSE)
    ]
    own = chain[::2]
    return Dates(
        opens_on=_first(each.opens_on for each in chain),
        due_on=_first(each.due_on for each in own) or due_on,
        closes_on=_first(each.closes_on for each in chain),
        attempts=_first(each.attempts for each in own),
        minutes=_first(each.minutes for each in own),
        extra_minutes=_first(each.extra_minutes for each in chain),
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
