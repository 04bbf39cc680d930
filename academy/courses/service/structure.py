"""Shaping the outline of a working copy: adding, ordering, setting aside and restoring its modules and activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.kinds import kind_named
from academy.courses.models import ActivityDraft, DraftRevision, ModuleDraft
from academy.courses.rules.slugs import free_slug, is_kept, slug_for
from academy.courses.service.outlines import Outline, Part, hold, refuse_circles, settle
from academy.db import session
from academy.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class Spot:
    """Where something stands in the outline."""

    title: str
    #: Counted from one.
    place: int
    total: int
    #: The title of the module an activity stands in; None for a module.
    module: str | None = None


def add_module(*, course_id: UUID, title: str, based_on: int, by: Actor | None, at: datetime) -> ModuleDraft:
    """Add a module at the end. The same press repeated finds the module of the first.

    ``based_on`` is the outline's revision on the page that asks.
    """
    outline = hold(course_id)
    identity = uuid5(course_id, f"module {based_on} {title}")
    if (found := session.get(ModuleDraft, identity)) is not None:
        return found
    module = ModuleDraft(
        id=identity, course_id=course_id, slug=slug_for(title, outline.slugs, spare="module"),
        settings={"title": title, "summary": "", "gate": False, "requires": None, "sources": []},
    )  # fmt: skip
    outline.parts.append(Part(module, []))
    _settle_with(module, outline, by, at)
    return module


def add_activity(
    *, module: ModuleDraft, kind: str, title: str, based_on: int, by: Actor | None, at: datetime
) -> ActivityDraft:
    """Add an activity at the end of a module, with the file its kind begins with.

    The same press repeated finds the activity of the first. Raises NotFound where the module is set aside.
    """
    outline = hold(module.course_id)
    identity = uuid5(module.id, f"activity {based_on} {kind} {title}")
    if (found := session.get(ActivityDraft, identity)) is not None:
        return found
    activity = new_activity(
        outline, identity=identity, title=title, kind=kind, source=kind_named(kind).starter(title),
        settings={"is_required": True, "requires": None, "due_days": None}, by=by, at=at,
    )  # fmt: skip
    _live(outline, module.id).activities.append(activity)
    _settle_with(activity, outline, by, at)
    keep_first(activity)
    return activity


def new_activity(
    outline: Outline, *, identity: UUID, title: str, kind: str, source: str, settings: dict[str, object],
    by: Actor | None, at: datetime,
) -> ActivityDraft:  # fmt: skip
    """Return an activity with a free slug that stands nowhere yet."""
    return ActivityDraft(
        id=identity, course_id=outline.draft.course_id, slug=slug_for(title, outline.slugs, spare=kind), kind=kind,
        title=title, settings=settings, source=source, revision=1, edited_at=at,
        edited_by_id=by.person_id if by else None,
    )  # fmt: skip


def keep_first(activity: ActivityDraft) -> None:
    """Keep the text an activity begins with among its revisions."""
    session.add(
        DraftRevision(
            activity_id=activity.id, revision=activity.revision, source=activity.source,
            saved_at=activity.edited_at, saved_by_id=activity.edited_by_id,
        )
    )  # fmt: skip
    session.flush()


def reorder(
    *,
    course_id: UUID,
    order: Sequence[tuple[UUID, Sequence[UUID]]],
    based_on: int,
    by: Actor | None,
    at: datetime,
) -> Outline:
    """Put modules and their activities in the order given: every module and activity in use, each once.

    Raises Conflict where the outline moved on since ``based_on``, Invalid where the order makes a circle.
    """
    outline = hold(course_id, based_on=based_on)
    modules = {part.module.id: part.module for part in outline.parts}
    activities = {activity.id: activity for activity in outline.activities()}
    named = [each for _module, inside in order for each in inside]
    if sorted(modules) != sorted(each for each, _inside in order) or sorted(activities) != sorted(named):
        raise Conflict("outline-moved-on")
    outline.parts = [Part(modules[each], [activities[one] for one in inside]) for each, inside in order]
    _finish(outline, by, at)
    return outline


def step(
    *, course_id: UUID, item: UUID, is_up: bool, based_on: int, by: Actor | None, at: datetime
) -> Outline:
    """Move a module or an activity one place up or down; an activity at the edge goes on into the next module.

    Raises Conflict where the outline moved on since ``based_on``, NotFound where the item is not in it.
    """
    outline = hold(course_id, based_on=based_on)
    way = -1 if is_up else 1
    place = next((place for place, part in enumerate(outline.parts) if part.module.id == item), None)
    if place is not None:
        _swap(outline.parts, place, way)
    else:
        _step_activity(outline, item, way)
    _finish(outline, by, at)
    return outline


def spot(outline: Outline, item: UUID) -> Spot | None:
    """Return where a module or an activity stands now."""
    for place, part in enumerate(outline.parts, start=1):
        title = str(part.module.settings["title"])
        if part.module.id == item:
            return Spot(title, place, len(outline.parts))
        for inner, activity in enumerate(part.activities, start=1):
            if activity.id == item:
                return Spot(activity.title, inner, len(part.activities), title)
    return None


def retire_module(*, module: ModuleDraft, by: Actor | None, at: datetime) -> None:
    """Set a module aside with what is in it."""
    outline = hold(module.course_id)
    part = outline.part_of(module.id)
    if part is None:
        return
    outline.parts.remove(part)
    module.retired_at = at
    for activity in part.activities:
        activity.retired_at = at  # the same moment: they come back together
    settle(outline, by=by, at=at)
    _note("retire", module, by, at)


def retire_activity(*, activity: ActivityDraft, by: Actor | None, at: datetime) -> None:
    """Set an activity aside."""
    outline = hold(activity.course_id)
    part = outline.part_of(activity.module_id)
    if part is None or activity not in part.activities:
        return
    part.activities.remove(activity)
    activity.retired_at = at
    settle(outline, by=by, at=at)
    _note("retire", activity, by, at)


def restore_module(*, module: ModuleDraft, by: Actor | None, at: datetime) -> None:
    """Bring a module back with the activities that went with it. Raises Conflict where 90 days are over."""
    outline = hold(module.course_id)
    session.refresh(module)
    if module.retired_at is None:
        return
    _refuse_forgotten(module.retired_at, at)
    inside = session.scalars(
        select(ActivityDraft)
        .where(ActivityDraft.module_id == module.id, ActivityDraft.retired_at == module.retired_at)
        .order_by(ActivityDraft.position)
    ).all()
    module.slug, module.retired_at = free_slug(module.slug, outline.slugs), None
    part = Part(module, [])
    outline.parts.insert(min(module.position, len(outline.parts)), part)
    for activity in inside:
        activity.slug, activity.retired_at = free_slug(activity.slug, outline.slugs), None
        part.activities.append(activity)
    _finish(outline, by, at)
    _note("restore", module, by, at)


def restore_activity(*, activity: ActivityDraft, by: Actor | None, at: datetime) -> None:
    """Bring an activity back to its module, or to the last one where that is set aside itself.

    Raises Conflict where 90 days are over or there is no module.
    """
    outline = hold(activity.course_id)
    session.refresh(activity)
    if activity.retired_at is None:
        return
    _refuse_forgotten(activity.retired_at, at)
    if not outline.parts:
        raise Conflict("no-module-to-restore-to")
    part = outline.part_of(activity.module_id) or outline.parts[-1]
    activity.slug, activity.retired_at = free_slug(activity.slug, outline.slugs), None
    part.activities.insert(min(activity.position, len(part.activities)), activity)
    _finish(outline, by, at)
    _note("restore", activity, by, at)


def _finish(outline: Outline, by: Actor | None, at: datetime) -> None:
    refuse_circles(outline)
    settle(outline, by=by, at=at)


def _settle_with(new: ModuleDraft | ActivityDraft, outline: Outline, by: Actor | None, at: datetime) -> None:
    session.add(new)
    settle(outline, by=by, at=at)
    _note("add", new, by, at)


def _step_activity(outline: Outline, item: UUID, way: int) -> None:
    for place, part in enumerate(outline.parts):
        inner = next((inner for inner, each in enumerate(part.activities) if each.id == item), None)
        if inner is None:
            continue
        if 0 <= inner + way < len(part.activities):
            _swap(part.activities, inner, way)
        elif 0 <= place + way < len(outline.parts):
            beside = outline.parts[place + way].activities
            beside.insert(len(beside) if way < 0 else 0, part.activities.pop(inner))
        return
    raise NotFound()


def _swap(things: list[Any], place: int, way: int) -> None:
    if 0 <= place + way < len(things):
        things[place], things[place + way] = things[place + way], things[place]


def _live(outline: Outline, module_id: UUID) -> Part:
    part = outline.part_of(module_id)
    if part is None:
        raise NotFound()
    return part


def _refuse_forgotten(retired_at: datetime, at: datetime) -> None:
    if not is_kept(retired_at, at=at):
        raise Invalid("no-longer-kept")


def _note(verb: str, thing: ModuleDraft | ActivityDraft, by: Actor | None, at: datetime) -> None:
    audit.record(by=by, verb=verb, object_type=thing.__tablename__, object_id=thing.id, at=at)
