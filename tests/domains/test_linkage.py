"""Linkage boards on record: begun, saved item by item, handed in once; what others of a cohort made of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from academy import clock, db
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Conflict
from academy.learning import queries as learning
from academy.learning import service as records
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.rules import NO_DATES, WHOLE_COURSE, Dates
from academy.learning.service import Receipt, Save
from academy.linkage import queries, service
from academy.linkage.content import LinkageContent
from academy.quizzes.service import move_deadlines
from tests.kinds import BOARD, Field, in_the_field, learner
from tests.world import World

TRUTH = {
    "ford": "A",
    "mill": "A",
    "ridge": "A",
    "orchard": "B",
    "reeds": "B",
    "quarry": "alone",
    "lake": "open",
}


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


def begin(field: Field, enrolment: Enrolment, dates: Dates = NO_DATES) -> Attempt:
    read = reading(edition_id=field.cohort.edition_id, locale="en")
    return service.start(
        enrolment=session.get_one(Enrolment, enrolment.id), activity=BOARD, board=board_in(field), reading=read, at=clock.now(),
        dates=dates,
    )  # fmt: skip


def board_in(field: Field) -> LinkageContent:
    found = field.course.activity(BOARD)
    assert found is not None
    assert isinstance(found[1].content, LinkageContent)
    return found[1].content


def save(attempt: Attempt, item: str, payload: Any, *, sequence: int = 1, key: str = "", sure: int | None = None) -> Receipt:  # fmt: skip
    save_ = Save(item, payload, "device-01", sequence, key or uuid4().hex, certainty=sure)
    return records.save_response(attempt=attempt, save=save_, at=clock.now())


def handed_in(field: Field, enrolment: Enrolment, places: Mapping[str, str]) -> Attempt:
    with db.writing():
        attempt = begin(field, enrolment)
        for key, place in places.items():
            save(attempt, f"incident:{key}", place)
        return service.hand_in(attempt=attempt, board=board_in(field), at=clock.now())


def test_from_the_first_save_to_the_record(field: Field) -> None:
    with db.writing():
        attempt = begin(field, field.amina)
        assert begin(field, field.amina).id == attempt.id, "a double click begins one"
        for key, place in TRUTH.items():
            save(attempt, f"incident:{key}", place)
        for feature in board_in(field).features:
            save(attempt, f"feature:{feature.key}", feature.truth.value)
        for letter, links in (("A", ["blue-thread"]), ("B", ["corridor", "knots"])):
            save(attempt, f"series:{letter}", {"links": links, "sentence": "The same thread."}, sure=3)
    with db.writing():
        attempt = service.hand_in(
            attempt=learning.attempt_in_turn(attempt.id), board=board_in(field), at=clock.now()
        )
    assert (attempt.score, attempt.is_passed) == (pytest.approx(1), True)
    assert learning.completions(field.amina.id)[BOARD] == pytest.approx(1)
    found = queries.handed_in(field.cohort.id, BOARD)
    assert [(each.call_sign, each.places) for each in found] == [("amina", TRUTH)]
    assert found[0].arguments["A"] == {
        "links": ["blue-thread"],
        "sentence": "The same thread.",
        "certainty": 3,
    }


def test_a_retry_is_the_same_save_and_what_comes_late_does_not_count(field: Field) -> None:
    with db.writing():
        attempt = begin(field, field.amina)
        first = save(attempt, "incident:ford", "A", key="k" * 32)
        assert save(attempt, "incident:ford", "A", key="k" * 32) == first
        with pytest.raises(Conflict):
            save(attempt, "incident:ford", "B", key="k" * 32)
    with db.writing():
        closed = service.hand_in(
            attempt=learning.attempt_in_turn(attempt.id), board=board_in(field), at=clock.now()
        )
        late = save(closed, "incident:ford", "B", sequence=2)
        assert (late.is_late, late.counts) == (True, False)
        with pytest.raises(Conflict):
            service.hand_in(attempt=closed, board=board_in(field), at=clock.now())
    assert queries.saved_sorting(attempt.id, board_in(field)).places == {"ford": "A"}


def test_two_tabs_touch_different_things(field: Field) -> None:
    """Each change is an item of its own: a stale tab takes back nothing but what it changes itself."""
    with db.writing():
        attempt = begin(field, field.amina)
        save(attempt, "incident:ford", "A", sequence=1)
        save(attempt, "incident:mill", "A", sequence=2)
        stale = records.save_response(
            attempt=attempt, save=Save("incident:ford", "B", "device-02", 1, uuid4().hex), at=clock.now()
        )
    assert stale.counts, "of two that did not know of each other the devices’ names decide"
    assert queries.saved_sorting(attempt.id, board_in(field)).places == {"ford": "B", "mill": "A"}


def test_attempts_by_an_override_end_somewhere(field: Field) -> None:
    for _number in (1, 2):
        handed_in(field, field.amina, {})
    with db.writing(), pytest.raises(Conflict, match="boards-used"):
        begin(field, field.amina, Dates(attempts=2))


def test_others_are_the_cohort_at_its_first_attempt(field: Field, world: World) -> None:
    """Not she herself, not what somebody did once the truth was known, and nobody without a cohort."""
    own = handed_in(field, field.amina, TRUTH)
    handed_in(field, field.dina, {"ford": "C", "lake": "C"})
    handed_in(field, field.dina, TRUTH)
    with db.writing():
        third = learner(field, "edo", world.rangers)
    handed_in(field, third, {})
    assert sorted(queries.others_places(own), key=len) == [{}, {"ford": "C", "lake": "C"}]
    with db.writing():
        session.get_one(Enrolment, field.amina.id).cohort_id = None
    assert queries.others_places(own) == []


def test_an_override_of_the_whole_course_leaves_an_open_board_alone(field: Field) -> None:
    """Quizzes move their deadlines then; a board has none."""
    with db.writing():
        begin(field, field.amina)
        move_deadlines([field.amina.id], WHOLE_COURSE, clock.now())
        session.get_one(Cohort, field.cohort.id)


def test_a_board_is_exported_and_forgotten_with_the_record(field: Field) -> None:
    handed_in(field, field.amina, TRUTH)
    assert "incident:ford" in str(learning.personal_data(field.amina.person_id))
    with db.writing():
        records.erase_person(person_id=field.amina.person_id, at=clock.now())
    assert queries.handed_in(field.cohort.id, BOARD) == []
