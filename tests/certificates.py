"""Certificates for the tests that need one: printed and issued as the page does it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from academy import db, i18n
from academy.certificates import queries, service
from academy.certificates.document.wording import sheet
from academy.certificates.models import Certificate
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import Enrolment
from tests.world import World

ISSUED_AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


def complete(enrolment: Enrolment, at: datetime = ISSUED_AT) -> None:
    """Let a learner have done all of her course."""
    with db.writing():
        session.get_one(Enrolment, enrolment.id).completed_at = at


def prepared(
    app: Flask,
    world: World,
    *,
    holder: str = "Amina Prvić",
    locale: str = "sr-Cyrl",
    at: datetime = ISSUED_AT,
) -> service.Prepared:
    """Print a certificate for Amina without issuing it."""
    identity = service.draw_identity()
    facts = service.state_facts(
        identity=identity,
        holder=holder,
        own=reading(edition_id=world.edition.id, locale=locale),
        english=reading(edition_id=world.edition.id, locale="en"),
        law=queries.taught_law(world.actor(world.amina)),
        at=at,
    )
    with app.test_request_context():
        printed = sheet(
            facts, language=i18n.LANGUAGES[locale], verify_url=f"https://academy.example/{identity.code}"
        )
    return service.prepare(identity=identity, facts=facts, sheet=printed, storage=app.extensions["storage"])


def issued(app: Flask, world: World, *, holder: str = "Amina Prvić", at: datetime = ISSUED_AT) -> Certificate:
    """Return Amina's certificate, issued."""
    complete(world.enrolment)
    amina, print_ = world.actor(world.amina), prepared(app, world, holder=holder, at=at)
    session.rollback()
    with db.writing():
        enrolment = queries.enrolment_to_certify(amina, world.enrolment.id)
        return service.claim(enrolment=enrolment, prepared=print_, by=amina, at=at)
