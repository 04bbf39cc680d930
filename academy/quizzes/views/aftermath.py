"""What came of an attempt after it was handed in, for its learner: people's marks, changed results, appeals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from academy.items.content import Item
from academy.items.kinds.rubric import ByRubric, Criterion, Level
from academy.learning.models import Attempt, ResultChange
from academy.learning.queries import changes_of
from academy.quizzes.models import Appeal, PersonMark
from academy.quizzes.queries.appeals import own_appeals
from academy.quizzes.queries.marking import marks_of, results_of

T = TypeVar("T", PersonMark, ResultChange, Appeal)


@dataclass(frozen=True)
class ShownMark:
    """A person's mark in the words of the rubric; who gave it stays out."""

    score: float
    comment: str
    levels: Sequence[tuple[Criterion, Level]]


@dataclass(frozen=True)
class Aftermath:
    """By item: the marks people gave, what was changed, and the appeals, the latest first."""

    marks: Mapping[str, Sequence[PersonMark]]
    changes: Mapping[str, Sequence[ResultChange]]
    appeals: Mapping[str, Sequence[Appeal]]

    def shown_marks(self, item: Item) -> list[ShownMark]:
        """Return the marks of one item as its learner reads them; a deciding one stands alone."""
        marks = self.marks.get(item.key, ())
        return marks_shown(marks[-1:] if len(marks) > 2 else marks, item)


def aftermath_of(attempt: Attempt) -> Aftermath:
    """Return what came of an attempt. Marks of an item that waits for another person stay out."""
    settled = {key for key, each in results_of(attempt.id).items() if each.score is not None}
    marks = [each for each in marks_of(attempt.id) if each.item in settled]
    given = [each for each in changes_of(attempt.id) if each.score_before is not None]
    return Aftermath(
        marks=_by_item(marks), changes=_by_item(given),
        appeals=_by_item([each for each, _who in own_appeals(attempt.id)]),
    )  # fmt: skip


def marks_shown(marks: Sequence[PersonMark], item: Item) -> list[ShownMark]:
    """Return people's marks in the words of the item's rubric."""
    if not isinstance(item, ByRubric):
        return []
    return [
        ShownMark(
            each.score,
            each.comment,
            [
                (criterion, criterion.levels[each.levels[criterion.key]])
                for criterion in item.criteria
                if criterion.key in each.levels
            ],
        )
        for each in marks
    ]


def _by_item(rows: Sequence[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.item, []).append(row)
    return found
