"""Reading boards that were handed in: a cohort's results, and what others made of the same board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.db import session
from academy.learning.models import Attempt, AttemptState, Enrolment, ItemResult
from academy.learning.queries import currents
from academy.learning.rules import given
from academy.linkage.content import LinkageContent
from academy.linkage.rules import Sorting, sorting_of

#: Under these names the parts of a result are kept.
LINKS, REASONS, FEATURES = "links", "reasons", "features"


@dataclass(frozen=True)
class HandedIn:
    """One handed-in board of somebody in a cohort."""

    call_sign: str
    attempt_id: UUID
    number: int
    edition_id: UUID
    submitted_at: datetime
    score: float
    is_passed: bool
    #: Incident → place, as it was handed in.
    places: Mapping[str, str]
    #: Letter → what was said of the series.
    arguments: Mapping[str, Any]


def saved_sorting(attempt_id: UUID, board: LinkageContent) -> Sorting:
    """Return the board as the saves that count have left it."""
    found = currents(attempt_id)
    return sorting_of(board, given(found), {item: each.certainty for item, each in found.items()})


def handed_in(cohort_id: UUID, activity: str) -> list[HandedIn]:
    """Return every board handed in by a cohort, by call-sign, the first of each person first."""
    rows = session.execute(
        select(
            Person.call_sign, Attempt.id, Attempt.number, Attempt.edition_id, Attempt.submitted_at, Attempt.score,
            Attempt.is_passed, ItemResult.item, ItemResult.response,
        )
        .join(Attempt, Attempt.id == ItemResult.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == cohort_id, Enrolment.withdrawn_at.is_(None), Attempt.activity == activity,
            Attempt.state == AttemptState.GRADED, ItemResult.item.in_([LINKS, REASONS]),
        )
        .order_by(Person.call_sign, Attempt.number)
    ).all()  # fmt: skip
    said: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        said.setdefault(row.id, {})[row.item] = row.response
    return [
        HandedIn(
            row.call_sign, row.id, row.number, row.edition_id, row.submitted_at, row.score or 0.0, bool(row.is_passed),
            said[row.id].get(LINKS) or {}, said[row.id].get(REASONS) or {},
        )
        for row in rows
        if row.item == LINKS
    ]  # fmt: skip


def others_places(attempt: Attempt) -> list[Mapping[str, str]]:
    """Return where the others of a learner's cohort put the incidents when they handed in for the first time.

    Later attempts know the truth, and other editions may have other incidents; neither is counted. Without a cohort
    there are no others.
    """
    cohort_id = session.scalar(select(Enrolment.cohort_id).where(Enrolment.id == attempt.enrolment_id))
    if cohort_id is None:
        return []
    first = (
        select(Attempt.enrolment_id, func.min(Attempt.number).label("number"))
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id, Enrolment.id != attempt.enrolment_id,
            Attempt.activity == attempt.activity, Attempt.state == AttemptState.GRADED,
        )
        .group_by(Attempt.enrolment_id)
        .subquery()
    )  # fmt: skip
    found: Sequence[Any] = session.scalars(
        select(ItemResult.response)
        .join(Attempt, Attempt.id == ItemResult.attempt_id)
        .join(first, (first.c.enrolment_id == Attempt.enrolment_id) & (first.c.number == Attempt.number))
        .where(
            Attempt.activity == attempt.activity, Attempt.edition_id == attempt.edition_id, ItemResult.item == LINKS
        )
    ).all()  # fmt: skip
    return [each or {} for each in found]
