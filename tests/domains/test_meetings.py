"""Meetings on record: dates, lists, the code in the room, and what they complete."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound
from academy.learning import service as learning
from academy.learning.models import Completion, Enrolment, PriorLearning
from academy.meetings import queries, service
from academy.meetings.models import Attendance, Meeting
from academy.meetings.rules import counts
from academy.meetings.service import Moved, Tick
from tests.kinds import MEETING, PRACTICAL, Field, date_from, in_the_field
from tests.world import World


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


def note(world: World, meeting_id: UUID, **presences: tuple[str | None, str]) -> int:
    """Save a list: call-sign → (as it was shown, as it was ticked)."""
    with db.writing():
        meeting = queries.trained_meeting(world.actor(world.trajce), meeting_id)
        people = {each.call_sign: each.enrolment_id for each in queries.list_of(meeting)}
        ticks = {people[name]: Tick(presence=now, was=was) for name, (was, now) in presences.items()}
        return service.tick(meeting=meeting, ticks=ticks, by=world.actor(world.trajce), at=clock.now())


def is_done(enrolment: Enrolment) -> bool:
    session.rollback()
    return session.get(Completion, (enrolment.id, MEETING)) is not None


def presence(field: Field, enrolment: Enrolment) -> str | None:
    session.rollback()
    session.expire_all()
    held = session.get(Attendance, (field.meeting.id, enrolment.id))
    return held.presence if held else None


def test_one_list_in_one_step(world: World, field: Field) -> None:
    assert note(world, field.meeting.id, amina=(None, "present"), dina=(None, "absent")) == 2
    assert is_done(field.amina)
    assert not is_done(field.dina)
    # a second click, and a list on which nothing changed
    assert note(world, field.meeting.id, amina=(None, "present"), dina=(None, "absent")) == 0
    assert note(world, field.meeting.id, amina=("present", "present"), dina=("absent", "absent")) == 0


def test_a_stale_list_takes_nothing_back(world: World, field: Field) -> None:
    """Whoever used the code after the list was opened stays present."""
    with db.writing():
        meeting, enrolment = queries.own_meeting(world.actor(world.amina), field.meeting.id)
        assert service.check_in(meeting=meeting, enrolment=enrolment, at=clock.now()) == "present"
    with db.writing():
        held = session.get_one(Attendance, (field.meeting.id, field.amina.id))
        assert held.noted_by_id == world.amina.id
    assert note(world, field.meeting.id, dina=(None, "late")) == 1
    with pytest.raises(Moved) as refused:
        note(world, field.meeting.id, amina=(None, "absent"), dina=("late", "excused"))
    assert refused.value.enrolments == {field.amina.id}
    assert (presence(field, field.amina), presence(field, field.dina)) == ("present", "late")


def test_late_by_the_code(app: Flask, world: World) -> None:
    field = in_the_field(app, world, starts_in=timedelta(minutes=-20))
    with db.writing():
        meeting, enrolment = queries.own_meeting(world.actor(world.amina), field.meeting.id)
        assert service.check_in(meeting=meeting, enrolment=enrolment, at=clock.now()) == "late"
        assert service.check_in(meeting=meeting, enrolment=enrolment, at=clock.now()) == "late"
    assert is_done(field.amina)


def test_a_correction_takes_back_what_only_the_list_gave(world: World, field: Field) -> None:
    note(world, field.meeting.id, amina=(None, "present"))
    note(world, field.meeting.id, amina=("present", "absent"))
    assert not is_done(field.amina)
    session.expire_all()
    assert session.get_one(Enrolment, field.amina.id).done_count == 0


def test_another_date_still_stands_behind_it(world: World, field: Field) -> None:
    with db.writing():
        other = service.arrange(
            cohort=field.cohort, activity=MEETING, date=date_from(clock.now() - timedelta(days=1)),
            by=world.actor(world.trajce), at=clock.now(),
        )  # fmt: skip
    note(world, other.id, amina=(None, "late"))
    note(world, field.meeting.id, amina=(None, "present"))
    note(world, field.meeting.id, amina=("present", "excused"))
    assert is_done(field.amina)


def test_prior_learning_still_stands_behind_it(world: World, field: Field) -> None:
    note(world, field.meeting.id, amina=(None, "present"))
    with db.writing():
        session.add(
            PriorLearning(
                enrolment_id=field.amina.id,
                activity=MEETING,
                evidence="e",
                reason="r",
                recorded_at=clock.now(),
            )
        )
    note(world, field.meeting.id, amina=("present", "absent"))
    assert is_done(field.amina)


def test_a_completed_course_stays(world: World, field: Field) -> None:
    with db.writing():
        enrolment = session.get_one(Enrolment, field.amina.id)
        learning.complete(enrolment=enrolment, activity=PRACTICAL, at=clock.now(), score=1)
    note(world, field.meeting.id, amina=(None, "present"))
    note(world, field.meeting.id, amina=("present", "absent"))
    assert presence(field, field.amina) == "absent"
    assert is_done(field.amina)
    assert session.get_one(Enrolment, field.amina.id).completed_at is not None


@pytest.mark.parametrize(
    "steps",
    [
        ("present", "absent", "late"),
        ("absent", "excused"),
        ("late", "present", "absent", "excused", "present"),
    ],
)
def test_what_is_noted_last_decides(world: World, field: Field, steps: tuple[str, ...]) -> None:
    """Whatever a list goes through, the activity is done exactly where she counts as having been there."""
    before: str | None = None
    for step in steps:
        note(world, field.meeting.id, dina=(before, step))
        assert is_done(field.dina) is counts(step)
        before = step


def test_two_clicks_arrange_once(world: World, field: Field) -> None:
    date = date_from(clock.now() + timedelta(days=7))
    made = set()
    for _click in range(2):
        with db.writing():
            made.add(
                service.arrange(
                    cohort=field.cohort,
                    activity=MEETING,
                    date=date,
                    by=world.actor(world.trajce),
                    at=clock.now(),
                ).id
            )
    assert len(made) == 1


def test_dates_that_cannot_be(world: World, field: Field) -> None:
    for hours, reason in ((0, "ends-before-start"), (24 * 30, "meeting-too-long")):
        with pytest.raises(Invalid, match=reason), db.writing():
            service.arrange(
                cohort=field.cohort, activity=MEETING, date=date_from(clock.now(), hours), by=world.actor(world.trajce), at=clock.now()
            )  # fmt: skip


def test_a_change_raises_the_revision_and_a_stale_one_is_refused(world: World, field: Field) -> None:
    actor = world.actor(world.trajce)
    date = date_from(clock.now() + timedelta(days=1))
    for _click in range(2):  # the second one changes nothing
        with db.writing():
            service.change(
                meeting=queries.trained_meeting(actor, field.meeting.id),
                date=date,
                based_on=1,
                by=actor,
                at=clock.now(),
            )
    with pytest.raises(Conflict, match="meeting-moved"), db.writing():
        service.change(
            meeting=queries.trained_meeting(actor, field.meeting.id), date=date_from(clock.now()), based_on=1, by=actor, at=clock.now()
        )  # fmt: skip
    with db.writing():
        meeting = queries.trained_meeting(actor, field.meeting.id)
        assert meeting.revision == 2
        service.cancel(meeting=meeting, by=actor, at=clock.now())
        service.cancel(meeting=meeting, by=actor, at=clock.now())
        assert meeting.revision == 3
    with pytest.raises(Conflict, match="meeting-cancelled"):
        note(world, field.meeting.id, amina=(None, "present"))


def test_when_a_code_is_taken(world: World, field: Field) -> None:
    at = clock.now()
    with db.writing():
        meeting = session.get_one(Meeting, field.meeting.id)
        assert not service.takes_code(meeting, at=at)
        service.open_code(meeting=meeting, at=at)
        assert service.takes_code(meeting, at=at + timedelta(minutes=30))
        assert not service.takes_code(meeting, at=at + timedelta(minutes=31))
        service.close_code(meeting=meeting)
        assert not service.takes_code(meeting, at=at)
        for wrong in (meeting.starts_at - timedelta(hours=2), meeting.ends_at + timedelta(hours=2)):
            with pytest.raises(Conflict, match="code-not-now"):
                service.open_code(meeting=meeting, at=wrong)


def test_upcoming(world: World, field: Field) -> None:
    assert [each.id for each in queries.upcoming(cohort_ids=[field.cohort.id], since=clock.now())] == [
        field.meeting.id
    ]
    assert queries.upcoming(cohort_ids=[field.cohort.id], since=clock.now() + timedelta(days=1)) == []
    assert queries.upcoming(cohort_ids=[world.cohort.id], since=clock.now()) == []
    assert queries.upcoming(cohort_ids=[], since=clock.now()) == []


def test_whose_meeting(world: World, field: Field) -> None:
    assert queries.own_meeting(world.actor(world.amina), field.meeting.id)[1].id == field.amina.id
    assert queries.trained_meeting(world.actor(world.trajce), field.meeting.id).id == field.meeting.id
    for find, person in (
        (queries.own_meeting, world.boris), (queries.own_meeting, world.trajce),
        (queries.trained_meeting, world.amina), (queries.trained_meeting, field.vera),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            find(world.actor(person), field.meeting.id)


def test_export_and_erasure(world: World, field: Field) -> None:
    note(world, field.meeting.id, amina=(None, "present"), dina=(None, "late"))
    session.rollback()
    assert queries.personal_data(world.amina.id)["attendance"]
    assert len(queries.personal_data(world.trajce.id)["lists_ticked"]) == 1  # type: ignore[arg-type]
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=clock.now())
        service.erase_person(person_id=world.trajce.id, at=clock.now())
    left = session.scalars(select(Attendance)).all()
    assert [(each.enrolment_id, each.noted_by_id) for each in left] == [(field.dina.id, None)]
