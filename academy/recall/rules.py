"""When an item comes back: the scheduler FSRS (Ye, Su and Cao, KDD 2022), with whole days and no chance in it.

What it keeps of a card is JSON, from which its own objects are built anew each time.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler, State

#: Whole days only: nobody is called back after ten minutes.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
#: What would come back only after so long is known.
KNOWN = timedelta(days=180)
#: The most items of a round.
ROUND = 10


class Answer(enum.StrEnum):
    """How it went: the rating FSRS is given."""

    WRONG = "wrong"
    HARD = "hard"
    RIGHT = "right"


_RATINGS = {Answer.WRONG: Rating.Again, Answer.HARD: Rating.Hard, Answer.RIGHT: Rating.Good}


@dataclass(frozen=True)
class Scheduled:
    """What is kept of a card now, and when it comes back; ``is_known`` once it has stayed long enough."""

    memory: dict[str, Any]
    due_at: datetime
    is_known: bool = False


def begun(missed_at: datetime) -> Scheduled:
    """Return the schedule of an item that was missed in a quiz."""
    return answered({}, Answer.WRONG, at=missed_at)


def answered(memory: Mapping[str, Any], answer: Answer, *, at: datetime) -> Scheduled:
    """Return the schedule after an answer. What was kept before it stays under ``before``, for second thoughts."""
    before = memory.get("now")
    card, _log = _SCHEDULER.review_card(_card(before, at), _RATINGS[answer], review_datetime=at)
    now = {
        "stability": card.stability, "difficulty": card.difficulty, "state": int(card.state),
        "reviewed_at": at.isoformat(),
    }  # fmt: skip
    is_known = answer is not Answer.WRONG and card.due - at >= KNOWN
    return Scheduled({"now": now, "before": before}, card.due, is_known)


def again(memory: Mapping[str, Any], answer: Answer, *, at: datetime) -> Scheduled:
    """Return the schedule as if the last answer, given at a moment, had been another."""
    return answered({"now": memory.get("before")}, answer, at=at)


def _card(kept: Mapping[str, Any] | None, at: datetime) -> Card:
    if kept is None:
        return Card(card_id=1, due=at)
    return Card(
        card_id=1, state=State(kept["state"]), stability=kept["stability"], difficulty=kept["difficulty"], due=at,
        last_review=datetime.fromisoformat(kept["reviewed_at"]),
    )  # fmt: skip
