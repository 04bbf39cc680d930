"""Evaluation: follow-ups are made once and asked for once, answers stay between two, reports of cases are replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from academy import db
from academy.accounts import queries as account_queries
from academy.accounts import service as accounts
from academy.accounts.models import Membership, Person
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from academy.evaluation import queries, service
from academy.evaluation.models import CaseReport, FollowUp
from academy.evaluation.rules import period_of
from academy.evaluation.service import Figures
from academy.evaluation.views.asking import PAUSE, FollowUps
from academy.learning.models import Enrolment
from academy.mail import Post
from tests.followed import SEEN, answered, completed, follow_up
from tests.world import World

DONE = datetime(2036, 3, 1, 12, tzinfo=UTC)
#: The day the first follow-up opens.
ASKED = datetime(2036, 6, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def june(app: Flask) -> Iterator[None]:
    """Set the clock to the day of the first letter, in a world whose people serve since long."""
    with db.writing():
        session.execute(update(Membership).values(starts_on=date(2025, 1, 1)))
    with time_machine.travel(ASKED, tick=False):
        yield


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Collect (to, subject) of what is sent."""
    sent: list[tuple[str, str]] = []

    def send(
        _post: Post, *, to: str, subject: str, text: str, is_urgent: bool = True, **_rest: object
    ) -> None:
        assert "Amina" not in text + subject
        assert "Rangers" not in text + subject
        sent.append((to, subject))

    monkeypatch.setattr(Post, "send", send)
    return sent


