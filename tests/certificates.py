"""Certificates for the tests that need one: printed and issued as the page does it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from academy import db
from academy.certificates import queries, service
from academy.certificates.models import Certificate
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
    holder: str | None = None,
    enrolment: Enrolment | None = None,
    locale: str = "sr-Cyrl",
    at: datetime = ISSUED_AT,
) -> service.Prepared:
    """Print a certificate for Amina, or of another enrolment, without issuing it."""
    found = session.get_one(Enrolment, (enrolment or world.enrolment).id)
    if holder is not None:
        with db.writing():
            found.person.legal_name = holder
    return service.printed(service.Order(found, locale), issuer=app.extensions["issuer"], at=at)


def issued(app: Flask, world: World, *, holder: str | None = None, at: datetime = ISSUED_AT) -> Certificate:
    """Return Amina's certificate, issued."""
    complete(world.enrolment)
    amina, print_ = world.actor(world.amina), prepared(app, world, holder=holder, at=at)
    session.rollback()
    with db.writing():
        enrolment = queries.enrolment_to_certify(amina, world.enrolment.id)
        return service.claim(
            enrolment=enrolment, prepared=print_, issuer=app.extensions["issuer"], by=amina, at=at
        )
