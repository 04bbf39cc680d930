"""The files of a working copy: added with their card, changed, set aside, brought back; forgotten when nothing shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import select, union

from academy.actor import Actor
from academy.audit import service as audit
from academy.courses import rules
from academy.courses.models import Course, CourseDraft, DraftMedium, EditionMedium
from academy.courses.rules.slugs import free_slug, is_kept, slug_for
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.media import service as media
from academy.media.rules import Media, format_of

#: Files that nothing shows are kept this long: an upload or an import may be under way.
SPARED = timedelta(days=1)


@dataclass(frozen=True)
class Added:
    """What came of adding a file."""

    row: DraftMedium
    #: False where the same bytes were in the course already, perhaps under another name.
    is_new: bool


def wished(wish: str, own: str) -> str:
    """Return the name a file is to have: the one that was typed, with the ending of its own."""
    suffix = PurePath(own).suffix.lower()
    return f"{PurePath(wish).stem if format_of(wish) else wish}{suffix}" if wish else own


def name_for(wish: str, content_name: str, taken: set[str]) -> str:
    """Return a free name for a new file: a slug of ``wish`` (or of its own name) with its own ending."""
    claimed = format_of(content_name)
    suffix = claimed.suffixes[0] if claimed else PurePath(content_name).suffix.lower()
    stem = PurePath(wish).stem if format_of(wish) else wish
    slug = slug_for(stem or PurePath(content_name).stem, spare="file")
    return free_slug(slug, {name.removesuffix(suffix) for name in taken if name.endswith(suffix)}) + suffix


def add_medium(
    *, course: Course, name: str, file: Media, card: Mapping[str, Any], alt: str, by: Actor, at: datetime
) -> Added:
    """Add a file whose bytes are in storage. The same bytes again are the file there is, brought back if set aside."""
    draft = _held(course.id)
    rows = session.scalars(select(DraftMedium).where(DraftMedium.course_id == course.id)).all()
    same = sorted(
        (row for row in rows if row.digest == file.digest), key=lambda row: row.retired_at is not None
    )
    if same:
        same[0].retired_at = None
        _note(draft, same[0], "restore", by, at)
        return Added(same[0], is_new=False)
    media.register_all(media=[file], at=at)
    row = DraftMedium(
        course_id=course.id, name=name_for(name, name, {row.name for row in rows}), digest=file.digest, card=_card(card),
        alt=alt, added_at=at, added_by_id=by.person_id,
    )  # fmt: skip
    session.add(row)
    _note(draft, row, "add", by, at)
    return Added(row, is_new=True)


def bring_along(
    *, course_id: UUID, name: str, digest: str, card: Mapping[str, Any], by: Actor, at: datetime
) -> str:
    """See that a course has a file that is kept already, and return what it is called there.

    The same bytes are the file there is; where another one has the name, this one gets a free one.
    """
    draft = _held(course_id)
    rows = session.scalars(select(DraftMedium).where(DraftMedium.course_id == course_id)).all()
    same = [row for row in rows if row.digest == digest and row.retired_at is None]
    if same:
        return next((row.name for row in same if row.name == name), same[0].name)
    said = {each: card[each] for each in ("licence", "credit", "origin", "transcript") if each in card}
    row = DraftMedium(
        course_id=course_id, name=name_for(name, name, {row.name for row in rows}), digest=digest, card=_card(said),
        alt=str(card.get("alt", "")), added_at=at, added_by_id=by.person_id,
    )  # fmt: skip
    session.add(row)
    _note(draft, row, "add", by, at)
    return row.name


def change_card(
    *, row: DraftMedium, card: Mapping[str, Any], alt: str, seen: str, by: Actor, at: datetime
) -> None:
    """Save what is said of a file. Raises Conflict where somebody else said something else meanwhile."""
    draft = _held(row.course_id)
    _refuse_stale(row, seen)
    row.card, row.alt = {**row.card, **card}, alt
    _note(draft, row, "change", by, at)


def replace_file(*, row: DraftMedium, file: Media, seen: str, by: Actor, at: datetime) -> None:
    """Put another file of the same kind under a name; what refers to it shows the new one."""
    draft = _held(row.course_id)
    _refuse_stale(row, seen)
    claimed = format_of(row.name)
    if claimed is None or claimed.content_type != file.content_type:
        raise Invalid("medium-other-kind", field="file", suffix=PurePath(row.name).suffix)
    media.register_all(media=[file], at=at)
    row.digest = file.digest
    _note(draft, row, "replace", by, at)


def add_captions(
    *, row: DraftMedium, locale: str, file: Media, seen: str, by: Actor, at: datetime
) -> DraftMedium:
    """Add captions in one language to a video, or exchange those there are."""
    draft = _held(row.course_id)
    _refuse_stale(row, seen)
    if file.content_type != "text/vtt":
        raise Invalid("medium-other-kind", field="file", suffix=".vtt")
    media.register_all(media=[file], at=at)
    captions = dict(row.card.get("captions") or {})
    found = session.get(DraftMedium, (row.course_id, captions.get(locale, "")))
    if found is None:
        taken = set(session.scalars(select(DraftMedium.name).where(DraftMedium.course_id == row.course_id)))
        name = name_for(f"{PurePath(row.name).stem}-{locale.lower()}", "captions.vtt", taken)
        card = {each: row.card.get(each, "") for each in ("licence", "credit", "origin")}
        found = DraftMedium(
            course_id=row.course_id, name=name, card=_card(card), alt="", added_at=at, added_by_id=by.person_id,
            digest=file.digest,
        )  # fmt: skip
        session.add(found)
    found.digest, found.retired_at = file.digest, None
    row.card = {**row.card, "captions": {**captions, locale: found.name}}
    _note(draft, row, "caption", by, at)
    return found


def remove_captions(*, row: DraftMedium, locale: str, by: Actor, at: datetime) -> None:
    """Take a video's captions in one language away; their file is set aside. Twice is as once."""
    draft = _held(row.course_id)
    captions = dict(row.card.get("captions") or {})
    name = captions.pop(locale, None)
    if name is None:
        return
    row.card = {**row.card, "captions": captions}
    found = session.get(DraftMedium, (row.course_id, name))
    if found is not None:
        found.retired_at = found.retired_at or at
    _note(draft, row, "caption", by, at)


