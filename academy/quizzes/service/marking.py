"""People's marks of responses that no rule can mark: by one person, or by two who do not see each other's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid
from academy.items.kinds.rubric import BadLevels, ByRubric, Rubric
from academy.items.rules import ROUNDING
from academy.learning.models import Attempt, AttemptState, Cause
from academy.learning.service import Why
from academy.quizzes.models import PersonMark
from academy.quizzes.queries.asked import Asked
from academy.quizzes.queries.marking import marks_of, result_of
from academy.quizzes.rules import Turn, agreed, turn_after
from academy.quizzes.service.results import put_score


@dataclass(frozen=True)
class Judgement:
    """What a marker found: a level of each criterion, by its place from 0, and what she says to the learner."""

    levels: Mapping[str, int]
    comment: str
    #: Whether the two earlier marks stood before her.
    has_seen_both: bool = False


@dataclass(frozen=True)
class Marked:
    """A mark that was given, and what came of it."""

    mark: PersonMark
    #: The item has its score now.
    is_settled: bool
    #: Nothing in the attempt waits any more: it is graded through this mark.
    is_graded: bool


def mark(
    *, attempt: Attempt, asked: Asked, item: ByRubric, judgement: Judgement, by: Actor, at: datetime
) -> Marked:
    """Mark a response of an attempt that the caller holds (``queries.attempt_to_mark``).

    With the last mark that its rubric asks for the item has its score, and with the last item the attempt is graded.
    Raises Forbidden for one's own response, Conflict where it needs no mark any more, where the actor has marked it, or
    where she would decide between marks that she did not see; Invalid for levels that are not the rubric's, and for a
    mark below the best without a word to the learner.
    """
    if attempt.enrolment.person_id == by.person_id:
        raise Forbidden("own-response")
    given = marks_of(attempt.id, item.key)
    if any(each.marker_id == by.person_id for each in given):
        raise Conflict("marked-by-you")
    if result_of(attempt.id, item.key).score is not None:
        raise Conflict("marked-meanwhile")
    turn = turn_after(len(given))
    if turn is Turn.DECIDING and not judgement.has_seen_both:
        raise Conflict("deciding-now")
    score = _score(item.rubric, judgement)
    new = PersonMark(
        attempt_id=attempt.id, item=item.key, turn=turn, marker_id=by.person_id, levels=dict(judgement.levels), score=score,
        comment=judgement.comment.strip(), marked_at=at,
    )  # fmt: skip
    session.add(new)
    session.flush()
    audit.record(
        by=by, verb="mark", object_type="attempt", object_id=attempt.id, at=at, agency_id=attempt.enrolment.agency_id,
        fields=[item.key],
    )  # fmt: skip
    scores = [*(each.score for each in given), score]
    final = agreed(scores, has_second=item.rubric.second_marker, agreement=item.rubric.agreement)
    if final is None:
        return Marked(new, is_settled=False, is_graded=False)
    waited = attempt.state == AttemptState.SUBMITTED
    why = Why(Cause.MARK, new.id, by.person_id)
    put_score(attempt=attempt, asked=asked, item=item.key, score=final, why=why, at=at)
    return Marked(new, is_settled=True, is_graded=waited and attempt.state == AttemptState.GRADED)


def _score(rubric: Rubric, judgement: Judgement) -> float:
    try:
        score = rubric.score(judgement.levels)
    except BadLevels as error:
        raise Invalid("levels-missing") from error
    if score < 1 - ROUNDING and not judgement.comment.strip():
        raise Invalid("comment-missing", field="comment")
    return score
