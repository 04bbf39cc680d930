"""Where learners are in their courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Row, select

from academy import clock
from academy.actor import Actor
from academy.courses import content
from academy.courses.models import Course
from academy.courses.queries import Reading, reading
from academy.courses.rules import Facts
from academy.db import is_writing, session
from academy.errors import Forbidden, NotFound
from academy.learning import statements
from academy.learning.models import Enrolment
from academy.learning.queries.dates import stand_ins
from academy.learning.queries.facts import with_other_courses
from academy.learning.rules import (
    ActivityState,
    Dates,
    Standing,
    asks_for_other_courses,
    dates,
    standing,
    start_of,
)

C = TypeVar("C", bound=content.ActivityContent)


@dataclass(frozen=True)
class Place:
    """Where a learner is in a course: her enrolment, the course in her language, how it stands, and its dates."""

    enrolment_id: UUID
    reading: Reading
    standing: Standing
    enrolled_at: datetime
    completed_at: datetime | None
    due_on: date | None
    cohort_id: UUID | None
    agency_id: UUID
    #: By activity; those of the whole course are in ``due_on`` and in every activity's.
    dates: Mapping[str, Dates]
    #: The number of the edition that new learners get, where she may go on in that one of her own accord.
    newer_edition: int | None = None

    def opened(self, activity: str, kind: type[C]) -> C:
        """Return what an activity of one kind holds, if it is open to her now.

        Raises NotFound where the course has none of that kind under this slug, Forbidden while it is locked.
        """
        stands = self.standing.of(activity)
        if stands is None or not isinstance(stands.activity.content, kind):
            raise NotFound()
        if stands.state is ActivityState.LOCKED:
            raise Forbidden("closed" if stands.is_over else "locked")
        return stands.activity.content


def place(actor: Actor, slug: str, *, locale: str, on: date | None = None) -> Place:
    """Return where the actor is in a course on a day (today), in two statements.

    One more where there are overrides, and one where a condition asks for other courses of hers.
    Raises NotFound where she is not enrolled.
    """
    row = session.execute(
        statements.PLACE, {"slug": slug, "person_id": actor.person_id, "locale": locale}
    ).first()
    if row is None:
        raise NotFound()
    read = reading(edition_id=row.edition_id, locale=locale, digest=row.digest)
    days = dates(
        read.course,
        start=start_of(row.enrolled_at.date(), row.cohort_starts_on),
        stand_ins=stand_ins([row.id]).get(row.id, ()) if row.has_overrides else (),
        due_on=row.due_on,
    )
    facts = own_facts(actor, read.course, done=completions(row.id), on=on or clock.now().date())
    stands = standing(read.course, facts, days)
    may_go_on = row.cohort_id is None and row.completed_at is None
    is_newer = row.live_number is not None and row.live_number > read.edition_number
    return Place(
        enrolment_id=row.id, reading=read, standing=stands, enrolled_at=row.enrolled_at,
        completed_at=row.completed_at, due_on=stands.due_on, cohort_id=row.cohort_id,
        agency_id=row.agency_id, dates=days, newer_edition=row.live_number if may_go_on and is_newer else None,
    )  # fmt: skip


def own_facts(actor: Actor, course: content.Course, *, done: Mapping[str, float | None], on: date) -> Facts:
    """Return what is known of the actor where ``course`` is decided; her roles are at hand."""
    facts = Facts(today=on, done=done, roles=frozenset(grant.role.value for grant in actor.grants))
    return with_other_courses(facts, actor.person_id) if asks_for_other_courses(course) else facts


def completions(enrolment_id: UUID) -> dict[str, float | None]:
    """Return the activities done in an enrolment, with their scores."""
    rows = session.execute(statements.COMPLETIONS, {"enrolment_id": enrolment_id})
    return {row.activity: row.score for row in rows}


def own_enrolments(actor: Actor, *, locale: str) -> Sequence[Row[Enrolment, int, str, str, date]]:
    """Return (enrolment, edition's required count, rendition digest, cohort's name and first day), the running ones first."""
    return session.execute(statements.OWN_ENROLMENTS, {"person_id": actor.person_id, "locale": locale}).all()


def own_course_slugs(actor: Actor) -> set[str]:
    """Return the slugs of the courses the actor is or was enrolled in."""
    rows = session.scalars(
        select(Course.slug)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.person_id == actor.person_id, Enrolment.withdrawn_at.is_(None))
    )
    return set(rows)


def own_enrolment(actor: Actor, enrolment_id: UUID) -> Enrolment:
    """Return one of the actor's own enrolments. Raises NotFound."""
    statement = select(Enrolment).where(
        Enrolment.id == enrolment_id,
        Enrolment.person_id == actor.person_id,
        Enrolment.withdrawn_at.is_(None),
    )
    if is_writing():  # beginning an attempt and completing an activity take their turns
        statement = statement.with_for_update(of=Enrolment)
    found = session.scalar(statement)
    if found is None:
        raise NotFound()
    return found