def together(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Do things at the same moment, as two servers would."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        with app.app_context(), time_machine.travel(ASKED, tick=False):
            ready.wait()
            return deed()

    session.rollback()
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_follow_ups_are_made_and_asked_for_once(
    app: Flask, world: World, letters: list[tuple[str, str]]
) -> None:
    """Both are made at once; the second opens later. Two servers that look at the same moment ask once."""
    completed(world.enrolment.id, DONE)
    together(app, *(lambda: FollowUps()(ASKED) for _server in range(2)))
    session.rollback()
    found = session.scalars(select(FollowUp).order_by(FollowUp.months)).all()
    assert [(each.months, each.opens_on) for each in found] == [(3, date(2036, 6, 1)), (6, date(2036, 9, 1))]
    assert [to for to, _subject in letters] == ["boris@example.org"]
    duty = FollowUps()
    assert duty(ASKED) == 0
    assert (duty(ASKED + PAUSE / 2), duty(ASKED + PAUSE)) == (0, 0)


@pytest.mark.parametrize("missed", [False, True])
def test_reminders_go_out_twice_and_no_more(
    app: Flask, world: World, letters: list[tuple[str, str]], missed: bool
) -> None:
    completed(world.enrolment.id, DONE)
    FollowUps()(ASKED)
    del letters[:]
    days = (30,) if missed else (13, 14, 20, 28, 40)
    for day in days:
        FollowUps()(ASKED + timedelta(days=day))
        FollowUps()(ASKED + timedelta(days=day, hours=1))
    assert len(letters) == (1 if missed else 2)
    FollowUps()(ASKED + timedelta(days=47))
    assert len(letters) == (1 if missed else 2), "it is closed"


def test_what_a_coordinator_has_not_answered_passes_to_her_successor(world: World) -> None:
    """With her branch; what she answered stays hers, and nobody is asked about herself."""
    asked: dict[str, Any] = {"opens_on": ASKED.date(), "supervisor_id": world.boris.id, "asked_at": ASKED}
    completed(world.enrolment.id, DONE)
    with db.writing():
        answered(world, world.north, 1, DONE)
        done, enrolment_id = session.execute(select(FollowUp.id, FollowUp.enrolment_id)).one()
        session.get_one(FollowUp, done).supervisor_id = world.boris.id
    asked["months"] = 6
    passed, of_herself = follow_up(enrolment_id, **asked), follow_up(world.enrolment.id, **asked)
    elsewhere = follow_up(world.foreign_enrolment.id, **asked)
    boris = world.actor(world.boris)
    with db.writing():
        held = select(Membership.id).where(Membership.person_id == world.boris.id)
        branch = account_queries.own_branch(boris, session.scalars(held).one(), on=ASKED.date())
        amina = session.get_one(Person, world.amina.id)
        accounts.hand_over(branch=branch, person=amina, day=ASKED.date(), by=boris, at=ASKED)
    session.expire_all()
    named = {each.id: (each.supervisor_id, each.asked_at) for each in session.scalars(select(FollowUp))}
    assert named == {
        passed: (world.amina.id, None), of_herself: (None, None),
        elsewhere: (world.boris.id, ASKED), done: (world.boris.id, None),
    }  # fmt: skip


def test_nobody_asks_about_last_year(world: World) -> None:
    completed(world.enrolment.id, DONE - timedelta(days=365))
    with db.writing():
        assert service.make(at=ASKED) == 0
    completed(world.enrolment.id, DONE - timedelta(days=60))
    with db.writing():
        assert service.make(at=ASKED) == 1, "only the second can still be answered"


def test_the_supervisor_is_asked_in_place_of_the_coordinators(
    world: World, letters: list[tuple[str, str]]
) -> None:
    """Whoever is named is asked, if she serves at or above the unit; a course later she is asked again."""
    completed(world.enrolment.id, DONE)
    FollowUps()(ASKED)
    boris, chief = world.actor(world.boris), _colleague(world, "chief")
    with db.writing():
        found = queries.watched_for(boris, world.enrolment.id, on=ASKED.date())
        assert [
            each.call_sign for each in queries.candidates(boris, found[0].enrolment, on=ASKED.date())
        ] == ["boris", "chief"]
        service.name_supervisor(follow_ups=found, supervisor_id=chief.id, based_on=None, by=boris, at=ASKED)
    with db.writing(), pytest.raises(Conflict, match="supervisor-named-since"):
        found = queries.watched_for(boris, world.enrolment.id, on=ASKED.date())
        service.name_supervisor(
            follow_ups=found, supervisor_id=world.boris.id, based_on=world.boris.id, by=boris, at=ASKED
        )
    FollowUps()(ASKED + PAUSE)
    assert letters[-1][0] == "chief@example.org"
    assert queries.count_to_answer(boris, on=ASKED.date()) == 0
    assert queries.count_to_answer(world.actor(chief), on=ASKED.date()) == 1
    assert queries.to_answer(world.actor(chief), on=ASKED.date())[0].call_sign == "amina"
    with db.writing():
        session.scalars(
            select(Membership).where(Membership.person_id == chief.id)
        ).one().ends_on = ASKED.date()
    FollowUps()(ASKED + PAUSE)
    assert letters[-1][0] == "boris@example.org", "whoever has left is not waited for"
    assert queries.count_to_answer(boris, on=ASKED.date()) == 1
    with pytest.raises(NotFound):
        queries.watched_for(world.actor(world.carla), world.enrolment.id, on=ASKED.date())


def _colleague(world: World, call_sign: str) -> Person:
    with db.writing():
        person = Person(
            call_sign=call_sign,
            legal_name=f"{call_sign} X",
            email=f"{call_sign}@example.org",
            created_at=DONE,
        )
        session.add(person)
        session.flush()
        session.add(
            Membership(person_id=person.id, agency_id=world.rangers.id, role="learner", starts_on=DONE.date())
        )
    return person


def test_answers_are_hers_who_gave_them_and_hold_until_it_closes(world: World) -> None:
    made = follow_up(world.enrolment.id, opens_on=ASKED.date())
    boris = world.actor(world.boris)
    _answer(world, made, SEEN, "")
    _answer(world, made, SEEN, "")  # the second of two clicks
    first = session.get_one(FollowUp, made).answered_at
    with pytest.raises(Conflict, match="follow-up-changed"):
        _answer(world, made, {**SEEN, "scene": "never"}, "")
    _answer(world, made, {**SEEN, "scene": "never"}, first.isoformat() if first else "")
    assert (
        queries.follow_up_for(boris, made, on=ASKED.date() + timedelta(days=45)).answers["scene"] == "never"
    )
    for on in (ASKED.date() - timedelta(days=1), ASKED.date() + timedelta(days=46)):
        with pytest.raises(NotFound):
            queries.follow_up_for(boris, made, on=on)
    with pytest.raises(NotFound):
        queries.follow_up_for(world.actor(world.carla), made, on=ASKED.date())


def _answer(world: World, follow_up_id: UUID, answers: dict[str, str], based_on: str) -> None:
    with db.writing():
        boris = world.actor(world.boris)
        found = queries.follow_up_for(boris, follow_up_id, on=ASKED.date())
        service.answer(follow_up=found, answers=answers, based_on=based_on, by=boris, at=ASKED)


def test_a_group_is_shown_once_it_is_one(world: World) -> None:
    """Four of one agency and five of another: each group is counted for itself."""
    with db.writing():
        answered(world, world.north, 4, datetime(2035, 6, 2, tzinfo=UTC))
        answered(world, world.inspectors, 5, datetime(2035, 6, 2, tzinfo=UTC), step="never")
    follow_up(world.enrolment.id, opens_on=date(2035, 9, 2))
    mine = Enrolment.agency_id.in_([world.rangers.id, world.north.id])
    three, six = queries.behaviour(mine, today=ASKED.date())
    assert (three.rate.answered, three.rate.unanswered, three.tallies) == (4, 1, None)
    assert six.rate.asked == 0
    theirs = queries.behaviour(Enrolment.agency_id == world.inspectors.id, today=ASKED.date())[0]
    assert theirs.tallies is not None
    assert all(each.counts["never"] == 5 for each in theirs.tallies)  # type: ignore[index]  # a step is its word


FIRST = Figures(12, 4, "Annual report, table 4")


def test_reports_are_kept_corrected_and_never_twice(world: World) -> None:
    boris = world.actor(world.boris)
    report = _report(world, "2036-q1", FIRST)
    assert _report(world, "2036-q1", FIRST).id == report.id, "the second of two clicks"
    for period, reason in (("2036-q1", "period-reported"), ("2035-h2", ""), ("2036-h1", "period-not-over")):
        if reason:
            with pytest.raises(Invalid, match=reason):
                _report(world, period, Figures(1, 1, "x"))
        else:
            _report(world, period, FIRST)
    with pytest.raises(Invalid, match="period-overlaps"):
        _report(world, "2035-q3", FIRST)
    better = Figures(13, 5, "Register")
    with db.writing():
        current = service.correct_cases(
            report=queries.report_for(boris, report.id), figures=better, by=boris, at=ASKED
        )
    with db.writing():
        again = service.correct_cases(
            report=queries.report_for(boris, report.id), figures=better, by=boris, at=ASKED
        )
        assert again.id == current.id
    with db.writing(), pytest.raises(Conflict, match="report-replaced"):
        service.correct_cases(report=queries.report_for(boris, report.id), figures=FIRST, by=boris, at=ASKED)
    assert len(queries.history_of(current)) == 2
    assert [row[0].cases_opened for row in queries.reported_by([world.rangers.id])] == [12, 13]
    assert queries.reported_by([world.inspectors.id]) == []
    with pytest.raises(NotFound):
        queries.report_for(world.actor(world.carla), report.id)


def _report(world: World, period: str, figures: Figures) -> CaseReport:
    with db.writing():
        boris = world.actor(world.boris)
        agency = queries.reporting_agency(boris, world.rangers.id)
        return service.report_cases(
            agency=agency, period=period_of(period), figures=figures, by=boris, at=ASKED
        )


def test_two_reports_at_the_same_moment_do_not_overlap(app: Flask, world: World) -> None:
    boris, agency_id = world.actor(world.boris), world.rangers.id

    def report(period: str) -> object:
        try:
            with db.writing():
                agency = queries.reporting_agency(boris, agency_id)
                service.report_cases(
                    agency=agency, period=period_of(period), figures=FIRST, by=boris, at=ASKED
                )
        except Invalid as refusal:
            return refusal.reason
        return ""

    found = together(app, lambda: report("2035-h1"), lambda: report("2035-q2"))
    assert sorted(map(str, found)) == ["", "period-overlaps"]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(CaseReport)) == 1


