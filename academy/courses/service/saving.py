"""Saving an activity's draft: every save is kept, and what two authors wrote at once comes together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from academy.actor import Actor
from academy.courses.kinds import ActivityKind, kind_named
from academy.courses.models import ActivityDraft, DraftRevision
from academy.courses.package.single import read_if_in_order
from academy.courses.rules.merging import LONGEST, Conflict, Merge, Stretch, merge
from academy.db import session
from academy.errors import Invalid


@dataclass(frozen=True)
class Saved:
    """The text is in the draft."""

    #: The revision the draft has now.
    revision: int
    #: The revision that holds the text as it was given: what the page it came from goes on from.
    own: int
    #: Whether others had changed other parts meanwhile, which are in the draft too.
    is_merged: bool = False
    #: False where the draft held this text already.
    is_new: bool = True


@dataclass(frozen=True)
class Collision:
    """Others changed the same paragraphs meanwhile: nothing is saved, people decide."""

    based_on: int
    #: The revision it collided with.
    revision: int
    base: str
    mine: str
    theirs: str
    merge: Merge


def save_source(
    *, activity: ActivityDraft, source: str, based_on: int, by: Actor | None, at: datetime
) -> Saved | Collision:
    """Save an activity's file as it stands, in order or not, or say what it collides with.

    ``based_on`` is the revision the author began from. Saving the same text again changes nothing, so a save whose
    answer was lost may be repeated. Raises Invalid for a text that is too long.
    """
    source = _tidy(source)
    if len(source) > LONGEST:
        raise Invalid("draft-too-long", field="source", most=LONGEST)
    session.refresh(activity, ["source", "revision", "title"], with_for_update=True)
    _keep_current(activity)
    if (own := _revision_holding(activity, source, based_on)) is not None:
        return Saved(activity.revision, own, is_merged=own != activity.revision, is_new=False)
    if based_on >= activity.revision:
        revision = _add(activity, source, by, at)
        return Saved(revision, revision)
    return _bring_together(activity, source, based_on, by, at)


def _bring_together(
    activity: ActivityDraft, source: str, based_on: int, by: Actor | None, at: datetime
) -> Saved | Collision:
    base = _source_at(activity, based_on)
    merged = _merge(kind_named(activity.kind), base, source, activity.source)
    if merged.conflicts:
        return Collision(based_on, activity.revision, base, source, activity.source, merged)
    own = _add(activity, source, by, at)
    if merged.text != source:
        _add(activity, merged.text, by, at)
    return Saved(activity.revision, own, is_merged=own != activity.revision)


def collision_between(*, activity: ActivityDraft, mine: str, based_on: int, revision: int) -> Collision:
    """Return a collision again as it was shown, for the decisions that answer it."""
    base, theirs = _source_at(activity, based_on), _source_at(activity, revision)
    mine = _tidy(mine)
    merged = _merge(kind_named(activity.kind), base, mine, theirs)
    return Collision(based_on, revision, base, mine, theirs, merged)


def _merge(kind: ActivityKind, base: str, mine: str, theirs: str) -> Merge:
    """Merge as written; where that conflicts, as the kind writes them, so that another layout is no change.

    Two good files that make a bad one (two questions of one name) are one conflict as a whole.
    """
    is_yaml = kind.suffix.endswith(".yaml")
    merged = merge(base, mine, theirs, is_yaml=is_yaml)
    contents = [content for text in (base, mine, theirs) if (content := read_if_in_order(kind, text))]
    if merged.conflicts and len(contents) == 3:
        again = merge(*(kind.write(content) for content in contents), is_yaml=is_yaml)
        merged = again if len(again.conflicts) < len(merged.conflicts) else merged
    if not merged.conflicts and len(contents) == 3 and read_if_in_order(kind, merged.text) is None:
        return Merge((Stretch(Conflict(base, mine, theirs), "\n"),))
    return merged


def _add(activity: ActivityDraft, source: str, by: Actor | None, at: datetime) -> int:
    activity.source = source
    activity.revision += 1
    activity.title = _title(activity.kind, source) or activity.title
    activity.edited_at = at
    activity.edited_by_id = by.person_id if by else None
    _keep(activity)
    return activity.revision


def _keep_current(activity: ActivityDraft) -> None:
    """See that what a save replaces is kept, also where no save of this room brought it."""
    if session.get(DraftRevision, (activity.id, activity.revision)) is None:
        _keep(activity)


def _keep(activity: ActivityDraft) -> None:
    session.add(
        DraftRevision(
            activity_id=activity.id, revision=activity.revision, source=activity.source,
            saved_at=activity.edited_at, saved_by_id=activity.edited_by_id,
        )
    )  # fmt: skip
    session.flush()


def _revision_holding(activity: ActivityDraft, source: str, based_on: int) -> int | None:
    """Return the newest revision since ``based_on`` that is this very text: a repeated save, or no change at all."""
    return session.scalar(
        select(func.max(DraftRevision.revision)).where(
            DraftRevision.activity_id == activity.id,
            DraftRevision.revision >= min(based_on, activity.revision),
            DraftRevision.source == source,
        )
    )


def _source_at(activity: ActivityDraft, revision: int) -> str:
    """Return the text a revision had; of one that is not known, the last known before it, or nothing."""
    found = session.scalar(
        select(DraftRevision.source)
        .where(DraftRevision.activity_id == activity.id, DraftRevision.revision <= revision)
        .order_by(DraftRevision.revision.desc())
        .limit(1)
    )
    return found or ""


def _title(kind: str, source: str) -> str | None:
    content = read_if_in_order(kind_named(kind), source)
    return content.title if content else None


def _tidy(source: str) -> str:
    """Return a text as browsers send it with the line ends that files have."""
    return source.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
