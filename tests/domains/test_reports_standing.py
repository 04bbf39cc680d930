"""Who is stuck and whose certificate runs out, on both databases; letters that come once; cohorts of a branch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership
from academy.agencies.models import Agency
from academy.certificates.models import Certificate
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Invalid, NotFound
from academy.learning import service as learning
from academy.learning.models import Attempt, Enrolment, ItemResult
from academy.quizzes.models import QuizItem
from academy.reports import service
from academy.reports.models import ReportSchedule
from academy.reports.queries import progress as queries
from academy.reports.queries import schedules as schedule_queries
from academy.reports.queries.cohorts import compare, courses_compared
from academy.reports.queries.kept import forget_kept, renew_kept
from academy.reports.queries.progress import Wanted
from academy.reports.queries.scope import editions_of_cohort, scope_for
from academy.reports.rules.cohorts import Exam, exam_of
from academy.reports.rules.progress import Page, State
from academy.reports.rules.schedules import Report, Rhythm
from academy.reports.service import Asked
from tests.certificates import issued
from tests.domains.test_reports import learner
from tests.world import World

LONG = timedelta(days=15)


@pytest.fixture(autouse=True)
def _fresh_figures() -> Iterator[None]:
    forget_kept()
    yield
    forget_kept()


def attempts(enrolment: Enrolment, count: int, **said: object) -> None:
    """Let an enrolment have tried the gate quiz so often."""
    at = clock.now()
    for _each in range(count):
        attempt = learning.start_attempt(
            enrolment=enrolment, activity="gate-quiz", begun=learning.Begun("en", "d", 1), at=at
        )
        learning.grade_attempt(
            attempt=attempt, grade=learning.Grade(score=0.1, is_passed=False, marks={}), at=at
        )
        for name, value in said.items():
            setattr(attempt, name, value)
        session.flush()


def found_in(world: World, state: State) -> list[str]:
    asked = Wanted(world.edition.id, (world.north.id,), state, "", clock.now())
    counts = queries.counts(edition_id=world.edition.id, agency_ids=(world.north.id,), at=asked.at)
    names = [row.call_sign for row, _scores in queries.table_rows(asked)]
    assert counts.by_agency[world.north.id].of(state) == len(names), "the figure and its list differ"
    return names


def test_the_stuck_are_found_for_each_reason(world: World) -> None:
    at = clock.now()
    with db.writing():
        learner(world, "still", world.north, last_activity_at=at - LONG)
        attempts(learner(world, "failed", world.north, last_activity_at=at), 3)
        marked = learner(world, "passed", world.north, last_activity_at=at)
        attempts(marked, 3)
        learning.complete(enrolment=marked, activity="gate-quiz", score=0.9, at=at)
        attempts(learner(world, "trying", world.north, last_activity_at=at), 2)
        waits = learner(world, "waits", world.north)
        attempts(waits, 1, state="submitted", is_passed=None, submitted_at=at - LONG)
        waits.last_activity_at = at
        learner(world, "done", world.north, last_activity_at=at - LONG, completed_at=at)
        learner(world, "new", world.north, enrolled_at=at - LONG)
    assert found_in(world, State.STUCK) == ["failed", "still", "waits"]
    ids = [waits.id]
    ((obstacle,),) = queries.obstacles_of(ids).values()
    assert (obstacle.activity, obstacle.failed) == ("gate-quiz", 0)
    assert obstacle.waits_since == at - LONG


def test_certificates_that_run_out_within_ninety_days(app: Flask, world: World) -> None:
    certificate = issued(app, world)
    at = clock.now()
    boundary = {90: 1, 91: 0, 0: 1, -1: 0}
    for days, count in boundary.items():
        with db.writing():
            session.get_one(Certificate, certificate.id).valid_until = at.date() + timedelta(days=days)
        counts = queries.counts(edition_id=world.edition.id, agency_ids=(world.rangers.id,), at=at)
        assert counts.by_agency[world.rangers.id].expiring == count, days
    with db.writing():
        session.get_one(Certificate, certificate.id).valid_until = at.date()
    assert queries.last_days_of([world.enrolment.id], at=at) == {world.enrolment.id: at.date()}


def test_pages_of_a_large_branch_keep_their_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    with db.writing():
        for number in range(30):
            learner(world, f"north-{number:02}", world.north)
    asked = Wanted(world.edition.id, (world.north.id,), State.EVERYONE, "", at)
    for offset in (0, 25):
        page = Page(1 + offset // 25, 30, (world.north.id,), offset)
        large = queries.people_on(page, asked, is_large=True)
        assert [tuple(row) for row in large] == [tuple(row) for row in queries.people_on(page, asked)]
    later = at + timedelta(seconds=40)
    assert renew_kept(later) == 1
    assert renew_kept(later + timedelta(minutes=30)) == 0


def asked(world: World, rhythm: Rhythm = Rhythm.WEEKLY) -> Asked:
    return Asked(world.rangers.id, Report.STUCK, rhythm, {"state": "stuck"})


def test_letters_come_once_and_a_gap_is_made_up_for_once(world: World) -> None:
    at, boris = clock.now(), world.actor(world.boris)
    with db.writing():
        made = service.schedule_report(asked(world), by=boris, at=at)
        assert service.schedule_report(asked(world), by=boris, at=at).id == made.id
    late = at + timedelta(days=40)
    assert list(schedule_queries.due_schedules(on=at.date())) == []
    assert list(schedule_queries.due_schedules(on=late.date())) == [made.id]
    with db.writing():
        assert service.turn_of(made.id, at=late) is not None
    with db.writing():
        assert service.turn_of(made.id, at=late) is None
    session.expire_all()
    following = session.get_one(ReportSchedule, made.id)
    assert following.next_on == at.date() + timedelta(days=42)
    assert following.last_sent_at == late


def test_letters_end_with_the_office(world: World) -> None:
    at = clock.now()
    with db.writing():
        made = service.schedule_report(asked(world), by=world.actor(world.boris), at=at)
        for each in session.scalars(select(Membership).where(Membership.person_id == world.boris.id)):
            each.ends_on = at.date()
    with db.writing():
        assert service.turn_of(made.id, at=at + timedelta(days=8)) is None
    assert session.scalars(select(ReportSchedule)).all() == []


def test_letters_are_their_askers_alone(world: World) -> None:
    at = clock.now()
    with db.writing():
        made = service.schedule_report(asked(world), by=world.actor(world.boris), at=at)
    for schedule_id in (made.id, uuid4()):
        with pytest.raises(NotFound):
            schedule_queries.schedule_for(world.actor(world.carla), schedule_id)
    assert schedule_queries.personal_data(world.boris.id) != schedule_queries.personal_data(world.carla.id)
    with db.writing():
        for number in range(service.schedules.MOST - 1):
            more = Asked(world.rangers.id, Report.PROGRESS, Rhythm.WEEKLY, {"page": str(number)})
            service.schedule_report(more, by=world.actor(world.boris), at=at)
        with pytest.raises(Invalid, match="too-many-schedules"):
            service.schedule_report(asked(world, Rhythm.MONTHLY), by=world.actor(world.boris), at=at)


def class_of(world: World, agency: Agency, names: str, *, right: float) -> None:
    """Enrol people in the cohort who have sat the gate quiz."""
    at = clock.now()
    for name in names:
        enrolment = learner(world, f"{agency.name}-{name}", agency, cohort_id=world.cohort.id)
        attempts(enrolment, 1, score=right)
        attempt = session.scalars(select(Attempt).where(Attempt.enrolment_id == enrolment.id)).one()
        for item in session.scalars(
            select(QuizItem).where(QuizItem.edition_id == world.edition.id, QuizItem.activity == "gate-quiz")
        ):
            session.add(
                ItemResult(attempt_id=attempt.id, item=item.item, score=right, is_right=right == 1, credit=right, certainty=2)
            )  # fmt: skip
        enrolment.completed_at = at + timedelta(days=3)
    session.flush()


def test_cohorts_compare_the_branchs_people_only(world: World) -> None:
    with db.writing():
        for item in session.scalars(select(QuizItem)):
            item.competency = "custody"
        class_of(world, world.north, "abcde", right=1.0)
        class_of(world, world.inspectors, "fghij", right=0.0)
    scope = scope_for(world.actor(world.boris), branch_id=None, unit_id=None)
    (choice,) = courses_compared(scope.chosen_ids)
    (found,) = compare(choice.id, Exam("gate-quiz"), scope.chosen_ids)
    assert (found.name, found.enrolled, found.completed, found.examined) == ("Spring", 6, 5, 5)
    assert (found.mean_score, found.gain) == (1.0, None)
    assert found.median_days == pytest.approx(3, abs=0.01)
    assert found.competencies["custody"].share == 1.0
    assert found.calibration is not None
    assert found.calibration.people == 5
    (of_few,) = compare(choice.id, Exam("gate-quiz"), [world.rangers.id])
    assert (of_few.enrolled, of_few.mean_score, of_few.competencies) == (1, None, {})


def test_figures_of_one_cohort(world: World) -> None:
    yesterday = clock.now().date() - timedelta(days=1)
    with db.writing():
        learner(world, "mate", world.north, cohort_id=world.cohort.id, due_on=yesterday)
        learner(world, "alone", world.north, due_on=yesterday)
        learner(world, "strange", world.inspectors, cohort_id=world.cohort.id)
    hers, cohort = (world.rangers.id, world.north.id), world.cohort.id
    asked = Wanted(world.edition.id, hers, State.LATE, "", clock.now(), cohort)
    found = queries.counts(edition_id=world.edition.id, agency_ids=hers, at=asked.at, cohort_id=cohort)
    assert {each: figures.people for each, figures in found.by_agency.items()} == dict.fromkeys(hers, 1)
    assert found.cohorts == [(cohort, "Spring")]
    whole = queries.counts(edition_id=world.edition.id, agency_ids=hers, at=asked.at)
    assert whole.by_agency[world.north.id].people == 2
    assert [row.call_sign for row, _scores in queries.table_rows(asked)] == ["mate"]
    assert queries.matching(replace(asked, words="a")) == {world.north.id: 1}
    (late,) = queries.in_need(edition_id=world.edition.id, agency_ids=hers, at=asked.at, cohort_id=cohort)
    assert late.call_sign == "mate"
    assert editions_of_cohort(cohort, hers) == {world.edition.id}
    with pytest.raises(NotFound):
        editions_of_cohort(cohort, [world.foreign_enrolment.id])


def test_a_course_is_compared_by_its_last_quiz(world: World) -> None:
    course = reading(edition_id=world.edition.id, locale="en").course
    quizzes = [activity.slug for _module, activity in course.activities() if activity.kind == "quiz"]
    assert exam_of(course).final == quizzes[-1]


def test_a_branch_in_two_countries_can_be_narrowed(world: World) -> None:
    boris = world.actor(world.boris)
    with db.writing():
        session.get_one(Agency, world.north.id).country_code = "XB"
    scope = scope_for(boris, branch_id=None, unit_id=None, country="XB")
    assert scope.countries == ("XA", "XB")
    assert scope.chosen_ids == (world.north.id,)
    with pytest.raises(NotFound):
        scope_for(boris, branch_id=None, unit_id=None, country="ZZ")