def set_aside(*, row: DraftMedium, by: Actor, at: datetime) -> None:
    """Set a file aside; for 90 days it can be brought back."""
    draft = _held(row.course_id)
    if row.retired_at is None:
        row.retired_at = at
        _note(draft, row, "retire", by, at)


def restore(*, row: DraftMedium, by: Actor, at: datetime) -> None:
    """Bring a file back. Raises Conflict where 90 days are over."""
    draft = _held(row.course_id)
    if row.retired_at is None:
        return
    if not is_kept(row.retired_at, at=at):
        raise Conflict("medium-forgotten")
    row.retired_at = None
    _note(draft, row, "restore", by, at)


def forget_unshown(*, at: datetime, besides: Collection[str] = ()) -> int:
    """Forget files that no working copy and no edition shows, but for ``besides``; return how many."""
    shown = set(session.scalars(union(select(DraftMedium.digest), select(EditionMedium.digest))))
    return media.forget(shown=shown | set(besides), before=at - SPARED)


def seal_of(row: DraftMedium) -> str:
    """Return what a form carries, so that a change by somebody else is noticed."""
    return rules.digest(rules.canonical([row.digest, row.card, row.alt]))


def _refuse_stale(row: DraftMedium, seen: str) -> None:
    session.refresh(row)
    if seal_of(row) != seen:
        raise Conflict("medium-moved-on")


def _held(course_id: UUID) -> CourseDraft:
    """Return a course's draft, locked: files of one course are changed one after the other."""
    return session.scalars(
        select(CourseDraft).where(CourseDraft.course_id == course_id).with_for_update()
    ).one()


def _card(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a whole card, as ``content.MediaFile`` has it."""
    return {"licence": "", "credit": "", "origin": "synthetic", "captions": {}, "transcript": "", **said}


def _note(draft: CourseDraft, row: DraftMedium, verb: str, by: Actor, at: datetime) -> None:
    draft.edited_at, draft.edited_by_id = at, by.person_id
    session.flush()
    audit.record(
        by=by, verb=verb, object_type="draft_medium", object_id=f"{draft.course_id}/{row.name}", at=at
    )
