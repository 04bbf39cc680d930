"""What first attempts answered at one item, and what each version of the bank's scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from academy.agencies.models import Agency
from academy.courses.models import Edition
from academy.db import session
from academy.items.rules.statistics import Facility, facility
from academy.learning.models import Attempt, ItemResult
from academy.quizzes.models import QuizItem
from academy.quizzes.queries.statistics import Catalogue, Scope, first_attempts
from academy.quizzes.rules.statistics import ItemRow


@dataclass(frozen=True)
class Answers:
    """Responses at an item and, of the same attempts, the score of the whole, 0–1."""

    responses: list[Any]
    totals: list[float]


@dataclass(frozen=True)
class OfVersion:
    """How first attempts did at one version of the bank's item; ``facility`` is None where too few answered."""

    version: int | None
    count: int
    facility: Facility | None


def answers_at(scope: Scope, row: ItemRow) -> Answers:
    """Return what was answered at an item, in the editions that word it as ``row`` does."""
    rows = session.execute(
        first_attempts(scope, ItemResult.response, Attempt.score)
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .where(
            ItemResult.item == row.key,
            ItemResult.score.is_not(None),
            Attempt.edition_id.in_(_worded_alike(scope, row)),
        )
    ).all()
    return Answers([each[0] for each in rows], [each[1] or 0.0 for each in rows])


def _worded_alike(scope: Scope, row: ItemRow) -> list[UUID]:
    editions = editions_of(scope.course_id)
    catalogue = Catalogue([(edition_id, number) for edition_id, number in editions], scope.activity)
    place = catalogue.places.get(row.edition_id, {}).get(row.key)
    return [
        edition_id for edition_id, here in catalogue.places.items() if place is not None and here.get(row.key) == place
    ]  # fmt: skip


def of_versions(scope: Scope, key: str) -> list[OfVersion]:
    """Return how each version of the bank's item did, the newest first; None is what was never in the bank."""
    rows = session.execute(
        first_attempts(scope, QuizItem.bank_version, func.coalesce(ItemResult.credit, ItemResult.score))
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .join(
            QuizItem, (QuizItem.edition_id == Attempt.edition_id) & (QuizItem.activity == Attempt.activity)
            & (QuizItem.item == ItemResult.item),
        )
        .where(ItemResult.item == key, ItemResult.score.is_not(None))
    )  # fmt: skip
    found: dict[int | None, list[float]] = {}
    for version, credit in rows:
        found.setdefault(version, []).append(credit)
    return [
        OfVersion(version, len(credits), facility(credits))
        for version, credits in sorted(found.items(), key=lambda pair: -(pair[0] or 0))
    ]


def editions_of(course_id: UUID) -> Sequence[tuple[UUID, int]]:
    """Return (edition, number) of a course, the newest first."""
    rows = session.execute(
        select(Edition.id, Edition.number)
        .where(Edition.course_id == course_id)
        .order_by(Edition.number.desc())
    )
    return [(edition_id, number) for edition_id, number in rows]


def agency_names(ids: Sequence[UUID], paths: Sequence[str]) -> dict[UUID, str]:
    """Return the names of those agencies that lie under one of ``paths``."""
    rows = session.execute(select(Agency.id, Agency.name, Agency.path).where(Agency.id.in_(ids)))
    return {agency_id: name for agency_id, name, path in rows if any(path.startswith(each) for each in paths)}
