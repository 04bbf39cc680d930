"""What courses hold of a person who writes them, for herself."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from academy.courses.models import (
    ActivityDraft,
    Course,
    CourseDraft,
    DraftMedium,
    DraftRevision,
    Edition,
    Publication,
)
from academy.db import session


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return where and when a person wrote, added files, asked for editions, decided on them and published."""
    return {
        "courses_edited": _edited(person_id),
        "activities_edited": _last_edited(person_id),
        "saves": _saves(person_id),
        "files_added": _files(person_id),
        "publications": _publications(person_id),
        "editions_published": _editions(person_id),
    }


def _edited(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Course.slug, CourseDraft.edited_at)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(CourseDraft.edited_by_id == person_id)
        .order_by(CourseDraft.edited_at)
    )
    return [{"course": course, "edited_at": at.isoformat()} for course, at in rows]


def _last_edited(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Course.slug, ActivityDraft.slug, ActivityDraft.edited_at)
        .join(ActivityDraft, ActivityDraft.course_id == Course.id)
        .where(ActivityDraft.edited_by_id == person_id)
        .order_by(ActivityDraft.edited_at)
    )
    return [
        {"course": course, "activity": activity, "edited_at": at.isoformat()} for course, activity, at in rows
    ]


def _saves(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Course.slug, ActivityDraft.slug, DraftRevision.saved_at)
        .join(ActivityDraft, ActivityDraft.course_id == Course.id)
        .join(DraftRevision, DraftRevision.activity_id == ActivityDraft.id)
        .where(DraftRevision.saved_by_id == person_id)
        .order_by(DraftRevision.saved_at)
    )
    return [
        {"course": course, "activity": activity, "saved_at": at.isoformat()} for course, activity, at in rows
    ]


def _files(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Course.slug, DraftMedium.name, DraftMedium.added_at)
        .join(DraftMedium, DraftMedium.course_id == Course.id)
        .where(DraftMedium.added_by_id == person_id)
        .order_by(DraftMedium.added_at)
    )
    return [{"course": course, "file": name, "added_at": at.isoformat()} for course, name, at in rows]


def _publications(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Course.slug, Publication)
        .join(Publication, Publication.course_id == Course.id)
        .where(or_(Publication.asked_by_id == person_id, Publication.decided_by_id == person_id))
        .order_by(Publication.asked_at)
    )
    return [
        {
            "course": course, "asked_at": each.asked_at.isoformat(), "is_own": each.asked_by_id == person_id,
            "notes": each.notes if each.asked_by_id == person_id else None,
            "decided_at": each.decided_at.isoformat() if each.decided_at else None, "is_approved": each.is_approved,
            "reason": each.reason,
        }
        for course, each in rows
    ]  # fmt: skip


def _editions(person_id: UUID) -> list[dict[str, object]]:
    rows = session.execute(
        select(Course.slug, Edition.number, Edition.published_at)
        .join(Edition, Edition.course_id == Course.id)
        .where(Edition.published_by_id == person_id)
        .order_by(Edition.published_at)
    )
    return [
        {"course": course, "edition": number, "published_at": at.isoformat()} for course, number, at in rows
    ]
