"""What is done, open or locked in a course for one learner, and why."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from academy.courses.content import Activity, Condition, Course, Module, leaves
from academy.courses.content.conditions import FollowsTrack, Passed
from academy.courses.rules import Facts, holds
from academy.learning.rules.dates import NO_DATES, WHOLE_COURSE, Dates


class ActivityState(enum.StrEnum):
    """Where an activity stands for one learner."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class Lock:
    """One reason why something is not open; exactly one of these is given."""

    #: The gate module that must be done before.
    gate: Module | None = None
    #: What must be so before.
    condition: Condition | None = None
    opens_on: date | None = None
    #: The last day it was open; it does not open again by itself.
    closed_on: date | None = None


@dataclass(frozen=True)
class ActivityStanding:
    """One activity as a learner finds it; ``locked_by`` is the gate module that opens it."""

    activity: Activity
    state: ActivityState
    score: float | None = None
    locked_by: Module | None = None
    #: Its own locks, beside those of its module.
    locks: tuple[Lock, ...] = ()
    dates: Dates = NO_DATES
    #: Whether its last day is over, done or not.
    is_over: bool = False


@dataclass(frozen=True)
class ModuleStanding:
    """One module as a learner finds it."""

    number: int
    module: Module
    activities: tuple[ActivityStanding, ...]
    locked_by: Module | None = None
    locks: tuple[Lock, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether everything required in it is done."""
        return all(each.state is ActivityState.DONE for each in self.activities if each.activity.is_required)


@dataclass(frozen=True)
class Standing:
    """A course as a learner finds it."""

    modules: tuple[ModuleStanding, ...]
    done_count: int
    required_count: int
    #: When the course as a whole is due.
    due_on: date | None = None
    #: What completes the course beside everything required, and is not so yet.
    lacking: Condition | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every required activity is done, and whatever else completes the course is so."""
        return self.done_count >= self.required_count and self.lacking is None

    @property
    def next(self) -> tuple[ModuleStanding, ActivityStanding] | None:
        """The next thing to do, with its module; None when all is done, or nothing is open now."""
        return next(
            (
                (module, each)
                for module in self.modules
                for each in module.activities
                if each.state is ActivityState.NEXT
            ),
            None,
        )

    def of(self, slug: str) -> ActivityStanding | None:
        """How one activity stands; None where the course has no such activity."""
        return next(
            (each for module in self.modules for each in module.activities if each.activity.slug == slug),
            None,
        )


def standing(course: Course, facts: Facts, dates: Mapping[str, Dates] | None = None) -> Standing:
    """Return how a course stands for a learner of whom ``facts`` are known (``modules`` are found here).

    A gate module locks everything after it until all its required activities are done; conditions and dates
    lock what they stand at. What is done stays done.
    """
    facts = replace(facts, modules=modules_done(course, facts.done))
    dates = dates or {}
    modules: list[ModuleStanding] = []
    gate: Module | None = None
    next_is_free = True
    for number, module in enumerate(course.modules, start=1):
        locks = _locks_of_module(module, gate, facts)
        found: list[ActivityStanding] = []
        for activity in module.activities:
            each = _stands(activity, facts, dates.get(activity.slug, NO_DATES), gate, is_shut=bool(locks))
            if each.state is ActivityState.OPEN and next_is_free and activity.is_required:
                each, next_is_free = replace(each, state=ActivityState.NEXT), False
            found.append(each)
        modules.append(ModuleStanding(number, module, tuple(found), gate, locks))
        if gate is None and module.gate and module.slug not in facts.modules:
            gate = module
    due_on = dates.get(WHOLE_COURSE, NO_DATES).due_on
    required = required_of(course)
    lacking = None if holds(course.completion, facts) else course.completion
    return Standing(tuple(modules), len(required & facts.done.keys()), len(required), due_on, lacking)


def required_of(course: Course) -> frozenset[str]:
    """Return the slugs of what must be done."""
    return frozenset(activity.slug for _module, activity in course.activities() if activity.is_required)


def modules_done(course: Course, done: Mapping[str, float | None]) -> frozenset[str]:
    """Return the slugs of the modules in which everything required is done."""
    return frozenset(
        module.slug
        for module in course.modules
        if all(activity.slug in done for activity in module.activities if activity.is_required)
    )


def completes(course: Course, facts: Facts) -> bool:
    """Say whether what is known of a learner completes a course: everything required, and its own condition."""
    facts = replace(facts, modules=modules_done(course, facts.done))
    return required_of(course) <= facts.done.keys() and holds(course.completion, facts)


def asks_for_other_courses(course: Course) -> bool:
    """Say whether anything in a course depends on other courses of the learner's."""
    return any(
        isinstance(leaf, Passed | FollowsTrack)
        for condition in conditions_of(course)
        for leaf in leaves(condition)
    )


def conditions_of(course: Course) -> Iterator[Condition]:
    """Yield every condition in a course, its own included."""
    parts: list[Course | Module | Activity] = [course, *course.modules]
    parts.extend(activity for _module, activity in course.activities())
    yield from (each.requires for each in parts if each.requires is not None)
    if course.completion is not None:
        yield course.completion


def _locks_of_module(module: Module, gate: Module | None, facts: Facts) -> tuple[Lock, ...]:
    locks = (Lock(gate=gate),) if gate else ()
    return locks if holds(module.requires, facts) else (*locks, Lock(condition=module.requires))


def _stands(
    activity: Activity, facts: Facts, dates: Dates, gate: Module | None, *, is_shut: bool
) -> ActivityStanding:
    is_over = dates.closes_on is not None and facts.today > dates.closes_on
    if activity.slug in facts.done:
        score = facts.done[activity.slug]
        return ActivityStanding(
            activity, ActivityState.DONE, score, locked_by=gate, dates=dates, is_over=is_over
        )
    locks: tuple[Lock, ...] = ()
    if activity.requires is not None or dates is not NO_DATES:
        locks = _locks_of_activity(activity, facts, dates)
    state = ActivityState.LOCKED if is_shut or locks else ActivityState.OPEN
    return ActivityStanding(activity, state, None, gate, locks, dates, is_over)


def _locks_of_activity(activity: Activity, facts: Facts, dates: Dates) -> tuple[Lock, ...]:
    if dates.closes_on is not None and facts.today > dates.closes_on:
        return (Lock(closed_on=dates.closes_on),)
    locks = () if holds(activity.requires, facts) else (Lock(condition=activity.requires),)
    if dates.opens_on is not None and facts.today < dates.opens_on:
        return (*locks, Lock(opens_on=dates.opens_on))
    return locks
