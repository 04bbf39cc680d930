"""Setting whole courses and programmes aside, bringing them back, and at last forgetting what nobody brought back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses.models import (
    ActivityDraft,
    Course,
    CourseDraft,
    CourseText,
    DraftMedium,
    DraftRevision,
    Edition,
    ModuleDraft,
    Programme,
    ProgrammeCourse,
    Publication,
)
from academy.courses.rules.slugs import KEPT_FOR, is_kept
from academy.db import session
from academy.errors import NotFound


def restore_course(*, course: Course, by: Actor | None, at: datetime) -> None:
    """Bring a retired course back. Raises NotFound where 90 days are over and its working copy is gone."""
    if course.retired_at is None:
        return
    if not is_kept(course.retired_at, at=at):
        raise NotFound()
    course.retired_at = None
    audit.record(
        by=by, verb="restore", object_type="course", object_id=course.id, at=at, fields=["retired_at"]
    )
    session.flush()


def clear_out(*, at: datetime) -> None:
    """Forget what was set aside more than 90 days ago. Courses with editions stay, retired, without working copy."""
    before = at - KEPT_FOR
    _forget_activities(
        session.scalars(select(ActivityDraft.id).where(ActivityDraft.retired_at < before)).all()
    )
    _forget_modules(before)
    session.execute(delete(DraftMedium).where(DraftMedium.retired_at < before))
    for course_id in session.scalars(select(Course.id).where(Course.retired_at < before)).all():
        _forget_course(course_id)
    _forget_programmes(before)
    session.flush()


def _forget_activities(ids: Sequence[UUID]) -> None:
    for each in ids:
        session.execute(delete(DraftRevision).where(DraftRevision.activity_id == each))
        session.execute(delete(ActivityDraft).where(ActivityDraft.id == each))


def _forget_modules(before: datetime) -> None:
    """Forget old modules; what is still kept of them, or was left in them, keeps its module."""
    is_held = exists().where(ActivityDraft.module_id == ModuleDraft.id)
    session.execute(delete(ModuleDraft).where(ModuleDraft.retired_at < before, ~is_held))


def _forget_course(course_id: UUID) -> None:
    _forget_activities(
        session.scalars(select(ActivityDraft.id).where(ActivityDraft.course_id == course_id)).all()
    )
    for model in (ModuleDraft, DraftMedium, CourseDraft):
        session.execute(delete(model).where(model.course_id == course_id))
    if session.scalar(select(exists().where(Edition.course_id == course_id))):
        return
    for other in (Publication, CourseText, ProgrammeCourse):
        session.execute(delete(other).where(other.course_id == course_id))
    session.execute(delete(Course).where(Course.id == course_id))


def _forget_programmes(before: datetime) -> None:
    old = select(Programme.id).where(Programme.retired_at < before)
    session.execute(delete(ProgrammeCourse).where(ProgrammeCourse.programme_id.in_(old)))
    session.execute(delete(Programme).where(Programme.retired_at < before))
