"""Working copies: begun empty, or filled from a whole course; what was there before stays in the revisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import undefer

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses import content, rules
from academy.courses.models import (
    ActivityDraft,
    Course,
    CourseDraft,
    DraftMedium,
    DraftRevision,
    Edition,
    ModuleDraft,
)
from academy.courses.package import sources_of, texts_of
from academy.courses.queries.drafts import files_of
from academy.db import insert, session
from academy.errors import Invalid

#: What ``CourseDraft.settings``, ``ModuleDraft.settings`` and ``ActivityDraft.settings`` hold, every key always.
COURSE_SETTINGS = (
    *(name for name in content.Manifest.model_fields if name not in {"format", "slug", "modules"}), "glossary",
)  # fmt: skip
MODULE_SETTINGS = ("title", "summary", "gate", "requires", "sources")
ACTIVITY_SETTINGS = ("is_required", "requires", "due_days")
CARD = tuple(name for name in content.MediaFile.model_fields if name != "digest")


def begin(
    *, slug: str, title: str, agency_id: UUID | None, source_locale: str, level: str, track: str | None,
    by: Actor | None, at: datetime,
) -> Course:  # fmt: skip
    """Begin a course: it has an empty working copy and no edition. Raises Invalid where the slug is taken."""
    if session.scalar(select(Course.id).where(Course.slug == slug)) is not None:
        raise Invalid("course-slug-taken", field="slug")
    empty = content.Course(
        slug=slug, level=level, track=track, source_locale=source_locale, title=title, summary="", statement="",
        hours=1, modules=[],
    )  # fmt: skip
    course = course_for(empty, agency_id=agency_id)
    fill(course=course, document=empty, by=by, at=at)
    audit.record(by=by, verb="begin", object_type="course", object_id=course.id, at=at, agency_id=agency_id)
    return course


def course_for(document: content.Course, *, agency_id: UUID | None = None) -> Course:
    """Return the course of a document's slug; a new one where there is none, belonging to ``agency_id``."""
    row = {
        "id": uuid4(), "slug": document.slug, "agency_id": agency_id, "level": document.level, "track": document.track,
        "source_locale": document.source_locale, "is_open": document.is_open,
    }  # fmt: skip
    session.execute(insert(Course).values(row).on_conflict_do_nothing(index_elements=["slug"]))
    return session.scalars(select(Course).where(Course.slug == document.slug)).one()


@dataclass(frozen=True)
class Written:
    """A document as a working copy holds it; made before a write unit begins, since writing it takes a while."""

    document: content.Course
    data: dict[str, Any] = field(repr=False)
    #: Activity → the text of its file.
    sources: dict[str, str] = field(repr=False)
    texts: dict[str, bytes] = field(repr=False)


def written(document: content.Course) -> Written:
    """Write a document as a working copy holds it."""
    sources = sources_of(document)
    return Written(document, document.model_dump(mode="json"), sources, texts_of(document, sources))


def fill(*, course: Course, document: content.Course | Written, by: Actor | None, at: datetime) -> None:
    """Make the working copy of a course say what ``document`` says, its files being registered already.

    Modules and activities of the same slug go on as the same rows, so that their revisions stay one story;
    what the document does not have is set aside and can be restored. A copy that says it already is left alone.
    """
    made = document if isinstance(document, Written) else written(document)
    session.execute(
        select(Course.id).where(Course.id == course.id).with_for_update()
    )  # one filling at a time
    draft = session.get(CourseDraft, course.id, populate_existing=True)
    if draft is not None and _says(course.id, made):
        return
    if draft is None:
        draft = CourseDraft(course_id=course.id, revision=0)
        session.add(draft)
    draft.settings = {name: made.data.get(name) for name in COURSE_SETTINGS}  # later fields may go unsaid
    draft.revision += 1
    draft.edited_at, draft.edited_by_id = at, by.person_id if by else None
    filling = _Filling(course, made, by, at)
    with session.no_autoflush:
        filling.modules()
        filling.media(made.data["media"])
    session.flush()


def begin_missing(*, at: datetime) -> int:
    """Give every course that was published before there were working copies one of its live edition; count them."""
    found = session.execute(
        select(Course, Edition.document)
        .join(Edition, Edition.id == Course.live_edition_id)
        .where(~exists().where(CourseDraft.course_id == Course.id))
    ).all()
    for course, document in found:
        fill(course=course, document=rules.thaw(document), by=None, at=at)
    return len(found)