def test_countries_are_summed_for_those_who_administer_them(world: World) -> None:
    _report(world, "2036-q1", FIRST)
    with db.writing():
        carla = world.actor(world.carla)
        agency = queries.reporting_agency(carla, world.inspectors.id)
        service.report_cases(
            agency=agency, period=period_of("2036-q1"), figures=Figures(3, 1, "x"), by=carla, at=ASKED
        )
    sums = queries.by_country(world.actor(world.ada))
    assert [(each.country, each.agencies, each.cases_opened, each.files_sent) for each in sums] == [
        ("XA", 1, 12, 4), ("XB", 1, 3, 1)
    ]  # fmt: skip
    assert queries.by_country(world.actor(world.boris)) == []


def test_forgetting_somebody(world: World) -> None:
    """What was said of her goes; what she said of others stays and is nobody's."""
    of_amina = follow_up(
        world.enrolment.id, opens_on=ASKED.date(), supervisor_id=world.boris.id, answered_by_id=world.boris.id,
        answered_at=ASKED, answers={**SEEN, "scene": "never"},
    )  # fmt: skip
    by_amina = follow_up(
        world.foreign_enrolment.id, opens_on=ASKED.date(), answered_by_id=world.amina.id, answered_at=ASKED, answers=SEEN,
        supervisor_id=world.amina.id,
    )  # fmt: skip
    said = queries.personal_data(world.amina.id)
    (told,) = said.pop("followed_up")  # type: ignore[misc]
    assert told["answers"] == {**SEEN, "scene": "never"}
    assert str(world.boris.id) not in str(told) and "boris" not in str(told)
    assert "answers" not in said and "once" not in str(said)
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=ASKED)
    assert session.get(FollowUp, of_amina) is None
    kept = session.get_one(FollowUp, by_amina)
    assert (kept.answers, kept.answered_by_id, kept.supervisor_id) == (SEEN, None, None)
