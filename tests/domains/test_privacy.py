"""Export, erasure, the ledger and its replay."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.app import HOLDERS as REGISTERED
from academy.audit.models import AuditEvent
from academy.courses import rules
from academy.courses.models import CourseDraft, DraftRevision, Publication
from academy.courses.service import drafts
from academy.db import session
from academy.errors import NotFound
from academy.learning.models import Enrolment
from academy.privacy import queries, service
from tests.world import World

#: Who holds something of people, in the order of erasure.
HOLDERS = [holder.name for holder in REGISTERED]


def erase(person: Person, *, world: World) -> None:
    with db.writing():
        service.erase_person(person_id=person.id, by=world.actor(world.ada), at=clock.now(), reason="request")
    session.expire_all()


def test_holders_are_erased_account_last(base_app: Flask) -> None:
    assert [holder.name for holder in service.holders()] == HOLDERS
    assert len(set(HOLDERS)) == len(HOLDERS)
    assert (HOLDERS[0], HOLDERS[-1]) == ("letters", "accounts")
    assert HOLDERS.index("cases") < HOLDERS.index("learning")  # a team's log is read before its events go


def test_export_holds_every_domain_and_is_json(world: World) -> None:
    held = service.export_person(world.amina.id)
    assert list(held) == HOLDERS
    text = json.dumps(held, ensure_ascii=False)
    assert "Amina Prvić" in text
    assert "Dina" not in text


def test_erasure_leaves_a_nameless_account_and_a_line(world: World) -> None:
    erase(world.amina, world=world)
    person = session.get_one(Person, world.amina.id)
    assert person.erased_at is not None
    assert person.legal_name == ""
    assert session.scalar(select(Enrolment.id).where(Enrolment.person_id == world.amina.id)) is None
    ((person_id, _erased_at, reason),) = queries.ledger()
    assert (person_id, reason) == (world.amina.id, "request")
    (line,) = session.scalars(select(AuditEvent).where(AuditEvent.verb == "erase-person"))
    assert (line.actor_id, line.object_id) == (world.ada.id, str(world.amina.id))
    assert line.fields == sorted(HOLDERS)


def test_what_she_wrote_stays_without_her_name(world: World) -> None:
    """A save, a file, a wish to publish: exported as where and when, and afterwards nobody's."""
    by, course_id = world.actor(world.trajce), world.edition.course_id
    with db.writing():
        document = rules.thaw(world.edition.document)
        altered = document.model_copy(update={"summary": "Altered.", "slug": "other"})
        course = drafts.begin(
            slug="other", title="Other", agency_id=None, source_locale="en", level="basic", track=None, by=by, at=clock.now()
        )  # fmt: skip
        drafts.fill(course=course, document=altered, by=by, at=clock.now())
        session.add(
            Publication(
                course_id=course_id, digest="0" * 64, notes="Please", asked_at=clock.now(), asked_by_id=by.person_id
            )
        )  # fmt: skip
    held = service.export_person(world.trajce.id)["courses"]
    assert [each["course"] for each in held["courses_edited"]] == ["other"]  # type: ignore[attr-defined]
    assert {each["activity"] for each in held["saves"]} >= {"first-lesson", "gate-quiz"}  # type: ignore[attr-defined]
    assert held["files_added"]
    assert [each["notes"] for each in held["publications"]] == ["Please"]  # type: ignore[attr-defined]
    sources = list(session.scalars(select(DraftRevision.source)))
    erase(world.trajce, world=world)
    assert not any(service.export_person(world.trajce.id)["courses"].values())  # type: ignore[attr-defined]
    assert list(session.scalars(select(DraftRevision.source))) == sources
    assert session.scalar(select(CourseDraft.edited_by_id).where(CourseDraft.course_id == course.id)) is None


def test_others_are_untouched(world: World) -> None:
    before = service.export_person(world.dina.id)
    erase(world.amina, world=world)
    assert service.export_person(world.dina.id) == before


def test_unknown_person_is_not_found(world: World) -> None:
    with pytest.raises(NotFound), db.writing():
        service.erase_person(person_id=uuid4(), by=None, at=clock.now(), reason="request")
    assert queries.ledger() == []


def test_erasing_twice_keeps_the_first_line(world: World) -> None:
    erase(world.amina, world=world)
    first = queries.ledger()
    erase(world.amina, world=world)
    assert queries.ledger() == first


def test_replay_erases_whoever_a_restore_brought_back(world: World) -> None:
    kept = [(world.amina.id, clock.now(), "request"), (uuid4(), clock.now(), "request")]
    with db.writing():
        assert service.replay(at=clock.now(), kept=kept) == 1
    session.expire_all()
    assert session.get_one(Person, world.amina.id).erased_at is not None
    assert len(queries.ledger()) == 2
    with db.writing():
        assert service.replay(at=clock.now(), kept=kept) == 0
