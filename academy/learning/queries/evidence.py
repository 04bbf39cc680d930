"""What the learning record says of one enrolment, whole and in order: for whoever has to prove how a result came about.

A ``UUID`` in what is returned stands for somebody who acted in office; whoever hands it on says who that was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload

from academy.courses.models import Edition
from academy.db import session
from academy.learning.models import (
    AnswerEvent,
    Attempt,
    Cohort,
    Completion,
    Enrolment,
    EnrolmentMove,
    ItemResult,
    Override,
    PriorLearning,
    ResultChange,
)


def enrolment_evidence(enrolment_id: UUID) -> dict[str, Any]:
    """Return an enrolment's frame: its dates, what completed it, its moves, exceptions and prior learning."""
    found = session.scalars(
        select(Enrolment)
        .options(
            joinedload(Enrolment.course), joinedload(Enrolment.edition), joinedload(Enrolment.agency),
            joinedload(Enrolment.cohort),
        )
        .where(Enrolment.id == enrolment_id)
    ).one()  # fmt: skip
    return {
        "id": str(found.id),
        "course": found.course.slug,
        "edition": found.edition.number,
        "agency": found.agency.name,
        "cohort": _cohort(found.cohort),
        "enrolled_at": found.enrolled_at.isoformat(),
        "due_on": said(found.due_on),
        "completed_at": said(found.completed_at),
        "withdrawn_at": said(found.withdrawn_at),
        "completions": [*_completions(found.id)],
        "moves": [*_moves(found.id)],
        "exceptions": [*_overrides(found)],
        "prior_learning": [*_prior_learning(found.id)],
    }


def attempts_of(enrolment_id: UUID) -> Sequence[Attempt]:
    """Return every attempt of an enrolment, the first begun first."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment_id)
        .order_by(Attempt.started_at, Attempt.activity, Attempt.number)
    ).all()


def attempt_evidence(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt: how it was begun and ended, every save in its order of arrival, results and their changes."""
    return {
        "id": str(attempt.id),
        "activity": attempt.activity,
        "number": attempt.number,
        "state": attempt.state,
        "is_practice": attempt.is_practice,
        "language": attempt.locale,
        "rendition_digest": attempt.rendition_digest,
        "seed": attempt.seed,
        "asked": attempt.paper,
        "started_at": attempt.started_at.isoformat(),
        "deadline_at": said(attempt.deadline_at),
        "submitted_at": said(attempt.submitted_at),
        "score": attempt.score,
        "is_passed": attempt.is_passed,
        "gates_failed": attempt.gates_failed,
        "events": [*_events(attempt.id)],
        "results": [*_results(attempt.id)],
        "changes": [*_changes(attempt.id)],
    }


def said(value: Any) -> str | None:
    """Return a day or a moment as ISO 8601 has it."""
    return None if value is None else str(value.isoformat())


def _cohort(cohort: Cohort | None) -> dict[str, Any] | None:
    if cohort is None:
        return None
    return {"id": str(cohort.id), "name": cohort.name, "starts_on": cohort.starts_on.isoformat()}


def _completions(enrolment_id: UUID) -> Iterator[dict[str, Any]]:
    for each in session.scalars(
        select(Completion)
        .where(Completion.enrolment_id == enrolment_id)
        .order_by(Completion.completed_at, Completion.activity)
    ):
        yield {
            "activity": each.activity, "completed_at": each.completed_at.isoformat(), "score": each.score,
            "attempt": str(each.attempt_id) if each.attempt_id else None,
        }  # fmt: skip


def _moves(enrolment_id: UUID) -> Iterator[dict[str, Any]]:
    before, after = aliased(Edition), aliased(Edition)
    for each, old, new in session.execute(
        select(EnrolmentMove, before.number, after.number)
        .join(before, before.id == EnrolmentMove.from_edition_id)
        .join(after, after.id == EnrolmentMove.to_edition_id)
        .where(EnrolmentMove.enrolment_id == enrolment_id)
        .order_by(EnrolmentMove.moved_at, EnrolmentMove.id)
    ):
        yield {"from": old, "to": new, "at": each.moved_at.isoformat(), "by": each.moved_by_id}


