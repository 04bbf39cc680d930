"""Which of many saves of a response counts.

Each save bears a Lamport count: a page sends one more than the highest count it has seen, of its own saves and of the
server's. So what was written after an answer was seen always stands above that answer; between saves that did not
know of each other the names of their devices decide. The order is the same whatever order they arrived in.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

#: A longer pause than this between two saves was not spent on the item.
LONGEST_PAUSE = timedelta(minutes=30)


class Act(enum.StrEnum):
    """What an answer event does."""

    #: Gives a response; an empty one takes nothing back.
    SAVE = "save"
    #: Takes the response back, expressly.
    CLEAR = "clear"
    #: Has the response checked: it is one more try, and said to be right or not.
    CHECK = "check"


@dataclass(frozen=True)
class Answer:
    """One event that counts, as the fold sees it. ``id`` is the server's order of arrival."""

    id: int
    item: str
    device: str
    sequence: int
    key: str
    act: str
    payload: Any
    certainty: int | None
    saved_at: datetime

    @property
    def order(self) -> tuple[int, str, str]:
        """Its place among all answers to its item: total, and travelling with the event."""
        return (self.sequence, self.device, self.key)

    @property
    def says_something(self) -> bool:
        """Whether it can be what counts: an empty page takes nothing back."""
        return self.payload is not None or self.act == Act.CLEAR


@dataclass(frozen=True)
class Current:
    """What counts at an item: the response (None where it was taken back), and what was checked before."""

    response: Any
    certainty: int | None
    #: The responses that were checked, in their order.
    checked: tuple[Any, ...]
    sequence: int
    saved_at: datetime
    key: str

    @property
    def tries(self) -> int:
        """How often it was checked."""
        return len(self.checked)

    @property
    def is_checked(self) -> bool:
        """Whether the response that counts is the one checked last."""
        return bool(self.checked) and self.checked[-1] == self.response

    @property
    def earlier_tries(self) -> int:
        """How many tries went before the response that counts."""
        return self.tries - 1 if self.is_checked else self.tries


def fold(answers: Iterable[Answer]) -> dict[str, Current]:
    """Fold answer events into what counts at each item; their order in ``answers`` does not matter."""
    by_item: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.says_something:
            by_item.setdefault(answer.item, []).append(answer)
    return {item: _current(sorted(found, key=_order)) for item, found in by_item.items()}


def _order(answer: Answer) -> tuple[int, str, str]:
    return answer.order


def _current(ordered: list[Answer]) -> Current:
    last = ordered[-1]
    return Current(
        response=None if last.act == Act.CLEAR else last.payload,
        certainty=last.certainty,
        checked=tuple(each.payload for each in ordered if each.act == Act.CHECK),
        sequence=last.sequence,
        saved_at=last.saved_at,
        key=last.key,
    )


def current_responses(answers: Iterable[Answer]) -> dict[str, Any]:
    """Return the response that counts for each item that is answered."""
    return given(fold(answers))


def given(currents: Mapping[str, Current]) -> dict[str, Any]:
    """Return the responses of what counts, without what was taken back."""
    return {item: each.response for item, each in currents.items() if each.response is not None}


def seconds_spent(answers: Iterable[Answer], *, started_at: datetime) -> dict[str, int]:
    """Return the time spent on each item: from one save to the next, the pause goes to the item saved at its end."""
    spent: dict[str, timedelta] = {}
    before = started_at
    for answer in sorted(answers, key=lambda each: each.id):
        pause = min(max(answer.saved_at - before, timedelta(0)), LONGEST_PAUSE)
        spent[answer.item] = spent.get(answer.item, timedelta(0)) + pause
        before = max(before, answer.saved_at)
    return {item: round(each.total_seconds()) for item, each in spent.items()}


def payload_hash(item: str, payload: Any, act: str = Act.SAVE, certainty: int | None = None) -> str:
    """Return the SHA-256 that tells a retry from another answer under the same key."""
    said: list[Any] = [item, payload]
    if act != Act.SAVE or certainty is not None:
        said += [str(act), certainty]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
