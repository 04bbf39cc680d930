"""Attempts: begun, answered, closed with their result."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, func, select

from academy.db import dialect, insert, session
from academy.errors import Conflict
from academy.learning import statements
from academy.learning.models import OPEN_STATES, AnswerEvent, Attempt, AttemptState, Enrolment, ItemResult
from academy.learning.queries.attempts import highest_sequence
from academy.learning.rules import Act, Answer, Current, Total, fold, payload_hash
from academy.learning.service.completions import complete


class Late(enum.StrEnum):
    """Why a save is kept and does not count."""

    HANDED_IN = "handed-in"
    DEADLINE = "deadline"
    LAST_DAY = "last-day"
    #: A linear quiz has gone on from its item.
    PASSED = "passed"
    #: Its item was checked, and takes no further response.
    SETTLED = "settled"


@dataclass(frozen=True)
class Save:
    """One response as a browser sent it; the key makes a retry the same save."""

    item: str
    payload: Any
    device: str
    sequence: int
    key: str
    act: str = Act.SAVE
    #: How sure she was, 1–3, where the quiz asks it.
    certainty: int | None = None
    #: When the browser says it was given; nothing is decided by it.
    given_at: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """What the server answers once a save is on disk; a retry gets the same."""

    saved_at: datetime
    #: It is kept, and does not count.
    is_late: bool
    #: Whether what it says was what counts at its item when it arrived; else another page had said something later.
    counts: bool = True
    #: The highest count the server knew of the attempt then: the page goes on from there.
    sequence: int = 0
    key: str = ""
    #: Why it is late (``Late``).
    why: str | None = None


#: Given what counts at the item (None: nothing yet) and whether the save will count before it, says why it is late
#: or raises a refusal.
Judge = Callable[[Current | None, bool], str | None]


@dataclass(frozen=True)
class Begun:
    """What is settled about an attempt as it begins."""

    locale: str
    rendition_digest: str
    seed: int
    paper: Sequence[str] | None = None
    deadline_at: datetime | None = None
    ends_at: datetime | None = None
    is_practice: bool = False


@dataclass(frozen=True)
class ItemMark:
    """What one item was worth when an attempt was handed in; ``score`` and ``credit`` None while it waits."""

    response: Any
    score: float | None
    is_right: bool
    #: The share of its points it counts for.
    credit: float | None = None
    certainty: int | None = None
    tries: int = 0
    seconds: int | None = None


@dataclass(frozen=True)
class Grade:
    """What a handed-in attempt came to; without a score it waits for a person's marks."""

    score: float | None
    is_passed: bool | None
    marks: Mapping[str, ItemMark]
    gates_failed: tuple[str, ...] = ()


def start_attempt(*, enrolment: Enrolment, activity: str, begun: Begun, at: datetime) -> Attempt:
    """Begin an attempt, or return the one that is open: a double click begins one."""
    earlier = (Attempt.enrolment_id == enrolment.id, Attempt.activity == activity)
    running = session.scalar(
        select(Attempt).where(
            *earlier, Attempt.state.in_(OPEN_STATES), Attempt.is_practice.is_(begun.is_practice)
        )
    )
    if running is not None:
        return running
    used = session.scalar(select(func.max(Attempt.number)).where(*earlier))
    new = Attempt(
        enrolment_id=enrolment.id, edition_id=enrolment.edition_id, activity=activity, number=(used or 0) + 1,
        state=AttemptState.IN_PROGRESS, seed=begun.seed, locale=begun.locale, rendition_digest=begun.rendition_digest,
        started_at=at, deadline_at=begun.deadline_at, ends_at=begun.ends_at, position=1,
        paper=None if begun.paper is None else list(begun.paper), is_practice=begun.is_practice,
    )  # fmt: skip
    session.add(new)
    enrolment.last_activity_at = at
    session.flush()
    return new


def save_response(*, attempt: Attempt, save: Save, at: datetime, judge: Judge | None = None) -> Receipt:
    """Add one answer event. A retry gets the first receipt; the same key for another answer is a Conflict.

    What comes after the deadline, after handing in or after the last day is kept as late and does not count. Nothing
    that was acknowledged is ever changed.
    """
    found = session.execute(statements.ITEM_ANSWERS, {"attempt_id": attempt.id, "item": save.item}).all()
    highest: int = found[0].highest or 0
    if any(row.idempotency_key == save.key for row in found):
        return _first_receipt(attempt, save)
    earlier = [statements.answer_of(row) for row in found if row.id is not None and not row.is_late]
    new = _answer(save, highest, at)
    before, after = fold(earlier).get(save.item), fold([*earlier, new]).get(save.item)
    wins = new.says_something and _stands(after, save)
    why = too_late(attempt, at) or (judge(before, wins) if judge else None)
    if not _added(attempt, save, new, why):
        return _first_receipt(attempt, save)
    counts = why is None and _stands(after, save)
    return Receipt(at, why is not None, counts, max(highest, new.sequence), save.key, why)


