"""Working copies: a draft is its course, row by row; who may change which."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select

from academy import db
from academy.actor import Actor, Grant, Role
from academy.agencies.models import Agency
from academy.courses import content, queries, rules
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftMedium, DraftRevision, ModuleDraft
from academy.courses.package import PackageError
from academy.courses.queries import drafts
from academy.courses.service import drafts as service
from academy.db import session
from academy.errors import Invalid, NotFound
from tests.world import World

AT = datetime(2026, 6, 2, 12, tzinfo=UTC)


def frozen(world: World) -> content.Course:
    """Return the course of the world's edition."""
    return rules.thaw(world.edition.document)


def an_actor(role: Role, agency: Agency) -> Actor:
    """Somebody who holds a role in an agency."""
    return Actor(uuid4(), "Somebody", grants=(Grant(role, agency.id, agency.path),))


def test_a_draft_is_its_course(world: World) -> None:
    """Filled from a document, it assembles to the same document, byte by byte."""
    assert rules.freeze(drafts.assemble(world.edition.course_id)) == world.edition.document


def test_a_draft_is_its_authors_alone(world: World) -> None:
    """The academy's own course is found by those who hold a role at the academy."""
    root = session.scalars(select(Agency).where(Agency.parent_id.is_(None))).all()
    for agency in session.scalars(select(Agency)).all():
        for role in Role:
            actor = an_actor(role, agency)
            if role in drafts.AUTHORS and agency in root and agency.kind == "academy":
                found = drafts.draft_for(actor, "small")
                assert [module.slug for module in found.modules] == ["one", "two"]
                assert len(found.activities) == 4
                activity = drafts.activity_draft_for(actor, found.activities[0].id)
                assert (activity.source[:3], activity.course.slug) == ("---", "small")
            else:
                with pytest.raises(NotFound):
                    drafts.draft_for(actor, "small")


def test_an_agency_s_draft_is_for_the_branch(world: World) -> None:
    """A course of an agency is for that agency's authors and for those above it."""
    agency = session.scalars(select(Agency).where(Agency.parent_id.is_not(None))).first()
    assert agency
    with db.writing():
        service.begin(
            slug="own", title="Our own", agency_id=agency.id, source_locale="en", level="basic", track=None, by=None,
            at=AT,
        )  # fmt: skip
    assert drafts.draft_for(an_actor(Role.AUTHOR, agency), "own").draft.settings["title"] == "Our own"
    with pytest.raises(NotFound):
        drafts.draft_for(an_actor(Role.COORDINATOR, agency), "own")
    with db.writing(), pytest.raises(Invalid):
        service.begin(
            slug="own",
            title="Again",
            agency_id=None,
            source_locale="en",
            level="basic",
            track=None,
            by=None,
            at=AT,
        )


def test_filling_keeps_what_was_written(world: World) -> None:
    """What a document no longer has is set aside; what it changes is a new revision of the same row."""
    course = session.get_one(Course, world.edition.course_id)
    document = frozen(world)
    first, second = document.modules
    renamed = second.activities[0].model_copy(
        update={"content": second.activities[0].content.model_copy(update={"title": "Sealed"})}
    )
    moved = second.model_copy(update={"activities": [renamed, *first.activities[:1]]})
    before = {row.slug: row.id for row in session.scalars(select(ActivityDraft))}
    with db.writing():
        service.fill(course=course, document=document.model_copy(update={"modules": [moved]}), by=None, at=AT)
    session.expire_all()
    rows = session.scalars(select(ActivityDraft)).all()
    assert {row.slug: row.id for row in rows} == before
    assert {row.slug for row in rows if row.retired_at} == {"gate-quiz", "kinds-quiz"}
    assert {row.slug: row.revision for row in rows if not row.retired_at} == {
        "second-lesson": 2,
        "first-lesson": 1,
    }
    assert [row.slug for row in session.scalars(select(ModuleDraft)) if row.retired_at] == ["one"]
    assert len(session.scalars(select(DraftRevision)).all()) == 5
    assert [module.slug for module in drafts.assemble(course.id).modules] == ["two"]
    with db.writing():
        service.fill(course=course, document=document, by=None, at=AT)
    assert rules.freeze(drafts.assemble(course.id)) == world.edition.document


def test_a_broken_draft_names_file_and_line(world: World) -> None:
    """A draft that cannot be read says so as a package does."""
    with db.writing():
        row = session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "second-lesson")).one()
        row.source = "---\ntitle: Second\nminutes: 900\n---\nText.\n"
    with pytest.raises(PackageError) as refused:
        drafts.assemble(world.edition.course_id)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("modules/two/second-lesson.md", 3)


def test_nobody_s_draft(app: Flask) -> None:
    """No draft, no course."""
    with pytest.raises(NotFound):
        drafts.assemble(uuid4())
    assert not queries.has_course("nothing")


def test_what_was_published_before_drafts_gets_one(world: World) -> None:
    """Once: an upgrade makes working copies of the live editions, and finds nothing to do the next time."""
    with db.writing():
        for model in (DraftRevision, ActivityDraft, ModuleDraft, DraftMedium, CourseDraft):
            session.execute(delete(model))
    with db.writing():
        assert service.begin_missing(at=AT) == 1
        assert service.begin_missing(at=AT) == 0
    assert rules.freeze(drafts.assemble(world.edition.course_id)) == world.edition.document
