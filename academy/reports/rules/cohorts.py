"""Cohorts beside each other: how far each came, what it gained, how sure and how right it is. Of few people nothing is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean, median
from uuid import UUID

from academy.quizzes.rules.calibration import Calibration
from academy.quizzes.rules.gain import FEWEST, Gain, gain
from academy.quizzes.rules.yardstick import Exam, exam_of, pairs_of, withheld

__all__ = ["FEWEST", "Compared", "Competency", "Exam", "compared", "exam_of", "pairs_of", "withheld"]


@dataclass(frozen=True)
class Competency:
    """How many answers to items of a competency there were, by how many people, and how many were right."""

    people: int
    count: int
    right: int

    @property
    def share(self) -> float | None:
        """Which share was right, 0–1; None of too few people."""
        return None if self.people < FEWEST or not self.count else self.right / self.count


@dataclass(frozen=True)
class Compared:
    """One cohort's people of a branch. What is None is withheld, or there is nothing to be counted."""

    id: UUID
    name: str
    starts_on: date
    enrolled: int
    completed: int
    median_days: float | None
    #: How many handed the final quiz in, and the mean of their first scores.
    examined: int
    mean_score: float | None
    gain: Gain | None
    pairs: int
    calibration: Calibration | None
    competencies: Mapping[str, Competency] = field(default_factory=dict)
    #: The edition most of them are in.
    edition_id: UUID | None = None

    @property
    def share_completed(self) -> float:
        """Which share has completed the course, 0–1."""
        return self.completed / self.enrolled if self.enrolled else 0.0


def compared(
    *,
    head: tuple[UUID, str, date],
    times: Sequence[tuple[UUID, datetime, datetime | None]],
    scores: Mapping[str, Mapping[UUID, float]],
    exam: Exam,
    calibration: Calibration | None,
    competencies: Mapping[str, Competency],
) -> Compared:
    """Return a cohort's figures; ``times`` are (edition, enrolled at, completed at) of each of its people."""
    days = [(done - begun).total_seconds() / 86_400 for _edition, begun, done in times if done is not None]
    editions = Counter(edition_id for edition_id, _begun, _done in times).most_common(1)
    marks = list(scores.get(exam.final or "", {}).values())
    pairs = pairs_of(scores, exam)
    return Compared(
        *head, enrolled=len(times), completed=len(days), median_days=None if withheld(days) else median(days),
        examined=len(marks), mean_score=None if withheld(marks) else fmean(marks), gain=gain(pairs), pairs=len(pairs),
        calibration=calibration, competencies=competencies, edition_id=editions[0][0] if editions else None,
    )  # fmt: skip