def too_late(attempt: Attempt, at: datetime) -> str | None:
    """Say why nothing counts any more at a moment, by the server's clock; None while it does."""
    if attempt.state not in OPEN_STATES:
        return Late.HANDED_IN
    if attempt.closes_on is not None and at.date() > attempt.closes_on:
        return Late.LAST_DAY
    return Late.DEADLINE if attempt.deadline_at is not None and at > attempt.deadline_at else None


def grade_attempt(*, attempt: Attempt, grade: Grade, at: datetime) -> Attempt:
    """Close an attempt with its result; a passed one completes its activity. Raises Conflict if it is closed.

    ``at`` is when it counts as handed in: its deadline, where that closed it. Without a score it waits for a person's
    marks. Practice completes nothing.
    """
    if attempt.state not in OPEN_STATES:
        raise Conflict("attempt-closed")
    attempt.state = AttemptState.SUBMITTED if grade.score is None else AttemptState.GRADED
    attempt.submitted_at = at
    attempt.score, attempt.is_passed = grade.score, grade.is_passed
    attempt.gates_failed = list(grade.gates_failed)
    session.add_all(
        ItemResult(
            attempt_id=attempt.id, item=item, response=mark.response, score=mark.score, is_right=mark.is_right,
            credit=mark.score if mark.credit is None else mark.credit, certainty=mark.certainty, tries=mark.tries,
            seconds=mark.seconds,
        )
        for item, mark in grade.marks.items()
    )  # fmt: skip
    session.flush()
    if grade.is_passed and not attempt.is_practice:
        complete(
            enrolment=attempt.enrolment, activity=attempt.activity, at=at, score=grade.score, attempt=attempt
        )
    return attempt


def abandon_attempt(*, attempt: Attempt) -> Attempt:
    """Close an attempt that was left: it is used up, and has no result. Raises Conflict if it is closed."""
    if attempt.state not in OPEN_STATES:
        raise Conflict("attempt-closed")
    attempt.state = AttemptState.ABANDONED
    session.flush()
    return attempt


def settle_attempt(*, attempt: Attempt, total: Total, at: datetime) -> None:
    """Give a handed-in attempt another total: once nothing in it waits it is graded, and where it passes it counts.

    What was earned is never taken back: a completion stays where the new total would not have given it.
    """
    attempt.score, attempt.is_passed = total.score, total.is_passed
    attempt.gates_failed = list(total.gates_failed)
    if total.score is not None:
        attempt.state = AttemptState.GRADED
    session.flush()
    if total.is_passed and not attempt.is_practice:
        complete(
            enrolment=attempt.enrolment, activity=attempt.activity, at=at, score=total.score, attempt=attempt
        )


def _answer(save: Save, highest: int, at: datetime) -> Answer:
    """Return a save as the fold sees it.

    A check is answered at once: it stands above all the server knows, so that what was checked is what counts.
    """
    sequence = max(save.sequence, highest + 1) if save.act == Act.CHECK else save.sequence
    return Answer(0, save.item, save.device, sequence, save.key, save.act, save.payload, save.certainty, at)


def _added(attempt: Attempt, save: Save, new: Answer, why: str | None) -> bool:
    """Add the event; returns whether its key was new."""
    added = session.scalar(
        _adding(dialect()),
        {
            "attempt_id": attempt.id, "item": save.item, "act": str(save.act), "device": save.device, "sequence": new.sequence,
            "idempotency_key": save.key, "payload": save.payload, "certainty": save.certainty, "saved_at": new.saved_at,
            "payload_hash": payload_hash(save.item, save.payload, save.act, save.certainty), "given_at": save.given_at,
            "is_late": why is not None, "late_why": why,
        },
    )  # fmt: skip
    return added is not None


@cache
def _adding(_dialect: str) -> Executable:
    """Return the insert of an event, put together once in each process."""
    return (
        insert(AnswerEvent, is_plain=True)
        .on_conflict_do_nothing(index_elements=["attempt_id", "idempotency_key"])
        .returning(AnswerEvent.__table__.c.id)
    )


def _first_receipt(attempt: Attempt, save: Save) -> Receipt:
    """Return the receipt of the save that came first under this key. Raises Conflict if it said something else."""
    first = session.scalars(
        select(AnswerEvent).where(
            AnswerEvent.attempt_id == attempt.id, AnswerEvent.idempotency_key == save.key
        )
    ).one()
    if first.payload_hash != payload_hash(save.item, save.payload, save.act, save.certainty):
        raise Conflict("key-reused")
    until = [
        each for each in session.execute(statements.ITEM_ANSWERS, {"attempt_id": attempt.id, "item": save.item})
        if each.id <= first.id and not each.is_late
    ]  # fmt: skip
    current = fold(statements.answer_of(each) for each in until).get(save.item)
    counts = not first.is_late and _stands(current, save)
    highest = highest_sequence(attempt.id, until=first.id)
    return Receipt(first.saved_at, first.is_late, counts, highest, save.key, first.late_why)


def _stands(current: Current | None, save: Save) -> bool:
    """Say whether what a save says is what counts: its response, or that there is none."""
    if save.payload is None and save.act != Act.CLEAR:
        return current is None or current.response is None
    return current is not None and current.key == save.key
