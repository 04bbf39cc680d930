"""Linkage boards for the wider world: for each learner one that was handed in, and one under way."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from academy import clock
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.service import Save
from academy.linkage import service
from academy.linkage.content import LinkageContent
from tests.kinds import BOARD

#: Pages of a board under way.
_OPEN = ("step", "save", "review", "hand_in", "saved")


def boards(edition: Edition, enrolments: Mapping[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Let each learner hand one in and begin another; return endpoint → argument → owner → value."""
    read = reading(edition_id=edition.id, locale="en")
    found = read.course.activity(BOARD)
    assert found is not None
    board = found[1].content
    assert isinstance(board, LinkageContent)
    closed, running = {}, {}
    for name, enrolment_id in enrolments.items():
        enrolment, at = session.get_one(Enrolment, UUID(enrolment_id)), clock.now()
        first = service.start(enrolment=enrolment, activity=BOARD, board=board, reading=read, at=at)
        for item in ("incident:ford", "incident:quarry"):
            learning.save_response(attempt=first, save=Save(item, "A", "device-01", 1, uuid4().hex), at=at)
        service.hand_in(attempt=first, board=board, at=at)
        second = service.start(enrolment=enrolment, activity=BOARD, board=board, reading=read, at=at)
        for item in ("incident:orchard", "incident:reeds"):
            learning.save_response(attempt=second, save=Save(item, "B", "device-01", 1, uuid4().hex), at=at)
        closed[name], running[name] = str(first.id), str(second.id)
    return {f"linkage.{endpoint}": {"attempt_id": running} for endpoint in _OPEN} | {
        "linkage.result": {"attempt_id": closed}
    }