def _overrides(enrolment: Enrolment) -> Iterator[dict[str, Any]]:
    is_hers = Override.enrolment_id == enrolment.id
    of_cohort = Override.cohort_id == enrolment.cohort_id
    for each in session.scalars(
        select(Override)
        .where(or_(is_hers, of_cohort) if enrolment.cohort_id else is_hers)
        .order_by(Override.set_at, Override.id)
    ):
        yield {
            "id": str(each.id), "for": "cohort" if each.cohort_id else "learner", "activity": each.activity,
            "opens_on": said(each.opens_on), "due_on": said(each.due_on), "closes_on": said(each.closes_on),
            "attempts": each.attempts, "minutes": each.minutes, "extra_minutes": each.extra_minutes,
            # a cohort's reason may name somebody else
            "reason": "" if each.cohort_id else each.reason,
            "at": each.set_at.isoformat(), "by": each.set_by_id,
        }  # fmt: skip


def _prior_learning(enrolment_id: UUID) -> Iterator[dict[str, Any]]:
    for each in session.scalars(
        select(PriorLearning)
        .where(PriorLearning.enrolment_id == enrolment_id)
        .order_by(PriorLearning.recorded_at, PriorLearning.id)
    ):
        yield {
            "id": str(each.id), "activity": each.activity, "evidence": each.evidence, "reason": each.reason,
            "recorded_at": each.recorded_at.isoformat(), "recorded_by": each.recorded_by_id,
            "earned_at": said(each.earned_at), "withdrawn_at": said(each.withdrawn_at),
            "withdrawn_by": each.withdrawn_by_id, "withdrawal": each.withdrawal,
        }  # fmt: skip


def _events(attempt_id: UUID) -> Iterator[dict[str, Any]]:
    for each in session.execute(
        select(
            AnswerEvent.id, AnswerEvent.saved_at, AnswerEvent.given_at, AnswerEvent.item, AnswerEvent.act,
            AnswerEvent.payload, AnswerEvent.certainty, AnswerEvent.device, AnswerEvent.sequence,
            AnswerEvent.payload_hash, AnswerEvent.is_late, AnswerEvent.late_why,
        )
        .where(AnswerEvent.attempt_id == attempt_id)
        .order_by(AnswerEvent.id)
    ):  # fmt: skip
        yield {
            "arrival": each.id, "at": each.saved_at.isoformat(), "given_at": said(each.given_at), "item": each.item,
            "act": each.act, "response": each.payload, "certainty": each.certainty, "device": each.device,
            "sequence": each.sequence, "digest": each.payload_hash, "is_late": each.is_late, "late_why": each.late_why,
        }  # fmt: skip


def _results(attempt_id: UUID) -> Iterator[dict[str, Any]]:
    for each in session.scalars(
        select(ItemResult).where(ItemResult.attempt_id == attempt_id).order_by(ItemResult.item)
    ):
        yield {
            "item": each.item, "response": each.response, "score": each.score, "is_right": each.is_right,
            "credit": each.credit, "certainty": each.certainty, "tries": each.tries, "seconds": each.seconds,
        }  # fmt: skip


def _changes(attempt_id: UUID) -> Iterator[dict[str, Any]]:
    for each in session.scalars(
        select(ResultChange)
        .where(ResultChange.attempt_id == attempt_id)
        .order_by(ResultChange.changed_at, ResultChange.id)
    ):
        yield {
            "item": each.item, "cause": each.cause, "reason": each.reason, "score_before": each.score_before,
            "score_after": each.score_after, "total_before": each.total_before, "total_after": each.total_after,
            "at": each.changed_at.isoformat(), "by": each.changed_by_id,
        }  # fmt: skip
