"""Going on in a newer edition: nothing earned is taken back, and everything stays to be found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from academy import db
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.learning import queries, service
from academy.learning.models import Attempt, Cohort, Completion, Enrolment, EnrolmentMove
from academy.learning.service import Grade, ItemMark, Save
from tests.editions import publish, with_activity, with_settings, without
from tests.world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = ("first-lesson", "gate-quiz", "second-lesson", "kinds-quiz")


def finish(enrolment_id: UUID, *slugs: str) -> None:
    """Complete activities."""
    for slug in slugs:
        with db.writing():
            service.complete(enrolment=session.get_one(Enrolment, enrolment_id), activity=slug, at=AT)


def shown(world: World, edition: Edition) -> queries.Moving:
    """Return what a trainer is shown before the move."""
    cohort = session.get_one(Cohort, world.cohort.id)
    return queries.cohort_moving(cohort, session.get_one(Edition, edition.id), on=AT.date())


def move(world: World, edition: Edition, seen: str) -> None:
    """Move the cohort, as its trainer."""
    with db.writing():
        service.move_cohort(
            cohort=session.get_one(Cohort, world.cohort.id), edition=session.get_one(Edition, edition.id), seen=seen,
            by=world.actor(world.trajce), at=AT,
        )  # fmt: skip


def count(model: Any, *conditions: Any) -> int:
    """Count rows."""
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_what_it_means_is_shown_person_by_person(app: Flask, world: World) -> None:
    """Kept, gone, new, and whether the course is complete through it."""
    finish(world.enrolment.id, *ALL[:3])
    finish(world.foreign_enrolment.id, *ALL)
    edition = publish(app, without("kinds-quiz", "second-lesson"), at=AT)
    found = {each.call_sign: each.move for each in shown(world, edition).people}
    assert (found["amina"].kept, found["amina"].gone) == (ALL[:2], ("second-lesson",))
    assert found["amina"].becomes_complete
    assert found["dina"].is_finished


def test_moved_as_shown(app: Flask, world: World) -> None:
    """The cohort and everybody in it who is not finished; each move is on record, and completes what it completes."""
    finish(world.enrolment.id, *ALL[:3])
    finish(world.foreign_enrolment.id, *ALL)
    edition = publish(app, without("kinds-quiz"), at=AT)
    move(world, edition, shown(world, edition).digest)
    session.expire_all()
    amina, dina = (session.get_one(Enrolment, each.id) for each in (world.enrolment, world.foreign_enrolment))
    assert (amina.edition_id, amina.completed_at, amina.done_count) == (edition.id, AT, 3)
    assert (dina.edition_id, dina.completed_at, dina.done_count) == (world.edition.id, AT, 4)
    assert session.get_one(Cohort, world.cohort.id).edition_id == edition.id
    assert count(EnrolmentMove) == 1
    assert count(Completion) == 7


def test_anything_that_changes_is_shown_again(app: Flask, world: World) -> None:
    """A move that was looked at before somebody went on is a Conflict, and moves nobody."""
    edition = publish(app, without("kinds-quiz"), at=AT)
    seen = shown(world, edition).digest
    finish(world.enrolment.id, "first-lesson")
    with pytest.raises(Conflict, match="changed-since-shown"):
        move(world, edition, seen)
    session.expire_all()
    assert count(EnrolmentMove) == 0
    assert session.get_one(Cohort, world.cohort.id).edition_id == world.edition.id
    move(world, edition, shown(world, edition).digest)
    with pytest.raises(Conflict):  # a second click
        move(world, edition, seen)


def test_an_open_attempt_goes_on_in_its_own_edition(app: Flask, world: World) -> None:
    """It keeps its edition, can be answered and handed in, and what it passes counts where there is such an activity."""
    with db.writing():
        attempt = service.start_attempt(
            enrolment=session.get_one(Enrolment, world.enrolment.id), activity="gate-quiz", begun=service.Begun("en", "d", 1), at=AT,
        )  # fmt: skip
    edition = publish(app, without("gate-quiz"), at=AT)
    found = shown(world, edition)
    assert [each.has_open_attempt for each in found.people] == [True, False]
    move(world, edition, found.digest)
    amina = world.actor(world.amina)
    with db.writing():
        held = queries.own_attempt(amina, attempt.id)
        assert held.edition_id == world.edition.id
        assert held.enrolment.edition_id == edition.id
        assert not service.save_response(attempt=held, save=Save("gloves", "a", "A", 1, "k"), at=AT).is_late
        service.grade_attempt(
            attempt=held, grade=Grade(1.0, True, {"gloves": ItemMark("a", 1.0, True)}), at=AT
        )
    assert queries.completions(world.enrolment.id) == {"gate-quiz": 1.0}
    assert session.get_one(Enrolment, world.enrolment.id).done_count == 0
    assert count(Attempt, Attempt.edition_id == world.edition.id) == 1


def test_who_joins_later_gets_the_cohorts_edition(app: Flask, world: World) -> None:
    """And whoever is in no cohort may go on by herself."""
    edition = publish(app, without("kinds-quiz"), at=AT)
    amina = world.actor(world.amina)
    assert queries.place(amina, "small", locale="en").newer_edition is None, "her cohort decides"
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).cohort_id = None
    assert queries.place(amina, "small", locale="en").newer_edition == edition.number
    enrolment = session.get_one(Enrolment, world.enrolment.id)
    seen = queries.own_moving(enrolment, session.get_one(Edition, edition.id), on=AT.date()).digest
    for _click in range(2):
        with db.writing():
            held = session.get_one(Enrolment, world.enrolment.id)
            try:
                service.move_self(
                    enrolment=held, edition=session.get_one(Edition, edition.id), seen=seen, by=amina, at=AT
                )
            except Conflict:
                pytest.fail("a second click is the same move")
    assert count(EnrolmentMove) == 1
    assert queries.place(amina, "small", locale="en").newer_edition is None


class Undone(Exception):
    """Ends an example: nothing of it is kept."""


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("complete"), st.integers(0, 1), st.sampled_from(ALL)),
        st.tuples(st.just("prior"), st.integers(0, 1), st.sampled_from(ALL)),
        st.tuples(st.just("publish"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("move"), st.integers(0, 3), st.just("")),
        st.tuples(st.just("leave"), st.integers(0, 1), st.just("")),
        st.tuples(st.just("move-self"), st.integers(0, 1), st.just("")),
        st.tuples(st.just("recount"), st.integers(0, 1), st.just("")),
    ),
    max_size=14,
)


class Deeds:
    """What may happen to two learners of a cohort while editions come out."""

    def __init__(self, world: World, editions: list[UUID]) -> None:
        self.world, self.editions = world, editions
        self.learners = [world.enrolment.id, world.foreign_enrolment.id]
        self.trajce = world.actor(world.trajce)

    def do(self, deed: str, number: int, slug: str) -> None:
        """Do one of them, where it can be done."""
        enrolment = session.get_one(Enrolment, self.learners[number % 2])
        try:
            if deed == "complete":
                service.complete(enrolment=enrolment, activity=slug, at=AT)
            elif deed == "prior":
                service.record_prior_learning(
                    enrolment=enrolment, activity=slug, evidence="E", reason="R", by=self.trajce, at=AT
                )
            elif deed == "leave":
                enrolment.cohort_id = None
            elif deed == "recount":
                service.recount(enrolment_id=enrolment.id, at=AT + timedelta(days=1))
            else:
                self._editions(deed, number, enrolment)
        except (Conflict, Invalid):  # Invalid: the edition she is in has no such activity
            pass
        session.flush()

    def _editions(self, deed: str, number: int, enrolment: Enrolment) -> None:
        edition = session.get_one(Edition, self.editions[number])
        if deed == "publish":
            session.get_one(Course, edition.course_id).live_edition_id = edition.id
        elif deed == "move":
            cohort = session.get_one(Cohort, self.world.cohort.id)
            if edition in queries.newer_editions(session.get_one(Edition, cohort.edition_id)):
                seen = queries.cohort_moving(cohort, edition, on=AT.date()).digest
                service.move_cohort(cohort=cohort, edition=edition, seen=seen, by=self.trajce, at=AT)
        else:
            actor = self.world.actor([self.world.amina, self.world.dina][number % 2])
            place = queries.place(actor, "small", locale="en")
            live = queries.live_edition(enrolment.course_id)
            if place.newer_edition is not None and live is not None:
                seen = queries.own_moving(enrolment, live, on=AT.date()).digest
                service.move_self(enrolment=enrolment, edition=live, seen=seen, by=actor, at=AT)


def test_whatever_happens_nothing_is_taken_back(app: Flask, world: World) -> None:
    """Any sequence of publishing, moving, completing and recounting: completions only grow, and a completed course
    stays completed on that day, in an edition that can be read."""
    editions = [
        world.edition.id,
        publish(app, without("kinds-quiz"), at=AT).id,
        publish(app, with_activity("second-lesson", is_required=False), at=AT).id,
        publish(app, with_settings(hours=9), at=AT).id,
    ]
    deeds = Deeds(world, editions)

    def state() -> dict[UUID, tuple[set[str], datetime | None, UUID]]:
        session.expire_all()
        return {
            each: (set(queries.completions(each)), held.completed_at, held.edition_id)
            for each in deeds.learners
            for held in [session.get_one(Enrolment, each)]
        }

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(steps=DEEDS)
    def example(steps: list[tuple[str, int, str]]) -> None:
        with pytest.raises(Undone), db.writing():
            before = state()
            for step in steps:
                deeds.do(*step)
                after = state()
                for each in deeds.learners:
                    _kept(each, before[each], after[each])
                before = after
            raise Undone

    example()


def _kept(
    enrolment_id: UUID,
    before: tuple[set[str], datetime | None, UUID],
    after: tuple[set[str], datetime | None, UUID],
) -> None:
    assert before[0] <= after[0]
    if before[1] is not None:
        assert after[1:] == before[1:], "a finished enrolment neither moves nor opens again"
    course = reading(edition_id=after[2], locale="en").course
    held = session.get_one(Enrolment, enrolment_id)
    required = {activity.slug for _module, activity in course.activities() if activity.is_required}
    assert held.done_count == len(required & after[0])
    assert (held.completed_at is None) or before[1] is not None or required <= after[0]
