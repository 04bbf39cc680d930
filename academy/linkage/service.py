"""Attempts at linkage boards: begun, answered item by item, handed in and marked by the server."""

from __future__ import annotations

import secrets
from datetime import datetime

from academy.courses.queries import Reading
from academy.errors import Conflict
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, Attempt, Enrolment
from academy.learning.queries import attempts_at
from academy.learning.rules import NO_DATES, Dates
from academy.learning.service import Begun, Grade, ItemMark
from academy.linkage.content import LinkageContent
from academy.linkage.queries import FEATURES, LINKS, REASONS, saved_sorting
from academy.linkage.rules import Judged, Sorting, judge, may_start


def start(
    *, enrolment: Enrolment, activity: str, board: LinkageContent, reading: Reading, at: datetime, dates: Dates = NO_DATES
) -> Attempt:  # fmt: skip
    """Begin an attempt, or go on with the open one.

    ``dates`` are the activity's own for this learner. Raises Conflict where all attempts are used, or where she was
    moved to another edition since ``reading`` was read.
    """
    earlier = attempts_at(enrolment.id, activity)
    is_running = any(each.state in OPEN_STATES for each in earlier)
    if not is_running and not may_start(board, len(earlier), dates):
        raise Conflict("boards-used")
    if not is_running and enrolment.edition_id != reading.edition_id:
        raise Conflict("moved-meanwhile")
    begun = Begun(
        locale=reading.locale,
        rendition_digest=reading.rendition_digest,
        seed=secrets.randbelow(2**31),
        paper=[],
    )
    return learning.start_attempt(enrolment=enrolment, activity=activity, begun=begun, at=at)


def hand_in(*, attempt: Attempt, board: LinkageContent, at: datetime) -> Attempt:
    """Hand in an attempt, which is held in turn: judge what counts and record it. Raises Conflict if it is closed."""
    sorting = saved_sorting(attempt.id, board)
    judged = judge(board, sorting)
    grade = Grade(judged.score, judged.is_passed, _marks(sorting, judged))
    return learning.grade_attempt(attempt=attempt, grade=grade, at=at)


def _marks(sorting: Sorting, judged: Judged) -> dict[str, ItemMark]:
    arguments = {
        letter: {"links": list(each.links), "sentence": each.sentence, "certainty": each.certainty}
        for letter, each in sorting.arguments.items()
    }
    parts = {
        LINKS: (dict(sorting.places), judged.links.score),
        REASONS: (arguments, judged.reasons.score),
        FEATURES: (dict(sorting.sorts), judged.features_score),
    }
    return {name: ItemMark(response, score, score == 1) for name, (response, score) in parts.items()}
