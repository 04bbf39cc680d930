"""A course's files: as texts show them, as their library lists them, and where each is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import select

from academy import i18n
from academy.actor import Actor
from academy.courses import content
from academy.courses.kinds import kind_named
from academy.courses.models import ActivityDraft, Course, CourseDraft, DraftMedium, ModuleDraft
from academy.courses.package.single import read_if_in_order
from academy.courses.queries.drafts import authored_by
from academy.db import session
from academy.errors import NotFound
from academy.media.models import Medium
from academy.media.queries import cards
from academy.media.rules import format_of
from academy.richtext import Shown, Track

_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.[a-z0-9]+")


def media_url(digest: str, name: str) -> str:
    """Return the address of a course's file; the page that serves it checks who reads."""
    plain = name if _PLAIN_NAME.fullmatch(name) else f"file{PurePath(name).suffix.lower() or '.bin'}"
    return f"/media/{digest}/{plain}"


def shown_files(course: content.Course) -> dict[str, Shown]:
    """Return every file of a course as its texts show it, by name."""
    return _shown({name: (file.digest, file.model_dump()) for name, file in course.media.items()})


def shown_of_draft(course_id: UUID) -> dict[str, Shown]:
    """Return every file of a working copy as a preview shows it, by name."""
    rows = session.execute(
        select(DraftMedium.name, DraftMedium.digest, DraftMedium.card).where(
            DraftMedium.course_id == course_id, DraftMedium.retired_at.is_(None)
        )
    )
    return _shown({name: (digest, card) for name, digest, card in rows})


def _shown(files: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, Shown]:
    kept = cards({digest for digest, _card in files.values()})
    urls = {name: media_url(digest, name) for name, (digest, _card) in files.items()}
    return {name: _one(urls, name, kept.get(digest), card) for name, (digest, card) in files.items()}


def _one(urls: Mapping[str, str], name: str, medium: Medium | None, card: Mapping[str, Any]) -> Shown:
    claimed = format_of(name)
    captions = sorted((card.get("captions") or {}).items())
    return Shown(
        urls[name],
        medium.content_type if medium else claimed.content_type if claimed else "application/octet-stream",
        medium.size if medium else 0,
        medium.width if medium else None,
        medium.height if medium else None,
        tuple(Track(lang, _own_name(lang), urls[file]) for lang, file in captions if file in urls),
        card.get("transcript") or "",
    )


def _own_name(lang: str) -> str:
    known = i18n.LANGUAGES.get(lang)
    return known.name if known else lang


@dataclass(frozen=True)
class Listed:
    """A file of a working copy as its library lists it."""

    row: DraftMedium
    medium: Medium
    #: Activities that show it: address and title.
    uses: tuple[tuple[UUID, str, str], ...] = ()
    #: Recordings it captions.
    captions_of: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``picture``, ``document``, ``audio``, ``video``, ``captions``."""
        found = format_of(self.row.name)
        return found.kind if found else "document"

    @property
    def url(self) -> str:
        """Where it is served."""
        return media_url(self.row.digest, self.row.name)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it needs before the course is published: ``alt``, ``licence``, ``captions``, ``transcript``.

        A file that is shown somewhere has its words there.
        """
        card = self.row.card
        needs = {
            "alt": self.kind != "captions" and not (self.row.alt or self.uses),
            "licence": self.kind != "captions" and not card.get("licence"),
            "captions": self.kind == "video" and not card.get("captions"),
            "transcript": self.kind in ("audio", "video") and not card.get("transcript"),
        }
        return tuple(name for name, is_missing in needs.items() if is_missing)


def library(course_id: UUID) -> list[Listed]:
    """Return the files of a working copy by name, those set aside too."""
    rows = session.execute(
        select(DraftMedium, Medium)
        .join(Medium, Medium.digest == DraftMedium.digest)
        .where(DraftMedium.course_id == course_id)
        .order_by(DraftMedium.name)
    ).all()
    uses = uses_of(course_id)
    captioned: dict[str, list[str]] = {}
    for row, _medium in rows:
        if row.retired_at is None:
            for file in (row.card.get("captions") or {}).values():
                captioned.setdefault(file, []).append(row.name)
    return [
        Listed(row, medium, tuple(uses.get(row.name, ())), tuple(captioned.get(row.name, ())))
        for row, medium in rows
    ]


def uses_of(course_id: UUID) -> dict[str, list[tuple[UUID, str, str]]]:
    """Return, by file, the activities of a working copy that show it: id, kind, title. What cannot be read shows nothing."""
    used: dict[str, list[tuple[UUID, str, str]]] = {}
    for activity_id, kind, title, source in session.execute(
        select(ActivityDraft.id, ActivityDraft.kind, ActivityDraft.title, ActivityDraft.source)
        .join(ModuleDraft, ModuleDraft.id == ActivityDraft.module_id)
        .where(
            ActivityDraft.course_id == course_id, ActivityDraft.retired_at.is_(None), ModuleDraft.retired_at.is_(None)
        )
        .order_by(ModuleDraft.position, ActivityDraft.position)
    ):  # fmt: skip
        one = kind_named(kind)
        read = read_if_in_order(one, source)
        for name in sorted(one.references(read).media) if read else ():
            used.setdefault(name, []).append((activity_id, one.editor, title))
    return used


def library_course(actor: Actor, slug: str) -> Course:
    """Return a course whose files the actor may change. Raises NotFound."""
    found = session.scalar(
        select(Course)
        .join(CourseDraft, CourseDraft.course_id == Course.id)
        .where(Course.slug == slug, Course.retired_at.is_(None), authored_by(actor))
    )
    if found is None:
        raise NotFound()
    return found


def draft_medium_for(actor: Actor, slug: str, name: str) -> DraftMedium:
    """Return a file of a working copy the actor may change, set aside or not. Raises NotFound."""
    course = library_course(actor, slug)
    found = session.get(DraftMedium, (course.id, name))
    if found is None:
        raise NotFound()
    return found