def _says(course_id: UUID, made: Written) -> bool:
    texts, media = files_of(course_id)
    return texts == made.texts and media == {name: file.digest for name, file in made.document.media.items()}


class _Filling:
    """One filling of a working copy: the rows there are, and who fills it when."""

    def __init__(self, course: Course, made: Written, by: Actor | None, at: datetime) -> None:
        self.course, self.made, self.at, self.by_id = course, made, at, by.person_id if by else None
        self.revisions: list[DraftRevision] = []
        self.module_rows = {
            row.slug: row
            for row in session.scalars(
                select(ModuleDraft).where(
                    ModuleDraft.course_id == course.id, ModuleDraft.retired_at.is_(None)
                )
            )
        }
        self.activity_rows = {
            row.slug: row
            for row in session.scalars(
                select(ActivityDraft)
                .where(ActivityDraft.course_id == course.id, ActivityDraft.retired_at.is_(None))
                .options(undefer(ActivityDraft.source))
            )
        }

    def modules(self) -> None:
        """Write modules, then activities, then their revisions: each leans on the ones before."""
        document, said = self.made.document, self.made.data["modules"]
        kinds = {activity.slug: activity.kind for _module, activity in document.activities()}
        self._set_aside({module.slug for module in document.modules}, kinds)
        rows = [
            self._module(place, module.slug, told)
            for place, (module, told) in enumerate(zip(document.modules, said, strict=True))
        ]
        session.flush()
        for row, module, told in zip(rows, document.modules, said, strict=True):
            for place, pair in enumerate(zip(module.activities, told["activities"], strict=True)):
                self._activity(row, place, *pair)
        session.flush()
        session.add_all(self.revisions)

    def _module(self, place: int, slug: str, said: dict[str, Any]) -> ModuleDraft:
        row = self.module_rows.get(slug)
        if row is None:
            row = ModuleDraft(id=uuid4(), course_id=self.course.id, slug=slug, revision=0)
            session.add(row)
        row.position, row.settings = place, {name: said[name] for name in MODULE_SETTINGS}
        row.revision += 1
        return row

    def _set_aside(self, slugs: set[str], kinds: dict[str, str]) -> None:
        """Set aside what the document does not have; an activity that changes its kind is another one."""
        for slug, module in self.module_rows.items():
            if slug not in slugs:
                module.retired_at = self.at
        for slug, activity in list(self.activity_rows.items()):
            if kinds.get(slug) != activity.kind:
                activity.retired_at = self.at
                del self.activity_rows[slug]
        session.flush()

    def _activity(
        self, module: ModuleDraft, place: int, activity: content.Activity, said: dict[str, Any]
    ) -> None:
        source = self.made.sources[activity.slug]
        row = self.activity_rows.get(activity.slug)
        if row is None:
            row = ActivityDraft(
                id=uuid4(),
                course_id=self.course.id,
                slug=activity.slug,
                kind=activity.kind,
                source="",
                revision=0,
            )
            session.add(row)
        row.module_id, row.position, row.title = module.id, place, activity.content.title
        row.settings = {name: said[name] for name in ACTIVITY_SETTINGS}
        if row.source != source:
            row.source = source
            row.revision += 1
            row.edited_at, row.edited_by_id = self.at, self.by_id
            self.revisions.append(
                DraftRevision(
                    activity_id=row.id, revision=row.revision, source=source, saved_at=self.at, saved_by_id=self.by_id
                )
            )  # fmt: skip

    def media(self, files: dict[str, dict[str, Any]]) -> None:
        rows = {
            row.name: row
            for row in session.scalars(select(DraftMedium).where(DraftMedium.course_id == self.course.id))
        }
        for name, row in rows.items():
            if name not in files and row.retired_at is None:
                row.retired_at = self.at
        for name, file in files.items():
            row = rows.get(name) or DraftMedium(
                course_id=self.course.id, name=name, added_at=self.at, added_by_id=self.by_id
            )
            row.digest, row.card, row.retired_at = file["digest"], {each: file[each] for each in CARD}, None
            session.add(row)
