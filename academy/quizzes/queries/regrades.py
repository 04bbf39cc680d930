"""Regrades: what was decided about items whose key was wrong, and which results that reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from academy.accounts.models import Person
from academy.courses.models import Edition
from academy.db import session
from academy.items.kinds import parse
from academy.learning.models import HANDED_IN, Attempt, Cause, Enrolment, ItemResult, ResultChange
from academy.quizzes.models import Policy, Regrade
from academy.quizzes.queries.published import published_item
from academy.quizzes.rules import Adjustment, reads_alike

#: Put together once: every handing-in asks it. Takes ``edition_id`` and ``activity``.
_IN_FORCE = (
    select(Regrade.item, Regrade.policy, Regrade.content)
    .join(Edition, Edition.course_id == Regrade.course_id)
    .where(
        Edition.id == bindparam("edition_id"),
        Regrade.activity == bindparam("activity"),
        Regrade.policy != Policy.NONE,
        Edition.published_at <= Regrade.made_at,
    )
    .order_by(Regrade.made_at, Regrade.id)
)


def adjustments_for(edition_id: UUID, activity: str) -> Mapping[str, Adjustment]:
    """Return, by item, how a quiz of an edition is marked otherwise than by its own keys.

    Of several regrades of an item the latest holds; one that was only recorded changes nothing. A regrade holds in the
    editions there were when it was made, what is published later has its own key; and a new key where the edition
    asked the item as the key knows it.
    """
    found: dict[str, Adjustment] = {}
    for row in session.execute(_IN_FORCE, {"edition_id": edition_id, "activity": activity}):
        adjustment = adjustment_of(row.policy, row.content)
        asked = published_item(edition_id, activity, row.item) if adjustment.item else None
        if adjustment.item is None or (asked is not None and reads_alike(asked, adjustment.item)):
            found[row.item] = adjustment
        else:
            found.pop(row.item, None)
    return found


def adjustment_of(policy: str, content: Mapping[str, Any] | None) -> Adjustment:
    """Return a regrade as the rules take it."""
    return Adjustment(policy, parse(content) if content is not None else None)


def regrades_of(course_id: UUID, activity: str) -> Sequence[Row[Regrade, str | None]]:
    """Return (regrade, who made it) of a quiz, the latest first."""
    return session.execute(
        select(Regrade, Person.call_sign)
        .outerjoin(Person, Person.id == Regrade.made_by_id)
        .where(Regrade.course_id == course_id, Regrade.activity == activity)
        .order_by(Regrade.made_at.desc(), Regrade.id)
    ).all()


def unfinished_regrades() -> Sequence[UUID]:
    """Return the regrades that may not have reached every attempt yet, the oldest first."""
    return session.scalars(
        select(Regrade.id).where(Regrade.done_at.is_(None)).order_by(Regrade.made_at, Regrade.id)
    ).all()


def latest_regrade(course_id: UUID, activity: str, item: str) -> Regrade | None:
    """Return the regrade of an item that holds, if there is one."""
    return session.scalars(
        select(Regrade)
        .where(
            Regrade.course_id == course_id, Regrade.activity == activity, Regrade.item == item,
            Regrade.policy != Policy.NONE,
        )
        .order_by(Regrade.made_at.desc(), Regrade.id.desc())
    ).first()  # fmt: skip


def results_at(
    course_id: UUID, activity: str, item: str, *, until: datetime
) -> Sequence[Row[UUID, UUID, Any, float | None, bool | None]]:
    """Return (attempt, its edition, response, score, passed) of what was handed in at an item.

    In every edition that was published by ``until``; what waits for a person's mark has no score yet.
    """
    return session.execute(
        select(Attempt.id, Attempt.edition_id, ItemResult.response, ItemResult.score, Attempt.is_passed)
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .join(Edition, Edition.id == Attempt.edition_id)
        .where(
            Edition.course_id == course_id, Edition.published_at <= until, Attempt.activity == activity,
            Attempt.state.in_(HANDED_IN), Attempt.is_practice.is_(False), ItemResult.item == item,
        )
        .order_by(Attempt.id)
    ).all()  # fmt: skip


def granted_on_appeal(course_id: UUID, activity: str, item: str) -> Mapping[UUID, float]:
    """Return, by attempt, the score that an appeal has given an item: no regrade takes it below that."""
    rows = session.execute(
        select(ResultChange.attempt_id, ResultChange.score_after)
        .join(Attempt, Attempt.id == ResultChange.attempt_id)
        .join(Edition, Edition.id == Attempt.edition_id)
        .where(
            Edition.course_id == course_id,
            Attempt.activity == activity,
            ResultChange.item == item,
            ResultChange.cause == Cause.APPEAL,
        )
        .order_by(ResultChange.changed_at)
    )
    return {row.attempt_id: row.score_after for row in rows}


def learner_of(attempt_id: UUID) -> Person:
    """Return whose attempt it is."""
    return session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Attempt.id == attempt_id)
    ).one()
