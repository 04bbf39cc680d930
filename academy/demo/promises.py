"""What a graduate of the demo committed herself to: one thing is under way, of the other there is no report yet."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as people_queries
from academy.accounts.models import Person
from academy.cascade import queries, service
from academy.cascade.rules.commitments import Kind, Progress
from academy.db import session
from academy.demo.graduates import LEADER

MADE, REPORTED = timedelta(days=20), timedelta(days=3)  # ago
PROMISES = (
    (
        Kind.PROTOCOL,
        "A one-page form for carcasses that every patrol carries, agreed with the laboratory.",
        180,
    ),
    (
        Kind.EQUIPMENT,
        "A sealed kit in each of our four vehicles: bags, labels, gloves, spare log sheets.",
        90,
    ),
)


def commit_her() -> None:
    """Let the ranger who teaches colleagues have committed herself to two things."""
    at = clock.now() - MADE
    with db.writing():
        person = session.scalars(select(Person).where(Person.call_sign == LEADER)).one()
        who = people_queries.actor_for(person, on=clock.now().date())
        ground = queries.grounds(who, at=clock.now())[0]
        first, _second = (
            service.commit_to(
                promise=service.Promise(ground, kind, text, at.date() + timedelta(days=days), kind.value), by=who, at=at
            )
            for kind, text, days in PROMISES
        )  # fmt: skip
        said = service.Said(Progress.UNDER_WAY, "The laboratory has seen a first draft.", 1)
        service.report_progress(
            commitment=queries.commitment_for(who, first.id), said=said, by=who, at=clock.now() - REPORTED
        )
