"""Cohorts compared: which there are for a branch, and what is counted of them. Only people of that branch count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from academy.courses.models import Course, Edition
from academy.db import session
from academy.learning.models import Attempt, Cohort, Enrolment, ItemResult
from academy.quizzes.models import QuizItem
from academy.quizzes.queries.scores import of_first_attempts
from academy.quizzes.rules.calibration import Calibration, Group, calibration
from academy.reports.rules.cohorts import Compared, Competency, Exam, compared

#: Cohorts that are compared at once: the latest.
MOST_COHORTS = 24


@dataclass(frozen=True)
class CourseChoice:
    """A course in which the branch has people in cohorts, with the edition whose quizzes it is compared by."""

    id: UUID
    slug: str
    edition_id: UUID


def courses_compared(agency_ids: Sequence[UUID]) -> list[CourseChoice]:
    """Return the courses with cohorts of these agencies' people, the one with the newest edition first."""
    has_people = exists().where(
        Enrolment.course_id == Course.id, Enrolment.cohort_id.is_not(None), _are_in(agency_ids)
    )
    newest = (
        select(Edition.id)
        .where(Edition.course_id == Course.id)
        .order_by(Edition.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    latest = select(func.max(Edition.published_at)).where(Edition.course_id == Course.id).scalar_subquery()
    rows = session.execute(
        select(Course.id, Course.slug, newest).where(has_people).order_by(latest.desc(), Course.slug)
    )
    return [CourseChoice(*row) for row in rows]


def compare(course_id: UUID, exam: Exam, agency_ids: Sequence[UUID]) -> list[Compared]:
    """Return the latest cohorts of a course with people of these agencies, the latest first. Five statements."""
    heads = session.execute(
        select(Cohort.id, Cohort.name, Cohort.starts_on)
        .join(Edition, Edition.id == Cohort.edition_id)
        .where(
            Edition.course_id == course_id,
            exists().where(Enrolment.cohort_id == Cohort.id, _are_in(agency_ids)),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.name)
        .limit(MOST_COHORTS)
    ).all()
    ids = [head.id for head in heads]
    theirs = Enrolment.cohort_id.in_(ids) & _are_in(agency_ids)
    times, scores = _times(ids, theirs), _scores(ids, exam, theirs)
    sure, competencies = _calibrated(theirs), _competencies(ids, theirs)
    return [
        compared(
            head=(head.id, head.name, head.starts_on), times=times[head.id], scores=scores[head.id], exam=exam,
            calibration=sure.get(head.id), competencies=competencies[head.id],
        )
        for head in heads
    ]  # fmt: skip


def _are_in(agency_ids: Sequence[UUID]) -> ColumnElement[bool]:
    return Enrolment.agency_id.in_(agency_ids) & Enrolment.withdrawn_at.is_(None)


def _times(
    ids: Sequence[UUID], theirs: ColumnElement[bool]
) -> dict[UUID, list[tuple[UUID, datetime, datetime | None]]]:
    found: dict[UUID, list[tuple[UUID, datetime, datetime | None]]] = {each: [] for each in ids}
    columns = (Enrolment.cohort_id, Enrolment.edition_id, Enrolment.enrolled_at, Enrolment.completed_at)
    for cohort_id, edition_id, begun, done in session.execute(select(*columns).where(theirs)):
        if cohort_id is not None:
            found[cohort_id].append((edition_id, begun, done))
    return found


def _scores(
    ids: Sequence[UUID], exam: Exam, theirs: ColumnElement[bool]
) -> dict[UUID, dict[str, dict[UUID, float]]]:
    """Return cohort → activity → enrolment → score of the first attempt."""
    found: dict[UUID, dict[str, dict[UUID, float]]] = {each: {} for each in ids}
    asked = {each for each in (exam.final, exam.before, exam.after) if each}
    rows = session.execute(
        of_first_attempts(theirs, Enrolment.cohort_id, Attempt.activity, Enrolment.id, Attempt.score).where(
            Attempt.activity.in_(asked), Attempt.score.is_not(None)
        )
    )
    for cohort_id, activity, enrolment_id, score in rows:
        found[cohort_id].setdefault(activity, {})[enrolment_id] = score
    return found


def _calibrated(theirs: ColumnElement[bool]) -> dict[UUID, Calibration]:
    """Return the calibration of every cohort in which somebody said how sure she was."""
    credit = func.coalesce(ItemResult.credit, ItemResult.score)
    columns = (
        Enrolment.cohort_id, Enrolment.id, ItemResult.certainty, func.count(), func.sum(ItemResult.score), func.sum(credit)
    )  # fmt: skip
    rows = session.execute(
        of_first_attempts(theirs, *columns)
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .where(ItemResult.certainty.is_not(None), ItemResult.score.is_not(None))
        .group_by(Enrolment.cohort_id, Enrolment.id, ItemResult.certainty)
    )
    groups: dict[UUID, Group] = {}
    places: dict[UUID, int] = {}
    for cohort_id, enrolment_id, certainty, count, score, earned in rows:
        group = groups.setdefault(cohort_id, Group())
        group.people.add(places.setdefault(enrolment_id, len(places)))
        tally = group.tallies[certainty]
        tally.count, tally.score, tally.credit = (
            tally.count + count,
            tally.score + score,
            tally.credit + earned,
        )
    return {cohort_id: calibration(group) for cohort_id, group in groups.items()}


def _competencies(ids: Sequence[UUID], theirs: ColumnElement[bool]) -> dict[UUID, dict[str, Competency]]:
    """Return cohort → competency → answers of first attempts to items that count."""
    found: dict[UUID, dict[str, Competency]] = {each: {} for each in ids}
    columns = (
        Enrolment.cohort_id, QuizItem.competency, func.count(Enrolment.id.distinct()), func.count(),
        func.count().filter(ItemResult.is_right),
    )  # fmt: skip
    rows = session.execute(
        of_first_attempts(theirs, *columns)
        .join(ItemResult, ItemResult.attempt_id == Attempt.id)
        .join(
            QuizItem,
            (QuizItem.edition_id == Attempt.edition_id)
            & (QuizItem.activity == Attempt.activity)
            & (QuizItem.item == ItemResult.item),
        )
        .where(
            QuizItem.competency.is_not(None), QuizItem.is_pilot.is_(False),
            or_(ItemResult.score.is_not(None), ItemResult.is_right),
        )
        .group_by(Enrolment.cohort_id, QuizItem.competency)
        .order_by(QuizItem.competency)
    )  # fmt: skip
    for cohort_id, competency, people, count, right in rows:
        found[cohort_id][competency] = Competency(people, count, right)
    return found
