"""A working copy's outline held for a change: its rows in order, locked against other changes until the door closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select

from academy.actor import Actor
from academy.courses import rules
from academy.courses.content import Condition
from academy.courses.models import ActivityDraft, CourseDraft, ModuleDraft
from academy.courses.rules import Waiting
from academy.db import session
from academy.errors import Conflict, Invalid

TREE: TypeAdapter[Any] = TypeAdapter(Condition)


@dataclass
class Part:
    """A module with its activities, in order."""

    module: ModuleDraft
    activities: list[ActivityDraft]


@dataclass
class Outline:
    """The modules and activities in use. Verbs change the lists; ``settle`` writes them down."""

    draft: CourseDraft
    parts: list[Part]

    @property
    def slugs(self) -> set[str]:
        """Every slug in use; one name never means both a module and an activity."""
        return {part.module.slug for part in self.parts} | {each.slug for each in self.activities()}

    def activities(self) -> Iterator[ActivityDraft]:
        """Yield every activity, in order."""
        for part in self.parts:
            yield from part.activities

    def part_of(self, module_id: UUID) -> Part | None:
        """Return the part of a module, if it is in use."""
        return next((part for part in self.parts if part.module.id == module_id), None)

    def titles(self) -> dict[str, str]:
        """Return the titles of modules and activities by slug."""
        named = {part.module.slug: str(part.module.settings.get("title", "")) for part in self.parts}
        return named | {each.slug: each.title for each in self.activities()}


def hold(course_id: UUID, *, based_on: int | None = None) -> Outline:
    """Return the outline as it is now; nobody else changes it before this transaction ends.

    Raises Conflict where it moved on since revision ``based_on``.
    """
    fresh = {"populate_existing": True}
    draft = session.scalars(
        select(CourseDraft)
        .where(CourseDraft.course_id == course_id)
        .with_for_update()
        .execution_options(**fresh)
    ).one()
    if based_on is not None and based_on != draft.revision:
        raise Conflict("outline-moved-on")
    modules = session.scalars(
        select(ModuleDraft)
        .where(ModuleDraft.course_id == course_id, ModuleDraft.retired_at.is_(None))
        .order_by(ModuleDraft.position, ModuleDraft.slug)
        .execution_options(**fresh)
    ).all()
    outline = Outline(draft, [Part(module, []) for module in modules])
    for activity in session.scalars(
        select(ActivityDraft)
        .where(ActivityDraft.course_id == course_id, ActivityDraft.retired_at.is_(None))
        .order_by(ActivityDraft.position, ActivityDraft.slug)
        .execution_options(**fresh)
    ):
        if part := outline.part_of(activity.module_id):
            part.activities.append(activity)
    return outline


def settle(outline: Outline, *, by: Actor | None, at: datetime) -> None:
    """Write the order down, without gaps, and note who changed the outline and when."""
    for place, part in enumerate(outline.parts):
        part.module.position = place
        for spot, activity in enumerate(part.activities):
            activity.module_id, activity.position = part.module.id, spot
    outline.draft.revision += 1
    outline.draft.edited_at = at
    outline.draft.edited_by_id = by.person_id if by else None
    session.flush()


def refuse_circles(outline: Outline, *, field: str | None = None) -> None:
    """Refuse an outline in which activities or modules wait on each other. Raises Invalid naming the circle."""
    found = rules.circle(
        Waiting(
            part.module.slug,
            condition_of(part.module.settings),
            parts=tuple(
                Waiting(each.slug, condition_of(each.settings), each.settings.get("is_required", True))
                for each in part.activities
            ),
        )
        for part in outline.parts
    )
    if found:
        titles = outline.titles()
        session.expire_all()  # what was set is not kept, and the page that says so shows what is
        raise Invalid("prerequisites-circle", field=field, path=chain(found, titles))


def condition_of(settings: Mapping[str, Any], name: str = "requires") -> Condition | None:
    """Return the condition a draft's settings hold under ``name``."""
    written = settings.get(name)
    parsed: Condition | None = TREE.validate_python(written) if written else None
    return parsed


def chain(slugs: list[str], titles: Mapping[str, str]) -> str:
    """Show a circle from its first name round to it: “A” → “B” → “A”."""
    return " → ".join(f"“{titles.get(slug) or slug}”" for slug in [*slugs, slugs[0]])
