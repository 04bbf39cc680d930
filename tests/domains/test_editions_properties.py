"""Whatever authors do in whatever order: editions stay as they were published, and every enrolment leads to its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import undefer

from academy import db
from academy.accounts.models import Person
from academy.courses import content, queries, rules, service
from academy.courses.models import ActivityDraft, Course, CourseDraft, Edition
from academy.courses.queries.drafts import assemble
from academy.courses.queries.editions import edition_numbered
from academy.courses.service.drafts import fill
from academy.courses.service.publishing import ready
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Enrolment
from tests.domains.documents import course, lesson
from tests.world import World

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
BODIES = st.sampled_from(
    ["One.", "Two.", "Three: **bold**.", "Ђорђе.", "A list:\n\n- one\n- two", "One.\n\nTwo."]
)
HOURS = st.integers(1, 3)


class Authors(RuleBasedStateMachine):
    """Authors, importers and learners at one course."""

    world: World

    @initialize(body=BODIES)
    def begin(self, body: str) -> None:
        """Publish a first edition."""
        self.slug = f"course-{uuid4().hex[:8]}"
        #: number → (id, digest, document) as first seen
        self.seen: dict[int, tuple[UUID, str, str]] = {}
        #: enrolment → digest of the edition it began with
        self.enrolled: dict[UUID, str] = {}
        self.bring(body, 1)

    def document(self, body: str, hours: int) -> content.Course:
        """Return a course as a package brings it."""
        return course(
            self.slug,
            hours=hours,
            activities=[lesson("first", "First", body), lesson("second", "Second", "Stays.")],
        )

    @rule(body=BODIES, hours=HOURS)
    def bring(self, body: str, hours: int) -> None:
        """Import a package."""
        service.publish_in_steps(ready=ready(self.document(body, hours)), by=None, at=AT, is_import=True)

    @rule(body=BODIES)
    def edit_text(self, body: str) -> None:
        """Change the first lesson's draft, into something that can be read or not."""
        with db.writing():
            row = session.scalars(
                select(ActivityDraft)
                .where(
                    ActivityDraft.course_id == self.id,
                    ActivityDraft.slug == "first",
                    ActivityDraft.retired_at.is_(None),
                )
                .options(undefer(ActivityDraft.source))
            ).one()
            head = row.source.rpartition("---\n")[0]
            row.source = f"{head}---\n{body}\n"

    @rule(hours=HOURS)
    def edit_settings(self, hours: int) -> None:
        """Change the course's settings."""
        with db.writing():
            draft = session.get_one(CourseDraft, self.id)
            draft.settings = {**draft.settings, "hours": hours}

    @rule()
    def publish(self) -> None:
        """Publish the draft as it stands."""
        document = assemble(self.id)
        done = service.publish_in_steps(ready=ready(document), by=None, at=AT, notes="Again.")
        assert done.edition.digest == rules.digest(rules.freeze(document))

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Take an edition into the draft: the draft then is that edition."""
        number = data.draw(st.sampled_from(sorted(self.seen)))
        document = edition_numbered(self.id, number)
        with db.writing():
            fill(course=session.get_one(Course, self.id), document=document, by=None, at=AT)
        assert rules.digest(rules.freeze(assemble(self.id))) == self.seen[number][1]

    @precondition(lambda self: len(self.enrolled) < 4)
    @rule()
    def enrol(self) -> None:
        """Let somebody begin with the live edition."""
        with db.writing():
            person = Person(call_sign=f"p-{uuid4().hex[:8]}", legal_name="P", created_at=AT)
            session.add(person)
            session.flush()
            edition = queries.newest_edition(self.slug)
            enrolment = learning.enrol(
                person_id=person.id,
                agency_id=self.world.rangers.id,
                edition=edition,
                cohort=None,
                by=None,
                at=AT,
            )
            self.enrolled[enrolment.id] = edition.digest

    @invariant()
    def editions_stay(self) -> None:
        """Numbers go on without a gap; id, digest and document are what they were; the newest is live."""
        session.rollback()
        self.id = session.scalars(select(Course.id).where(Course.slug == self.slug)).one()
        rows: dict[int, tuple[Any, ...]] = {
            number: (id_, digest, document)
            for number, id_, digest, document in session.execute(
                select(Edition.number, Edition.id, Edition.digest, Edition.document).where(
                    Edition.course_id == self.id
                )
            )
        }
        assert sorted(rows) == list(range(1, len(rows) + 1))
        assert {number: rows[number] for number in self.seen} == self.seen
        assert all(rules.digest(document) == digest for _id, digest, document in rows.values())
        assert session.get_one(Course, self.id).live_edition_id == rows[len(rows)][0]
        self.seen = rows  # type: ignore[assignment]

    @invariant()
    def enrolments_lead_to_their_edition(self) -> None:
        """In every language, whatever was published since."""
        for enrolment_id, digest in self.enrolled.items():
            edition_id = session.get_one(Enrolment, enrolment_id).edition_id
            for locale in ("en", "sr-Latn"):
                read = queries.reading(edition_id=edition_id, locale=locale)
                assert read.edition_digest == digest
                assert [activity.slug for _module, activity in read.course.activities()] == [
                    "first",
                    "second",
                ]


def test_any_order_of_deeds(app: Flask, world: World) -> None:
    """Edits, publications, restorations, imports, enrolments."""
    machine = type("AuthorsHere", (Authors,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=7, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )  # type: ignore[no-untyped-call]
