"""What an author finds on her desk: the courses and programmes that are hers to change, and how each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from academy.accounts.models import Person
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.courses.models import ActivityDraft, Course, CourseDraft, Edition, ModuleDraft
from academy.courses.queries.drafts import AUTHORS, authored_by
from academy.courses.rules.slugs import KEPT_FOR
from academy.db import session
from academy.errors import NotFound

#: Courses on one page of the desk.
PAGE = 20


@dataclass(frozen=True)
class Entry:
    """A course on the desk."""

    course: Course
    title: str
    #: None as long as it was never published.
    edition: int | None
    #: Whether the working copy was changed since that edition.
    is_changed: bool
    edited_at: datetime
    #: The call-sign of whoever changed it last; empty where a command did.
    edited_by: str


@dataclass(frozen=True)
class Desk:
    """One page of the desk."""

    entries: list[Entry]
    #: How many courses there are on all pages.
    total: int
    #: Retired courses with their titles, as long as they can be restored.
    set_aside: list[tuple[Course, str]]


def desk(actor: Actor, *, page: int, at: datetime) -> Desk:
    """Return a page of the courses the actor may change, the last changed first, in five statements."""
    own = authored_by(actor)
    total = session.scalar(select(func.count()).select_from(_drafted().where(own).subquery())) or 0
    rows = session.execute(
        _drafted()
        .add_columns(CourseDraft, Edition.number, Edition.published_at)
        .outerjoin(Edition, Edition.id == Course.live_edition_id)
        .options(joinedload(Course.agency))
        .where(own)
        .order_by(CourseDraft.edited_at.desc(), Course.slug)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    last = _last_edits([course.id for course, *_rest in rows])
    names = _call_signs({who for draft in rows for who in (draft[1].edited_by_id, *_who(last)) if who})
    entries = [
        _entry(course, draft, number, published_at, last.get(course.id), names)
        for course, draft, number, published_at in rows
    ]
    retired = session.execute(
        select(Course, CourseDraft.settings["title"].as_string())
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(own, Course.retired_at > at - KEPT_FOR)
        .order_by(Course.retired_at.desc())
    )
    return Desk(entries, total, [(course, title) for course, title in retired])


def module_for(actor: Actor, module_id: UUID) -> ModuleDraft:
    """Return a module of a working copy that is the actor's to change, also one set aside. Raises NotFound."""
    found = session.scalar(
        select(ModuleDraft)
        .join(Course, Course.id == ModuleDraft.course_id)
        .where(ModuleDraft.id == module_id, authored_by(actor))
    )
    if found is None:
        raise NotFound()
    return found


def activity_for(actor: Actor, activity_id: UUID) -> ActivityDraft:
    """Return an activity of a working copy without its text, also one set aside. Raises NotFound."""
    found = session.scalar(
        select(ActivityDraft)
        .join(ActivityDraft.course)
        .options(joinedload(ActivityDraft.course))
        .where(ActivityDraft.id == activity_id, authored_by(actor))
    )
    if found is None:
        raise NotFound()
    return found


def course_for(actor: Actor, slug: str) -> Course:
    """Return a course that is the actor's to change, also a retired one. Raises NotFound."""
    found = session.scalar(select(Course).where(Course.slug == slug, authored_by(actor)))
    if found is None:
        raise NotFound()
    return found


def slug_of(course_id: UUID) -> str:
    """Return the slug of a course."""
    return session.scalars(select(Course.slug).where(Course.id == course_id)).one()


def title_of(course_id: UUID) -> str:
    """Return the title of a course's working copy."""
    return str(
        session.scalars(
            select(CourseDraft.settings["title"].as_string()).where(CourseDraft.course_id == course_id)
        ).one()
    )


def live_number(course: Course) -> int | None:
    """Return the number of the edition the catalogue shows; None where there is none yet."""
    return session.scalar(select(Edition.number).where(Edition.id == course.live_edition_id))


def tracks() -> list[str]:
    """Return the tracks there are courses of."""
    return list(
        session.scalars(
            select(Course.track).where(Course.track.is_not(None)).distinct().order_by(Course.track)
        )
    )


def known_courses(actor: Actor) -> dict[str, str]:
    """Return slug → title of every course that is published or the actor's own, by title."""
    rows = session.execute(
        select(Course.slug, CourseDraft.settings["title"].as_string())
        .outerjoin(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.retired_at.is_(None), or_(Course.live_edition_id.is_not(None), authored_by(actor)))
    )
    return dict(sorted(((slug, title or slug) for slug, title in rows), key=lambda each: each[1].casefold()))


def agencies_of_authors(actor: Actor) -> Sequence[Agency]:
    """Return the agencies in whose name the actor may write, the academy first."""
    reached = or_(False, *(Agency.path.startswith(path) for path in actor.paths(*AUTHORS)))
    return session.scalars(
        select(Agency)
        .where(reached, Agency.is_active.is_(True))
        .order_by(Agency.parent_id.is_not(None), Agency.name)
    ).all()


def _drafted() -> Select[Course]:
    return (
        select(Course)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.retired_at.is_(None))
    )


def _last_edits(course_ids: list[UUID]) -> dict[UUID, tuple[datetime, UUID | None]]:
    """Return when an activity of each course was saved last, and by whom."""
    newest = (
        select(
            ActivityDraft.course_id, ActivityDraft.edited_at, ActivityDraft.edited_by_id,
            func.row_number()
            .over(partition_by=ActivityDraft.course_id, order_by=ActivityDraft.edited_at.desc())
            .label("place"),
        )
        .where(ActivityDraft.course_id.in_(course_ids), ActivityDraft.retired_at.is_(None))
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        select(newest.c.course_id, newest.c.edited_at, newest.c.edited_by_id).where(newest.c.place == 1)
    )
    return {row.course_id: (row.edited_at, row.edited_by_id) for row in rows}


def _who(last: dict[UUID, tuple[datetime, UUID | None]]) -> set[UUID | None]:
    return {who for _at, who in last.values()}


def _call_signs(ids: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Person.id, Person.call_sign).where(Person.id.in_(ids)))
    return {row.id: row.call_sign for row in rows}


def _entry(
    course: Course, draft: CourseDraft, number: int | None, published_at: datetime | None,
    last: tuple[datetime, UUID | None] | None, names: dict[UUID, str],
) -> Entry:  # fmt: skip
    edited_at, who = draft.edited_at, draft.edited_by_id
    if last and last[0] > edited_at:
        edited_at, who = last
    is_changed = published_at is not None and edited_at > published_at
    return Entry(
        course, draft.settings["title"], number, is_changed, edited_at, names.get(who, "") if who else ""
    )
