"""What going on in a newer edition means for one learner."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from academy.courses.content import Course
from academy.courses.rules import Facts
from academy.learning.rules.standing import completes, required_of


@dataclass(frozen=True)
class Move:
    """A learner's way from one edition to another, by slugs in the order of the editions."""

    #: Done, and part of the newer edition too: it counts there.
    kept: tuple[str, ...]
    #: Required by the newer edition, not done, and not asked for until now.
    new_to_do: tuple[str, ...]
    #: Done, and no longer part of the course: it stays on record.
    gone: tuple[str, ...]
    #: How many required activities are left to do afterwards.
    left_to_do: int
    #: Whether the course is complete through the move.
    becomes_complete: bool
    #: Whether the course was complete before: then nothing moves.
    is_finished: bool


def moved(old: Course, new: Course, facts: Facts, *, is_finished: bool = False) -> Move:
    """Return what moving from ``old`` to ``new`` means for a learner. Nothing that is done is ever lost."""
    done = facts.done
    asked, wanted = required_of(old), required_of(new)
    slugs = [activity.slug for _module, activity in new.activities()]
    before = [activity.slug for _module, activity in old.activities()]
    return Move(
        kept=tuple(slug for slug in slugs if slug in done),
        new_to_do=tuple(slug for slug in slugs if slug in wanted - asked and slug not in done),
        gone=tuple(slug for slug in before if slug in done and slug not in slugs),
        left_to_do=len(wanted - done.keys()),
        becomes_complete=not is_finished and completes(new, facts),
        is_finished=is_finished,
    )


def digest_of(edition_id: UUID, moves: Iterable[tuple[UUID, Move]]) -> str:
    """Return the digest of what was shown before a move: anything that changes since changes it."""
    shown = [
        [str(enrolment), move.kept, move.new_to_do, move.gone, move.left_to_do, move.becomes_complete, move.is_finished]
        for enrolment, move in sorted(moves, key=lambda each: each[0])
    ]  # fmt: skip
    return hashlib.sha256(json.dumps([str(edition_id), shown]).encode()).hexdigest()
