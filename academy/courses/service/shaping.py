"""What a working copy says of the whole, of a module, of an activity's place: saved as one, never over another's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses import rules
from academy.courses.models import ActivityDraft, Course, CourseDraft, Edition, ModuleDraft
from academy.courses.service.copying import renamed_in
from academy.courses.service.outlines import (
    Outline,
    chain,
    condition_of,
    hold,
    refuse_circles,
    settle,
)
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound

#: What the catalogue knows of a course that has no edition yet.
_COLUMNS = ("level", "track", "source_locale", "is_open")


def change_course(
    *, course: Course, settings: Mapping[str, Any], seen: str, by: Actor | None, at: datetime
) -> None:
    """Save what ``settings`` says of a course; ``seen`` is ``rules.seal`` of what the author saw of these names.

    Raises Conflict where that changed meanwhile, Invalid where courses would wait on each other.
    """
    outline = hold(course.id)
    draft = outline.draft
    if rules.seal(draft.settings, settings) != seen:
        raise Conflict("settings-moved-on")
    changed = {name for name, value in settings.items() if draft.settings.get(name) != value}
    if "requires" in changed:
        _refuse_course_circles(course.slug, settings)
    draft.settings = {**draft.settings, **settings}
    if course.live_edition_id is None:  # afterwards an edition brings them
        for name in _COLUMNS:
            setattr(course, name, draft.settings[name])
    if changed:
        settle(outline, by=by, at=at)
        _note(course, changed, by, at)


def change_module(
    *, module: ModuleDraft, slug: str, settings: Mapping[str, Any], seen: str, by: Actor | None, at: datetime
) -> None:
    """Save what is said of a module; conditions go on naming it. Raises Conflict and Invalid as ``change_course``."""
    outline = hold(module.course_id)
    if outline.part_of(module.id) is None:
        raise NotFound()
    if rules.seal(module_said(module), module_said(module)) != seen:
        raise Conflict("settings-moved-on")
    _rename(outline, module, slug)
    module.settings = {**module.settings, **settings}
    module.revision += 1
    refuse_circles(outline, field="requires")
    settle(outline, by=by, at=at)
    _note(module, settings, by, at)


def change_activity(
    *, activity: ActivityDraft, slug: str, module_id: UUID, settings: Mapping[str, Any], seen: str,
    by: Actor | None, at: datetime,
) -> None:  # fmt: skip
    """Save where an activity stands and what is asked of it; its text is its editor's. Raises as ``change_module``."""
    outline = hold(activity.course_id)
    old, new = outline.part_of(activity.module_id), outline.part_of(module_id)
    if old is None or new is None:
        raise NotFound()
    if rules.seal(activity_said(activity), activity_said(activity)) != seen:
        raise Conflict("settings-moved-on")
    _rename(outline, activity, slug)
    activity.settings = {**activity.settings, **settings}
    if new is not old:
        old.activities.remove(activity)
        new.activities.append(activity)
    refuse_circles(outline, field="requires")
    settle(outline, by=by, at=at)
    _note(activity, settings, by, at)


def module_said(module: ModuleDraft) -> dict[str, Any]:
    """Return all that a module's form shows."""
    return {**module.settings, "slug": module.slug}


def activity_said(activity: ActivityDraft) -> dict[str, Any]:
    """Return all that the form of an activity's place shows."""
    return {**activity.settings, "slug": activity.slug, "module_id": str(activity.module_id)}


def _rename(outline: Outline, thing: ModuleDraft | ActivityDraft, slug: str) -> None:
    """Give something another slug, in every condition that asks for it as well."""
    if slug == thing.slug:
        return
    if slug in outline.slugs:
        raise Invalid("slug-taken", field="slug")
    renamed = {thing.slug: slug}
    thing.slug = slug
    rows: list[ModuleDraft | ActivityDraft] = [part.module for part in outline.parts]
    for each in [*rows, *outline.activities()]:
        each.settings = {**each.settings, "requires": renamed_in(each.settings.get("requires"), renamed)}
    completion = renamed_in(outline.draft.settings.get("completion"), renamed)
    outline.draft.settings = {**outline.draft.settings, "completion": completion}


def _refuse_course_circles(slug: str, settings: Mapping[str, Any]) -> None:
    """Refuse that a course waits on one that waits on it, as drafts or live editions have it."""
    graph = {slug: rules.named_courses(condition_of(settings))}
    waiting = set(graph[slug])
    while waiting:
        graph |= {each: set() for each in waiting} | _asked_by(waiting)
        waiting = {each for asked in graph.values() for each in asked} - set(graph)
    if found := rules.cycle(graph):
        raise Invalid("courses-circle", field="requires", path=chain(found, _titles(found)))


def _asked_by(slugs: set[str]) -> dict[str, set[str]]:
    """Return the courses that each of some courses asks for, in its working copy or its live edition."""
    found: dict[str, set[str]] = {}
    for slug, settings, document in session.execute(
        select(Course.slug, CourseDraft.settings, Edition.document)
        .outerjoin(CourseDraft, CourseDraft.course_id == Course.id)
        .outerjoin(Edition, Edition.id == Course.live_edition_id)
        .where(Course.slug.in_(slugs), Course.retired_at.is_(None))
    ):
        asked = found.setdefault(slug, set())
        asked |= rules.named_courses(condition_of(settings or {}))
        asked |= rules.named_courses(condition_of(json.loads(document))) if document else set()
    return found


def _titles(slugs: list[str]) -> dict[str, str]:
    rows = session.execute(
        select(Course.slug, CourseDraft.settings)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.slug.in_(slugs))
    )
    return {row.slug: row.settings["title"] for row in rows}


def _note(
    thing: Course | ModuleDraft | ActivityDraft, changed: Mapping[str, Any] | set[str], by: Actor | None, at: datetime
) -> None:  # fmt: skip
    audit.record(
        by=by, verb="change", object_type=thing.__tablename__, object_id=thing.id, at=at, fields=list(changed)
    )
