"""Capstones in the small world: an edition with one, work handed in, people who mark it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from academy import db
from academy.accounts.models import Person
from academy.capstones import service
from academy.capstones.content import CapstoneContent
from academy.capstones.queries.asked import asked_in
from academy.capstones.queries.marking import attempt_to_mark
from academy.capstones.rules import object_item
from academy.capstones.service import Judgement, Marked
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import Attempt, Cohort, Enrolment
from academy.learning.queries import attempt_in_turn
from academy.learning.service import Save
from tests.editions import publish, with_activity
from tests.world import World

BAG = "gate-quiz"
SECRET = "zqexpertqz"
AUTHORED: dict[str, Any] = {
    "title": "The bag", "minutes": 60, "briefing": "A bag from a hut.", "safety": "Gloves and mask.",
    "layers": [
        {"title": "On top", "objects": [
            {"key": "receipt", "title": "A crumpled paper", "near": "A receipt of 3 May.", "kind": "paper"},
            {"key": "gloves", "title": "Blue rubber", "near": "Two gloves, one torn."},
        ]},
        {"title": "At the bottom", "objects": [{"key": "jar", "title": "A jar", "near": "A lid with a number."}]},
    ],
    "questions": [{"key": "who", "text": "How many people?"}],
    "criteria": [
        {"key": key, "title": f"About {key}", "levels": [
            {"text": f"{key} {words}", "points": points} for points, words in enumerate(("none", "some", "most", "all"))
        ]}
        for key in ("facts", "doubt")
    ],
    "model": {
        "inventory": [{"key": "jar", "text": f"Leave it shut, {SECRET}."}],
        "findings": [{"fact": f"The date, {SECRET}.", "objects": ["receipt"], "inference": "Somebody bought it then.",
                      "certainty": 2, "why": "Receipts are passed on.", "otherwise": "Found."}],
        "profile": [{"key": "who", "text": f"At least one, {SECRET}."}], "limits": f"No name, {SECRET}.",
    },
    "tolerance": 0.2, "lesson": "first-lesson",
}  # fmt: skip
CONTENT = CapstoneContent.model_validate(AUTHORED)
ROW = {"fact": "It says 3 May.", "objects": ["receipt"], "inference": "He was there.", "certainty": 3}
ANSWER = {"text": "Two.", "limits": "A bag names nobody."}


def teach(app: Flask, world: World, *, at: datetime, **settings: Any) -> UUID:
    """Publish the small course with the capstone in place of its gate, and move everybody there."""
    content = CONTENT.model_copy(update=settings)
    edition = publish(app, with_activity(BAG, kind="capstone", content=content), at=at)
    with db.writing():
        session.get_one(Cohort, world.cohort.id).edition_id = edition.id
        for each in (world.enrolment.id, world.foreign_enrolment.id):
            session.get_one(Enrolment, each).edition_id = edition.id
    return edition.id


def begin(enrolment_id: UUID, *, at: datetime) -> UUID:
    """Open the bag."""
    with db.writing():
        enrolment = session.get_one(Enrolment, enrolment_id)
        read = reading(edition_id=enrolment.edition_id, locale="en")
        found = read.course.activity(BAG)
        assert found is not None
        assert isinstance(found[1].content, CapstoneContent)
        return service.start(
            enrolment=enrolment, activity=BAG, capstone=found[1].content, reading=read, at=at
        ).id


def keep(attempt_id: UUID, item: str, payload: Any, *, at: datetime, sequence: int = 1, **more: Any) -> Any:
    """Save one piece of work."""
    with db.writing():
        attempt = attempt_in_turn(attempt_id)
        sent = Save(item, payload, "device-01", sequence, more.pop("key", uuid4().hex), **more)
        return service.save(attempt=attempt, capstone=asked_in(attempt).capstone, save=sent, at=at)


def describe_all(attempt_id: UUID, *, at: datetime) -> None:
    """Take everything out and describe it."""
    for number, each in enumerate(CONTENT.objects, start=1):
        keep(attempt_id, object_item(each.key), {"what": f"I see {each.key}"}, at=at, sequence=number)


def close(attempt_id: UUID, *, at: datetime) -> Any:
    """Close the inventory."""
    with db.writing():
        attempt = attempt_in_turn(attempt_id)
        return service.close_inventory(
            attempt=attempt, capstone=asked_in(attempt).capstone, device="device-01", at=at
        )


def hand_in(enrolment_id: UUID, *, at: datetime) -> UUID:
    """Do all the work and hand it in."""
    attempt_id = begin(enrolment_id, at=at)
    describe_all(attempt_id, at=at)
    close(attempt_id, at=at)
    keep(attempt_id, "row:1", ROW, at=at, sequence=11)
    keep(attempt_id, "question:who", ANSWER, at=at, sequence=12)
    with db.writing():
        attempt = attempt_in_turn(attempt_id)
        service.hand_in(attempt=attempt, capstone=asked_in(attempt).capstone, at=at)
    return attempt_id


def mark(
    world: World, by: Person, attempt_id: UUID, levels: tuple[int, int], *, at: datetime, has_seen_both: bool = False,
    comment: str = "Look again.", muddles: dict[str, str] | None = None,
) -> Marked:  # fmt: skip
    """Let somebody mark."""
    judgement = Judgement(
        dict(zip(("facts", "doubt"), levels, strict=True)), comment, muddles=muddles or {}, has_seen_both=has_seen_both
    )  # fmt: skip
    with db.writing():
        attempt = attempt_to_mark(world.actor(by), attempt_id)
        return service.mark(
            attempt=attempt,
            capstone=asked_in(attempt).capstone,
            judgement=judgement,
            by=world.actor(by),
            at=at,
        )


def attempt_now(attempt_id: UUID) -> Attempt:
    """Return an attempt as it stands now."""
    return session.scalars(
        select(Attempt).where(Attempt.id == attempt_id).execution_options(populate_existing=True)
    ).one()
