"""Decisions of the learning record: what is done, open or locked in a course; which response counts."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from academy.courses.content import Activity, Course, Module


class ActivityState(enum.StrEnum):
    """Where an activity stands for one learner."""

    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class ActivityStanding:
    """One activity as a learner finds it; ``locked_by`` is the gate module that opens it."""

    activity: Activity
    state: ActivityState
    score: float | None = None
    locked_by: Module | None = None


@dataclass(frozen=True)
class ModuleStanding:
    """One module as a learner finds it."""

    number: int
    module: Module
    activities: tuple[ActivityStanding, ...]
    locked_by: Module | None = None

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

    @property
    def is_complete(self) -> bool:
        """Whether every required activity is done."""
        return self.done_count >= self.required_count

    @property
    def next(self) -> tuple[ModuleStanding, ActivityStanding] | None:
        """The next thing to do, with its module; None when all is done."""
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


def standing(course: Course, done: Mapping[str, float | None]) -> Standing:
    """Return how a course stands, given the activities done (slug → score).

    A gate module locks everything after it until all its required activities are done.
    """
    modules: list[ModuleStanding] = []
    gate: Module | None = None
    next_is_free = True
    for number, module in enumerate(course.modules, start=1):
        found: list[ActivityStanding] = []
        for activity in module.activities:
            state = _state(activity, done, is_locked=gate is not None, may_be_next=next_is_free)
            next_is_free = next_is_free and state is not ActivityState.NEXT
            found.append(ActivityStanding(activity, state, done.get(activity.slug), gate))
        standing_ = ModuleStanding(number, module, tuple(found), gate)
        modules.append(standing_)
        if gate is None and module.gate and not standing_.is_done:
            gate = module
    required = [activity.slug for _module, activity in course.activities() if activity.is_required]
    return Standing(tuple(modules), sum(slug in done for slug in required), len(required))


def _state(
    activity: Activity, done: Mapping[str, float | None], *, is_locked: bool, may_be_next: bool
) -> ActivityState:
    if activity.slug in done:
        return ActivityState.DONE
    if is_locked:
        return ActivityState.LOCKED
    return ActivityState.NEXT if may_be_next and activity.is_required else ActivityState.OPEN


@dataclass(frozen=True)
class Answer:
    """One saved response, as the fold sees it. ``order`` is the server's order of arrival."""

    order: int
    item: str
    device: str
    sequence: int
    payload: Any


def current_responses(answers: Iterable[Answer]) -> dict[str, Any]:
    """Fold answer events into the response that counts for each item.

    Of one device's saves the one with the highest sequence counts, whatever order they arrived in; between
    devices the later arrival of those counts. An empty save stands only if its device had answered before
    (she cleared it); from another device it never replaces an answer.
    """
    latest: dict[tuple[str, str], Answer] = {}
    answered: dict[tuple[str, str], int] = {}
    for answer in sorted(answers, key=lambda each: each.order):
        slot = (answer.item, answer.device)
        if slot not in latest or answer.sequence >= latest[slot].sequence:
            latest[slot] = answer
        if answer.payload is not None:
            answered[slot] = min(answer.sequence, answered.get(slot, answer.sequence))
    current: dict[str, Any] = {}
    for slot, answer in sorted(latest.items(), key=lambda each: each[1].order):
        if answer.payload is not None or slot in answered:
            current[answer.item] = answer.payload
    return {item: payload for item, payload in current.items() if payload is not None}


def payload_hash(item: str, payload: Any) -> str:
    """Return the SHA-256 that tells a retry from another answer under the same key."""
    text = json.dumps([item, payload], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
