"""Working copies: what an author finds of hers, and the course that its rows make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, undefer

from academy.actor import Actor, Role
from academy.agencies.models import Agency, Kind
from academy.courses import content
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftMedium, ModuleDraft
from academy.courses.package import ActivityPart, Held, ModulePart, course_of, texts
from academy.db import session
from academy.errors import NotFound

#: Who writes courses, within their agencies and what lies below.
AUTHORS = (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class SetAside:
    """What was retired from a working copy and can be restored."""

    modules: list[ModuleDraft]
    activities: list[ActivityDraft]
    media: list[DraftMedium]


@dataclass(frozen=True)
class Draft:
    """The working copy of a course, in order; the activities' sources are fetched only where they are asked for."""

    course: Course
    draft: CourseDraft
    modules: list[ModuleDraft]
    activities: list[ActivityDraft]
    media: list[DraftMedium]
    set_aside: SetAside = field(repr=False)

    def activities_of(self, module: ModuleDraft) -> list[ActivityDraft]:
        """Return the activities of a module, in order."""
        return [activity for activity in self.activities if activity.module_id == module.id]


def authored_by(actor: Actor, *, roles: tuple[Role, ...] = AUTHORS) -> ColumnElement[bool]:
    """Return the condition on ``Course`` that keeps those an author may change, or another of ``roles`` look after.

    A course of an agency is its authors' and theirs above it; one of no agency is the academy's.
    """
    paths = actor.paths(*roles)
    reached = or_(*(Agency.path.startswith(path) for path in paths)) if paths else Agency.id.is_(None)
    return or_(
        Course.agency_id.in_(select(Agency.id).where(reached)),
        and_(
            Course.agency_id.is_(None),
            exists().where(Agency.kind == Kind.ACADEMY, Agency.parent_id.is_(None), reached),
        ),
    )


def draft_for(actor: Actor, slug: str) -> Draft:
    """Return the working copy of a course, if it is the actor's to change. Raises NotFound.

    A retired course is found too: its outline is where it is restored.
    """
    row = session.execute(
        select(Course, CourseDraft)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.slug == slug, authored_by(actor))
    ).one_or_none()
    if row is None:
        raise NotFound()
    course, draft = row
    modules, activities, media = _modules(course.id), _activities(course.id), _media(course.id)
    kept = {module.id: place for place, module in enumerate(modules) if module.retired_at is None}
    in_use = [each for each in activities if each.retired_at is None and each.module_id in kept]
    return Draft(
        course, draft,
        modules=[each for each in modules if each.retired_at is None],
        activities=sorted(in_use, key=lambda each: (kept[each.module_id], each.position)),
        media=[each for each in media if each.retired_at is None],
        set_aside=SetAside(
            [each for each in modules if each.retired_at],
            [each for each in activities if each.retired_at],
            [each for each in media if each.retired_at],
        ),
    )  # fmt: skip


def activity_draft_for(actor: Actor, activity_id: UUID) -> ActivityDraft:
    """Return an activity's draft with its source and its course, if its course is the actor's to change. Raises NotFound.

    One that is set aside, by itself or with its module, is not found: it is restored first.
    """
    found = session.scalar(
        select(ActivityDraft)
        .join(ActivityDraft.course)
        .join(ModuleDraft, ModuleDraft.id == ActivityDraft.module_id)
        .where(
            ActivityDraft.id == activity_id,
            ActivityDraft.retired_at.is_(None),
            ModuleDraft.retired_at.is_(None),
            authored_by(actor),
        )
        .options(undefer(ActivityDraft.source), contains_eager(ActivityDraft.course))
    )
    if found is None:
        raise NotFound()
    return found


def assemble(course_id: UUID) -> content.Course:
    """Return the course that a working copy makes, read as a package is read.

    Raises package.PackageError with what cannot be read yet, by file and line, and NotFound without a draft.
    """
    files, media = files_of(course_id)
    return course_of(Held(files), media)


def files_of(course_id: UUID) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the text files of a working copy by name, and its media (name → digest). Raises NotFound."""
    row = session.execute(
        select(Course.slug, CourseDraft.settings)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.id == course_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    sources: dict[UUID, list[ActivityPart]] = {}
    for activity in session.execute(
        select(
            ActivityDraft.module_id, ActivityDraft.slug, ActivityDraft.kind, ActivityDraft.settings, ActivityDraft.source
        )
        .where(ActivityDraft.course_id == course_id, ActivityDraft.retired_at.is_(None))
        .order_by(ActivityDraft.position, ActivityDraft.slug)
    ):  # fmt: skip
        module_id, slug, kind, settings, source = activity
        sources.setdefault(module_id, []).append(ActivityPart(slug, kind, settings, source))
    modules = [
        ModulePart(module.slug, module.settings, sources.get(module.id, []))
        for module in _modules(course_id)
        if module.retired_at is None
    ]
    media = [medium for medium in _media(course_id) if medium.retired_at is None]
    cards = {medium.name: medium.card for medium in media}
    return texts(row.slug, row.settings, modules, cards), {medium.name: medium.digest for medium in media}


def _modules(course_id: UUID) -> Sequence[ModuleDraft]:
    return session.scalars(
        select(ModuleDraft)
        .where(ModuleDraft.course_id == course_id)
        .order_by(ModuleDraft.position, ModuleDraft.slug)
    ).all()


def _activities(course_id: UUID) -> Sequence[ActivityDraft]:
    return session.scalars(
        select(ActivityDraft)
        .where(ActivityDraft.course_id == course_id)
        .order_by(ActivityDraft.position, ActivityDraft.slug)
    ).all()


def _media(course_id: UUID) -> Sequence[DraftMedium]:
    return session.scalars(
        select(DraftMedium).where(DraftMedium.course_id == course_id).order_by(DraftMedium.name)
    ).all()
