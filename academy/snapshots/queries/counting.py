"""Exact numbers of people, by what happened to them, course and agency. They never leave the server as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from academy.certificates.models import Certificate
from academy.courses.models import Course, Edition
from academy.courses.rules import thaw
from academy.db import session
from academy.evaluation.models import FollowUp
from academy.learning.models import Attempt, AttemptState, Enrolment
from academy.practicals.models import SignOff
from academy.quizzes.content import QuizContent
from academy.snapshots.rules.definitions import Measure
from academy.snapshots.rules.tranches import Tally

#: (measure, course) → agency → people.
Counts = dict[tuple[str, str], dict[str, Tally]]


def exact_counts(agency_ids: Collection[UUID]) -> Counts:
    """Count everything in these agencies. Somebody counts once for a course: where it happened to her first."""
    wanted = set(agency_ids)
    found: Counts = defaultdict(dict)
    for measure, events in _events().items():
        for course, agency_id, count in session.execute(_firsts(events)):
            if agency_id in wanted:
                found[measure.value, course][str(agency_id)] = Tally(count)
    for course, agency_id, tally in _gains():
        if agency_id in wanted:
            here = found[Measure.GAIN.value, course]
            here[str(agency_id)] = here.get(str(agency_id), Tally()) + tally
    return found


def _events() -> Mapping[Measure, Any]:
    """Return for each measure who it happened to, in which course and agency, and when."""
    of_enrolment = (Enrolment.person_id, Enrolment.course_id, Enrolment.agency_id)
    certificates = select(Certificate.person_id, Edition.course_id, Certificate.agency_id, Certificate.issued_at.label("at")).join(
        Edition, Edition.id == Certificate.edition_id
    ).where(Certificate.person_id.is_not(None))  # fmt: skip
    return {
        Measure.ENROLLED: select(*of_enrolment, Enrolment.enrolled_at.label("at")),
        Measure.COMPLETED: select(*of_enrolment, Enrolment.completed_at.label("at")).where(
            Enrolment.completed_at.is_not(None)
        ),
        Measure.WITHDRAWN: select(*of_enrolment, Enrolment.withdrawn_at.label("at")).where(
            Enrolment.withdrawn_at.is_not(None)
        ),
        Measure.CERTIFIED: certificates,
        Measure.RECERTIFIED: certificates.where(_had_another()),
        Measure.PRACTICAL: select(*of_enrolment, SignOff.signed_at.label("at"))
        .join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .where(SignOff.is_passed),
        Measure.FOLLOWED_UP: select(*of_enrolment, FollowUp.answered_at.label("at"))
        .join(Enrolment, Enrolment.id == FollowUp.enrolment_id)
        .where(FollowUp.answered_at.is_not(None)),
    }


def _had_another() -> Any:
    """Match a certificate whose holder was certified in the course before, through another enrolment."""
    earlier, its_edition = aliased(Certificate), aliased(Edition)
    return (
        select(earlier.id)
        .join(its_edition, its_edition.id == earlier.edition_id)
        .where(
            earlier.person_id == Certificate.person_id,
            its_edition.course_id == Edition.course_id,
            earlier.enrolment_id != Certificate.enrolment_id,
            earlier.issued_at < Certificate.issued_at,
        )
        .exists()
    )


def _firsts(events: Any) -> Select[Any]:
    """Return (course, agency, people), each person where it happened to her first."""
    each = events.subquery()
    turn = func.row_number().over(
        partition_by=(each.c.person_id, each.c.course_id), order_by=(each.c.at, each.c.agency_id)
    )
    first = select(each.c.course_id, each.c.agency_id, turn.label("turn")).subquery()
    return (
        select(Course.slug, first.c.agency_id, func.count())
        .join(Course, Course.id == first.c.course_id)
        .where(first.c.turn == 1)
        .group_by(Course.slug, first.c.agency_id)
    )


def _gains() -> Iterator[tuple[str, UUID, Tally]]:
    """Give each person's first scores before and after, in thousandths, once for each course."""
    met: set[tuple[UUID, str]] = set()
    rows = [row for pair in _pairs() for row in _scores(*pair)]
    for _at, person_id, course, agency_id, before, after in sorted(
        rows, key=lambda row: (row[0], str(row[3]))
    ):
        if (person_id, course) not in met:
            met.add((person_id, course))
            sums = {"before": round(before * 1000), "after": round(after * 1000)}
            yield course, agency_id, Tally(1, sums)


def _pairs() -> Iterator[tuple[UUID, str, str]]:
    """Give (edition, pre-test, quiz) of every edition that asks the same before and after."""
    for edition_id, document in session.execute(select(Edition.id, Edition.document)):
        if "pretest_of" not in str(document):
            continue
        for _module, activity in thaw(document).activities():
            if isinstance(activity.content, QuizContent) and activity.content.pretest_of:
                yield edition_id, activity.slug, activity.content.pretest_of
                break


def _scores(edition_id: UUID, before: str, after: str) -> Iterator[tuple[Any, ...]]:
    first, second, earlier, sooner = (aliased(Attempt) for _each in range(4))
    rows = session.execute(
        select(second.submitted_at, Enrolment.person_id, Course.slug, Enrolment.agency_id, first.score, second.score)
        .join(Enrolment, Enrolment.id == first.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .join(second, second.enrolment_id == Enrolment.id)
        .where(
            first.edition_id == edition_id, first.activity == before, first.number == _first_of(earlier, Enrolment.id, before),
            second.activity == after, second.number == _first_of(sooner, Enrolment.id, after),
            first.score.is_not(None), second.score.is_not(None), second.submitted_at.is_not(None),
        )
    )  # fmt: skip
    yield from (tuple(row) for row in rows)


def _first_of(attempt: Any, enrolment_id: Any, activity: str) -> Any:
    """Return the number of the first attempt that counts."""
    return (
        select(func.min(attempt.number))
        .where(
            attempt.enrolment_id == enrolment_id, attempt.activity == activity, attempt.state == AttemptState.GRADED,
            attempt.is_practice.is_(False),
        )
        .scalar_subquery()
    )  # fmt: skip
