"""Capstones for the wider world: for each learner one with a debrief, one that waits for marks, and two under way."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from academy import clock
from academy.capstones import service
from academy.capstones.content import CapstoneContent
from academy.capstones.models import CapstoneMark
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Attempt, Enrolment
from academy.learning.rules import Total
from academy.learning.service import Begun, Save
from tests.capstones import ANSWER, ROW
from tests.kinds import BAGS

#: Endpoint → how far the attempts have come that it is asked for.
WANTS = {
    "inventory": "open", "thing": "open", "save_object": "open", "close": "open", "findings": "closed", "save_row": "closed",
    "profile": "closed", "save_answer": "closed", "review": "closed", "hand_in": "closed", "mark": "waiting",
    "debrief": "marked",
}  # fmt: skip


def bags(edition: Edition, enrolments: Mapping[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Let each learner work at the bags; return endpoint → argument → owner → value."""
    course = reading(edition_id=edition.id, locale="en").course
    contents = {slug: found[1].content for slug in BAGS if (found := course.activity(slug))}
    made: dict[str, dict[str, str]] = {stage: {} for stage in WANTS.values()}
    for name, enrolment_id in enrolments.items():
        enrolment = session.get_one(Enrolment, UUID(enrolment_id))
        for stage, slug in (
            ("marked", BAGS[0]), ("waiting", BAGS[0]), ("open", BAGS[0]), ("closed", BAGS[1])
        ):  # fmt: skip
            capstone = contents[slug]
            assert isinstance(capstone, CapstoneContent)
            made[stage][name] = str(_worked(enrolment, slug, capstone, stage))
    return {f"capstones.{endpoint}": {"attempt_id": made[stage]} for endpoint, stage in WANTS.items()}


def _worked(enrolment: Enrolment, slug: str, capstone: CapstoneContent, stage: str) -> UUID:
    at = clock.now()
    attempt = learning.start_attempt(
        enrolment=enrolment, activity=slug, begun=Begun("en", _digest(enrolment), 0), at=at
    )
    objects = capstone.objects if stage != "open" else capstone.objects[:1]
    items = {f"object:{each.key}": {"what": f"I see {each.key}"} for each in objects}
    _save(attempt, capstone, items)
    if stage == "open":
        return attempt.id
    service.close_inventory(attempt=attempt, capstone=capstone, device="device-01", at=at)
    _save(attempt, capstone, {"row:1": ROW, "question:who": ANSWER})
    if stage != "closed":
        service.hand_in(attempt=attempt, capstone=capstone, at=at)
    if stage == "marked":
        _mark(attempt)
    return attempt.id


def _digest(enrolment: Enrolment) -> str:
    return reading(edition_id=enrolment.edition_id, locale="en").rendition_digest


def _save(attempt: Attempt, capstone: CapstoneContent, items: Mapping[str, object]) -> None:
    for item, payload in items.items():
        sent = Save(item, payload, "device-01", 1, uuid4().hex)
        service.save(attempt=attempt, capstone=capstone, save=sent, at=clock.now())


def _mark(attempt: Attempt) -> None:
    """Let two people have marked it, who are no longer here."""
    at = clock.now()
    for place in (1, 2):
        session.add(
            CapstoneMark(
                attempt_id=attempt.id, marker_id=None, place=place, levels={"facts": 3, "doubt": 1},
                notes={"facts": "Well seen."}, muddles={"1": "too-sure"}, comment="Doubt more.", marked_at=at,
            )
        )  # fmt: skip
    learning.settle_attempt(attempt=attempt, total=Total(4 / 6, False), at=at)
