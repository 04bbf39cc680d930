"""People's marks of a capstone: two that do not see each other's, and where they lie apart a third who settles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from academy.actor import Actor
from academy.audit import service as audit
from academy.capstones.content import CapstoneContent
from academy.capstones.models import CapstoneMark
from academy.capstones.queries.marking import marks_of
from academy.capstones.rules import BLIND, BadLevels, Muddle, final, score
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.learning import service as learning
from academy.learning.models import Attempt, AttemptState
from academy.learning.rules import Total


@dataclass(frozen=True)
class Judgement:
    """What a marker found: a level of each criterion, by its place from 0, and what she says to the learner."""

    levels: Mapping[str, int]
    comment: str
    #: Criterion → what she says of it.
    notes: Mapping[str, str] = field(default_factory=dict)
    #: Row → ``Muddle``.
    muddles: Mapping[str, str] = field(default_factory=dict)
    #: Whether the two earlier marks stood before her.
    has_seen_both: bool = False


@dataclass(frozen=True)
class Marked:
    """A mark that was given, and whether the capstone has its result through it."""

    mark: CapstoneMark
    is_settled: bool


def mark(
    *, attempt: Attempt, capstone: CapstoneContent, judgement: Judgement, by: Actor, at: datetime
) -> Marked:
    """Mark an attempt that the caller holds (``queries.marking.attempt_to_mark``).

    Raises Forbidden for one's own; Conflict where it has its result, where the actor has marked it, or where she would
    settle between marks that she did not see; Invalid for levels that are not the rubric's, and for a mark below the
    best without a word to the learner.
    """
    if attempt.enrolment.person_id == by.person_id:
        raise Forbidden("own-capstone")
    marked = marks_of(attempt.id)
    if any(each.marker_id == by.person_id for each in marked):
        raise Conflict("capstone-marked-by-you")
    if attempt.state != AttemptState.SUBMITTED:
        raise Conflict("capstone-settled")
    if len(marked) >= BLIND and not judgement.has_seen_both:
        raise Conflict("capstone-settling-now")
    reached = _score(capstone, judgement)
    new = CapstoneMark(
        attempt_id=attempt.id, marker_id=by.person_id, place=len(marked) + 1, levels=dict(judgement.levels),
        notes=dict(judgement.notes), muddles=dict(judgement.muddles), comment=judgement.comment, marked_at=at,
    )  # fmt: skip
    session.add(new)
    session.flush()
    audit.record(
        by=by,
        verb="mark",
        object_type="attempt",
        object_id=attempt.id,
        at=at,
        agency_id=attempt.enrolment.agency_id,
    )
    came_to = final(capstone, [*(score(capstone.criteria, each.levels) for each in marked), reached])
    if came_to is None:
        return Marked(new, is_settled=False)
    total = Total(came_to, came_to >= capstone.pass_mark - 1e-9)
    learning.settle_attempt(attempt=attempt, total=total, at=at)
    return Marked(new, is_settled=True)


def _score(capstone: CapstoneContent, judgement: Judgement) -> float:
    try:
        reached = score(capstone.criteria, judgement.levels)
    except BadLevels as error:
        raise Invalid("capstone-levels-missing") from error
    if not set(judgement.muddles.values()) <= set(Muddle):
        raise Invalid("bad-envelope")
    if reached < 1 and not judgement.comment.strip():
        raise Invalid("capstone-comment-missing", field="comment")
    return reached
