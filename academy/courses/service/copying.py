"""Copies: of an activity, of a module with what is in it, of a whole course under another name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import undefer

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.kinds import kind_named
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftMedium, ModuleDraft
from academy.courses.rules.slugs import copied_title, free_slug
from academy.courses.service.beginning import free_course_slug, twin
from academy.courses.service.outlines import Outline, Part, hold, settle
from academy.courses.service.structure import keep_first
from academy.db import session
from academy.errors import NotFound

#: What a copied file keeps.
_CARD = ("name", "digest", "card", "alt")


def copy_activity(*, activity: ActivityDraft, based_on: int, by: Actor | None, at: datetime) -> ActivityDraft:
    """Put a copy behind an activity. The same press repeated finds the copy of the first."""
    outline = hold(activity.course_id)
    part = outline.part_of(activity.module_id)
    if part is None or activity not in part.activities:
        raise NotFound()
    identity = uuid5(activity.id, f"copy {based_on}")
    if (found := session.get(ActivityDraft, identity)) is not None:
        return found
    title = copied_title(activity.title, {each.title for each in outline.activities()})
    copy = _copy(activity, identity, free_slug(activity.slug, outline.slugs), title, by, at)
    part.activities.insert(part.activities.index(activity) + 1, copy)
    _settle_with([copy], outline, by, at)
    _note(copy, by, at)
    return copy


def copy_module(*, module: ModuleDraft, based_on: int, by: Actor | None, at: datetime) -> ModuleDraft:
    """Put a copy behind a module; conditions within it ask for the copies. A repeated press finds the first copy."""
    outline = hold(module.course_id)
    part = outline.part_of(module.id)
    if part is None:
        raise NotFound()
    identity = uuid5(module.id, f"copy {based_on}")
    if (found := session.get(ModuleDraft, identity)) is not None:
        return found
    taken = outline.slugs
    renamed: dict[str, str] = {}
    for slug in (module.slug, *(each.slug for each in part.activities)):
        renamed[slug] = free_slug(slug, taken)
        taken.add(renamed[slug])
    title = copied_title(module.settings["title"], {each.module.settings["title"] for each in outline.parts})
    made = ModuleDraft(
        id=identity, course_id=module.course_id, slug=renamed[module.slug],
        position=module.position + 1, settings={**_asking(module.settings, renamed), "title": title},
    )  # fmt: skip
    session.add(made)
    session.flush()
    copies = [
        _copy(each, uuid5(identity, str(each.id)), renamed[each.slug], each.title, by, at)
        for each in part.activities
    ]
    for copy in copies:
        copy.settings = _asking(copy.settings, renamed)
    outline.parts.insert(outline.parts.index(part) + 1, Part(made, copies))
    _settle_with(copies, outline, by, at)
    _note(made, by, at)
    return made


def copy_course(
    *, course: Course, title: str, agency_id: UUID | None, by: Actor | None, at: datetime
) -> Course:
    """Begin a course as a copy of another's working copy, files included. It has no edition.

    Whoever presses twice finds the copy of the first press.
    """
    outline = hold(course.id)
    settings = {**outline.draft.settings, "title": title}
    if (found := twin(settings, agency_id=agency_id, by=by, at=at)) is not None:
        return found
    copy = Course(
        slug=free_course_slug(title), agency_id=agency_id,
        level=settings["level"], track=settings["track"], source_locale=settings["source_locale"],
        is_open=settings["is_open"],
    )  # fmt: skip
    session.add(copy)
    session.flush()
    draft = CourseDraft(
        course_id=copy.id,
        settings=settings,
        revision=1,
        edited_at=at,
        edited_by_id=by.person_id if by else None,
    )
    session.add(draft)
    _copy_rows(outline, copy.id, by, at)
    _copy_media(course.id, copy.id, by, at)
    audit.record(by=by, verb="copy", object_type="course", object_id=copy.id, at=at, agency_id=agency_id)
    return copy


def _copy_rows(outline: Outline, course_id: UUID, by: Actor | None, at: datetime) -> None:
    for place, part in enumerate(outline.parts):
        module = ModuleDraft(
            course_id=course_id, slug=part.module.slug, position=place, settings=part.module.settings
        )
        session.add(module)
        session.flush()
        for spot, activity in enumerate(part.activities):
            copy = _copy(activity, None, activity.slug, activity.title, by, at)
            copy.course_id, copy.module_id, copy.position = course_id, module.id, spot
            session.add(copy)
            session.flush()
            keep_first(copy)


def _copy_media(from_id: UUID, to_id: UUID, by: Actor | None, at: datetime) -> None:
    for medium in session.scalars(
        select(DraftMedium).where(DraftMedium.course_id == from_id, DraftMedium.retired_at.is_(None))
    ):
        session.add(
            DraftMedium(
                course_id=to_id, added_at=at, added_by_id=by.person_id if by else None,
                **{name: getattr(medium, name) for name in _CARD},
            )
        )  # fmt: skip
    session.flush()


def _copy(
    activity: ActivityDraft, identity: UUID | None, slug: str, title: str, by: Actor | None, at: datetime
) -> ActivityDraft:
    source = session.scalars(
        select(ActivityDraft).where(ActivityDraft.id == activity.id).options(undefer(ActivityDraft.source))
    ).one()
    copy = ActivityDraft(
        course_id=activity.course_id, slug=slug, kind=activity.kind, title=title, settings=activity.settings,
        source=_retitled(activity.kind, source.source, title) if title != activity.title else source.source,
        revision=1, edited_at=at, edited_by_id=by.person_id if by else None,
    )  # fmt: skip
    if identity is not None:
        copy.id = identity
    return copy


def _retitled(kind: str, source: str, title: str) -> str:
    """Return a file with another title; one that cannot be read stays as it is."""
    known = kind_named(kind)
    try:
        return known.write(known.read(source).model_copy(update={"title": title}))
    except ValueError:
        return source


def _asking(settings: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    """Return settings whose conditions ask for things by their new slugs."""
    return {**settings, "requires": renamed_in(settings.get("requires"), renamed)}


def renamed_in(condition: Any, renamed: Mapping[str, str]) -> Any:
    """Return a condition, as packages write it, that names activities and modules by their new slugs."""
    if isinstance(condition, list):
        return [renamed_in(each, renamed) for each in condition]
    if not isinstance(condition, dict):
        return condition
    return {
        name: renamed.get(value, value) if name in ("done", "score") else renamed_in(value, renamed)
        for name, value in condition.items()
    }


def _settle_with(copies: list[ActivityDraft], outline: Outline, by: Actor | None, at: datetime) -> None:
    session.add_all(copies)
    settle(outline, by=by, at=at)
    for copy in copies:
        keep_first(copy)


def _note(thing: ModuleDraft | ActivityDraft, by: Actor | None, at: datetime) -> None:
    audit.record(by=by, verb="copy", object_type=thing.__tablename__, object_id=thing.id, at=at)
