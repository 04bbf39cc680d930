"""The pages of evaluation: who enters, what is shown, what is withheld, what leaves."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from academy import db
from academy.accounts.models import Membership
from academy.audit.models import AuditEvent
from academy.db import session
from academy.evaluation.models import CaseReport, FollowUp
from academy.evaluation.rules import QUESTIONS
from tests.followed import SEEN, answered, completed, follow_up
from tests.lens import Lens
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[..., Lens]
NOW = datetime(2036, 6, 1, 8, tzinfo=UTC)
PAGE = "/en/agency/evaluation/"
CASES = "/en/agency/evaluation/cases"
COUNTS = {"period": "2036-q1", "cases_opened": "7311", "files_sent": "4", "source": "Register zq-canary"}


@pytest.fixture(autouse=True)
def june(app: Flask) -> Iterator[None]:
    """Set the clock, in a world whose people serve since long."""
    with db.writing():
        session.execute(update(Membership).values(starts_on=date(2025, 1, 1)))
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_supervisor_answers_and_mends(world: World, lens_of: LensOf) -> None:
    made = follow_up(world.enrolment.id, opens_on=NOW.date())
    lens = lens_of(world.boris)
    home = lens.get("/en/home")
    assert "1 follow-up to answer" in home.text
    page = lens.get("/en/follow-ups/")
    assert "Amina Prvić (amina)" in page.text
    form = lens.get(f"/en/follow-ups/{made}")
    assert "group" in form.text
    refused = form.submit(str(made), {"scene": "once"}, status=422)
    assert refused.text.count("Please answer this one.") == len(QUESTIONS) - 1
    assert "Answered" in refused.submit(str(made), SEEN).text
    again = lens.get(f"/en/follow-ups/{made}")
    session.rollback()
    with db.writing():
        kept = session.get_one(FollowUp, made)
        kept.answers, kept.answered_at = {**SEEN, "scene": "never"}, datetime(2036, 6, 1, 9, tzinfo=UTC)
    assert "in another window" in again.submit(str(made), {**SEEN, "scene": "several"}, status=409).text
    assert "follow-up to answer" not in lens.get("/en/home").text


def test_nobody_else_sees_an_answer(world: World, lens_of: LensOf) -> None:
    made = follow_up(world.enrolment.id, opens_on=NOW.date())
    for who in (world.carla, world.amina, world.trajce, world.ada):
        lens_of(who).get(f"/en/follow-ups/{made}", status=404)
        assert "Amina Prvić (amina)" not in lens_of(who).get("/en/follow-ups/").text
    with db.writing():
        kept = session.get_one(FollowUp, made)
        kept.answers, kept.answered_at, kept.answered_by_id = SEEN, NOW, world.ada.id
    lens_of(world.boris).get(f"/en/follow-ups/{made}", status=409)
    assert "Nobody to answer for" in lens_of(world.boris).get("/en/follow-ups/").text


def test_officers_read_what_is_asked(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.amina)
    assert "/en/follow-ups/questions" in lens.get("/en/courses/small/").links()
    assert "groups of 5 or more" in lens.get("/en/follow-ups/questions").text


def test_groups_of_one_agency_are_nowhere_at_another(world: World, lens_of: LensOf) -> None:
    """Six of the inspectors are told of, four of the rangers are not, and neither page knows the other."""
    with db.writing():
        answered(world, world.inspectors, 6, datetime(2035, 6, 2, tzinfo=UTC), step="never")
        answered(world, world.north, 4, datetime(2035, 6, 2, tzinfo=UTC))
    theirs = lens_of(world.carla).get(PAGE)
    assert "6 answers, without names." in theirs.text
    assert "Officer" not in theirs.text
    mine = lens_of(world.boris).get(PAGE)
    assert "6 answers" not in mine.text
    assert "of 4" in mine.text
    assert "No quarter that is over" in mine.text
    assert "Inspectors" not in mine.html


def test_foreign_and_unknown_look_the_same(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris)
    texts = {
        lens.get(f"{PAGE}?branch={each}", status=404).text for each in (world.inspectors.id, uuid4(), "x")
    }
    texts |= {
        lens.get(f"{PAGE}?course=elsewhere", status=404).text,
        lens.get(f"{CASES}?branch=x", status=404).text,
    }
    assert len(texts) == 1


def test_trainers_see_their_cohort(world: World, lens_of: LensOf) -> None:
    page = lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/evaluation")
    assert "3. Behaviour" in page.text
    assert "4. Results" not in page.text
    lens_of(world.boris).get(f"/en/cohorts/{world.cohort.id}/evaluation", status=403)


def test_an_agency_reports_and_corrects(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.boris)
    page = lens.get(CASES)
    assert "The report is kept." in page.submit(CASES, COUNTS).text
    assert "reported already" in lens.get(CASES).submit(CASES, {**COUNTS, "files_sent": "5"}, status=422).text
    report = session.scalars(select(CaseReport)).one()
    form = lens.get(f"{CASES}/{report.id}")
    assert "integer" in form.submit(str(report.id), {"cases_opened": "many"}, status=422).text
    assert "The report is corrected." in form.submit(str(report.id), {"cases_opened": "7312"}).text
    assert (
        "A colleague has corrected" in form.submit(str(report.id), {"cases_opened": "7313"}, status=409).text
    )
    history = lens.get(f"{CASES}/{report.id}").text
    assert "7,311" in history
    assert "7,312" in history
    shown = lens.get(PAGE).text
    assert "7,312" in shown
    assert "zq-canary" in shown
    foreign = lens_of(world.carla)
    for path in (PAGE, CASES, "/en/home"):
        assert "zq-canary" not in foreign.get(path).html
    foreign.get(f"{CASES}/{report.id}", status=404)
    assert "7,312" in lens_of(world.ada).get("/en/administration/case-reports").text


def test_a_coordinator_names_a_supervisor(world: World, lens_of: LensOf) -> None:
    completed(world.enrolment.id, datetime(2036, 3, 1, tzinfo=UTC))
    made = follow_up(world.enrolment.id, opens_on=NOW.date())
    lens = lens_of(world.boris)
    path = f"/en/agency/evaluation/supervisors/{world.enrolment.id}"
    assert path in lens.get("/en/agency/evaluation/supervisors").links()
    page = lens.get(path)
    assert "carla" not in page.html
    page.submit(path, {"supervisor": str(world.carla.id)}, status=422)
    assert "boris" in page.submit(path, {"supervisor": str(world.boris.id)}).text
    session.rollback()
    assert session.get_one(FollowUp, made).supervisor_id == world.boris.id
    lens_of(world.carla).get(path, status=404)


def test_the_page_is_taken_away_without_names(world: World, lens_of: LensOf) -> None:
    with db.writing():
        answered(world, world.north, 5, datetime(2035, 6, 2, tzinfo=UTC))
    lens = lens_of(world.boris, stepped_up=True)
    lens.get(PAGE)
    said = {"course": "small", "branch": str(world.rangers.id), "csrf_token": lens.token()}
    sent = lens.client.post(f"{PAGE}export", data={**said, "kind": "csv"})
    assert sent.status_code == 200
    rows = list(csv.DictReader(io.StringIO(sent.get_data(as_text=True).removeprefix("\ufeff"))))
    found = {(row["Level"], row["Group"], row["Measure"]): row["Value"] for row in rows if not row["What"]}
    assert found["Behaviour", "After 3 months", "Answered"] == "5"
    assert found["Behaviour", "After 6 months", "Answers counted below"].startswith("withheld")
    assert "Officer" not in sent.get_data(as_text=True)
    book = lens.client.post(f"{PAGE}export", data={**said, "kind": "xlsx"})
    assert book.get_data().startswith(b"PK")
    session.rollback()
    events = session.scalars(select(AuditEvent).where(AuditEvent.object_type == "evaluation")).all()
    assert [event.verb for event in events] == ["export", "export"]


def test_the_page_costs_the_same_for_many(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.carla)
    lens.get(PAGE)
    with statements() as few:
        lens.get(PAGE)
    with db.writing():
        answered(world, world.inspectors, 12, datetime(2035, 6, 2, tzinfo=UTC))
    with statements() as many:
        lens.get(PAGE)
    assert len(many) == len(few)
    assert len(many) < 25, len(many)


def test_a_closed_follow_up_is_gone(world: World, lens_of: LensOf) -> None:
    made = follow_up(world.enrolment.id, opens_on=date(2036, 1, 1))
    lens_of(world.boris).get(f"/en/follow-ups/{made}", status=404)
