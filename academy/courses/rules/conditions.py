"""Whether a tree of conditions holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from academy.courses.content import Condition
from academy.courses.content.conditions import (
    AllOf,
    AnyOf,
    Done,
    FollowsTrack,
    HoldsRole,
    Passed,
    Scored,
    Since,
    Until,
)


@dataclass(frozen=True)
class Facts:
    """What is known of a learner where conditions are decided."""

    today: date
    #: Activity → best score (None where it is not scored) of what is done in this enrolment.
    done: Mapping[str, float | None] = field(default_factory=dict)
    #: Slugs of modules in which everything required is done.
    modules: frozenset[str] = frozenset()
    #: Slugs of courses she has completed.
    courses: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    #: Tracks of the courses she is or was enrolled in.
    tracks: frozenset[str] = frozenset()


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Say whether ``condition`` holds; None always does."""
    match condition:
        case None:
            return True
        case AllOf():
            return all(holds(each, facts) for each in condition.all)
        case AnyOf():
            return any(holds(each, facts) for each in condition.any)
        case Done():
            return condition.done in facts.done or condition.done in facts.modules
        case Scored():
            return (facts.done.get(condition.score) or 0) >= condition.at_least
        case Since():
            return facts.today >= condition.since
        case Until():
            return facts.today <= condition.until
        case _:
            return _of_the_person(condition, facts)


def _of_the_person(condition: Passed | HoldsRole | FollowsTrack, facts: Facts) -> bool:
    match condition:
        case Passed():
            return condition.course in facts.courses
        case HoldsRole():
            return condition.role in facts.roles
        case FollowsTrack():
            return condition.track in facts.tracks
