"""Frozen figures: what is published of whom, that it never changes, and that it can be made anew."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.db import session
from academy.errors import NotFound
from academy.learning import service as learning
from academy.learning.models import Attempt, AttemptState, Enrolment
from academy.snapshots import service
from academy.snapshots.models import Snapshot, Tranche, Watermark
from academy.snapshots.queries import counting, frozen
from tests.world import World

AT = clock.now()


def enrol(world: World, agency: Agency, count: int, *, is_done: bool = False) -> None:
    """Enrol so many more people, who complete the course at once where they are ``is_done``."""
    with db.writing():
        for _each in range(count):
            person = Person(call_sign=f"x-{uuid4().hex[:12]}", legal_name="Somebody", created_at=AT)
            session.add(person)
            session.flush()
            new = learning.enrol(
                person_id=person.id, agency_id=agency.id, edition=world.edition, by=None, at=AT
            )
            new.completed_at = AT if is_done else None


def freeze(world: World, head: Agency | None, title: str = "Capacity") -> Snapshot:
    with db.writing():
        return service.freeze(head=head, title=title, by=world.actor(world.ada), at=clock.now())


def told(snapshot: Snapshot, measure: str = "enrolled") -> dict[str, int]:
    """Return what a snapshot says of a measure over all courses, by row."""
    figures = snapshot.document["figures"]
    return {
        each["row"]: each["count"] for each in figures if (each["measure"], each["of"]) == (measure, "all")
    }


def test_few_people_are_not_told_of_until_they_are_enough(world: World) -> None:
    north, rangers = str(world.north.id), str(world.rangers.id)
    enrol(world, world.north, 6)
    first = freeze(world, None)
    assert told(first) == {"total": 6, "country:XA": 6, rangers: 6, north: 6}, "Amina and Dina wait"
    enrol(world, world.north, 3)
    assert told(freeze(world, None, "Again")) == told(first), "three more of one unit wait"
    enrol(world, world.north, 2)
    assert told(freeze(world, None, "Later"))[north] == 11


def test_agencies_with_few_are_put_together_where_that_hides_them(world: World) -> None:
    enrol(world, world.north, 3)
    enrol(world, world.rangers, 2)
    enrol(world, world.inspectors, 1)  # 3 in the north, 3 rangers with Amina, 2 inspectors with Dina
    snapshot = freeze(world, None)
    together = "+".join(sorted(str(each.id) for each in (world.north, world.rangers, world.inspectors)))
    assert told(snapshot) == {"total": 8, together: 8}
    assert told(freeze(world, world.rangers, "Own")) == {}, "their people are only known with the inspectors'"


def test_frozen_is_frozen_and_can_be_made_anew(world: World) -> None:
    enrol(world, world.north, 7, is_done=True)
    first = freeze(world, world.rangers)
    kept = json.dumps(first.document, sort_keys=True)
    enrol(world, world.north, 8)
    second = freeze(world, world.rangers, "Later")
    session.expire_all()
    assert json.dumps(session.get_one(Snapshot, first.id).document, sort_keys=True) == kept
    assert second.taken_at > first.taken_at
    assert told(second)["total"] == 15
    assert told(second, "completed")["total"] == 7
    assert service.faults() == []
    with db.writing():
        tranche = session.query(Tranche).filter_by(snapshot_id=first.id, measure="enrolled").one()
        tranche.count += 1
    assert {fault.title for fault in service.faults()} == {"Capacity", "Later"}


def test_a_changed_document_is_found(world: World) -> None:
    enrol(world, world.north, 7)
    snapshot = freeze(world, world.rangers)
    with db.writing():
        kept = session.get_one(Snapshot, snapshot.id)
        kept.document = {**kept.document, "title": "Better capacity"}
    assert [fault.snapshot_id for fault in service.faults()] == [snapshot.id]


def test_a_double_click_freezes_once(world: World) -> None:
    assert freeze(world, None).id == freeze(world, None).id
    assert freeze(world, world.rangers).id != freeze(world, None).id


def test_two_freezes_at_once_count_nobody_twice(app: Flask, world: World) -> None:
    enrol(world, world.north, 7)
    session.remove()

    def one(title: str) -> None:
        with app.app_context():
            with db.writing():
                service.freeze(head=None, title=title, by=None, at=AT)
            session.remove()

    with ThreadPoolExecutor(max_workers=2) as both:
        list(both.map(one, ["One", "Other"]))
    counts = session.scalars(select(Tranche.count).where(Tranche.measure == "enrolled")).all()
    moments = session.scalars(select(Snapshot.taken_at)).all()
    assert counts == [7]
    assert len(set(moments)) == 2, "each has a moment of its own"
    assert service.faults() == []


def test_a_preview_is_what_is_published_and_keeps_nothing(world: World) -> None:
    enrol(world, world.north, 7)
    before = service.preview(head=world.rangers)
    assert session.query(Watermark).count() == 0
    assert freeze(world, world.rangers).document["figures"] == before["figures"]


def test_somebody_counts_once_for_a_course(world: World) -> None:
    enrol(world, world.north, 5)
    again = session.query(Person).filter(Person.call_sign.startswith("x-")).first()
    assert again is not None
    with db.writing():
        session.query(Enrolment).filter_by(person_id=again.id).one().completed_at = AT
        learning.enrol(
            person_id=again.id,
            agency_id=world.inspectors.id,
            edition=world.edition,
            by=None,
            at=AT + timedelta(days=1),
        )
    assert told(freeze(world, None))["total"] == 5


def test_who_sees_which_snapshots(app: Flask, world: World) -> None:
    whole, rangers, north = (freeze(world, head, "T") for head in (None, world.rangers, world.north))
    ada, boris, carla = (world.actor(each) for each in (world.ada, world.boris, world.carla))
    assert {each.id for each in frozen.snapshots_for(ada)} == {whole.id, rangers.id, north.id}
    assert {each.id for each in frozen.snapshots_for(boris)} == {rangers.id, north.id}
    assert frozen.snapshots_for(carla) == []
    for strange in (whole.id, uuid4()):
        with pytest.raises(NotFound):
            frozen.snapshot_for(boris, strange)
    with pytest.raises(NotFound):
        frozen.branch_for(boris, world.inspectors.id)
    with pytest.raises(NotFound):
        frozen.branch_for(boris, None)


def test_gain_is_of_first_scores_and_of_enough_people(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_pairs", lambda: iter([(world.edition.id, "before", "gate-quiz")]))
    enrol(world, world.north, 6)
    ours = session.scalars(select(Enrolment.id).where(Enrolment.agency_id == world.north.id)).all()
    with db.writing():
        for enrolment_id in ours:
            for activity, number, score in (
                ("before", 1, 0.25),
                ("gate-quiz", 1, 0.75),
                ("gate-quiz", 2, 1.0),
            ):
                session.add(
                    Attempt(
                        enrolment_id=enrolment_id, edition_id=world.edition.id, activity=activity, number=number,
                        state=AttemptState.GRADED, seed=1, locale="en", rendition_digest="d", started_at=AT, submitted_at=AT,
                        score=score,
                    )
                )  # fmt: skip
    snapshot = freeze(world, world.rangers)
    gains = [
        each for each in snapshot.document["figures"] if (each["measure"], each["row"]) == ("gain", "total")
    ]
    assert {(each["count"], each["before"], each["after"]) for each in gains} == {(6, 25.0, 75.0)}
    session.expire_all()
    assert service.faults() == [], "means come back from the database as they were"
