"""What stands on a certificate because somebody saw it: practicals signed off, exams sat; frozen with their day and hand."""

from __future__ import annotations

import io
from datetime import timedelta

from flask import Flask
from pypdf import PdfReader

from academy import clock, db
from academy.accounts.models import Person
from academy.certificates import service
from academy.certificates.content import Facts
from academy.certificates.models import Certificate
from academy.certificates.queries import document_of
from academy.db import session
from academy.learning.models import Enrolment
from tests.certificates import complete, issued
from tests.domains.test_exams import arrangement, set_up
from tests.domains.test_practicals import ALL, CRITICAL_MISSED, sign
from tests.kinds import PRACTICAL, in_the_field
from tests.marking import GLOVES, QUIZ, hand_in, quiz, teach
from tests.world import World


def facts_of(enrolment: Enrolment, locale: str = "en") -> Facts:
    found = session.get_one(Enrolment, enrolment.id)
    return service.state_facts(service.Order(found, locale), identity=service.draw_identity(), at=clock.now())


def test_a_practical_stands_there_once_it_is_passed_with_its_day_and_assessor(
    app: Flask, world: World
) -> None:
    field = in_the_field(app, world)
    sign(world, field, CRITICAL_MISSED)
    assert facts_of(field.amina).practicals == ()
    signed = sign(world, field, ALL, number=2)
    [stands] = facts_of(field.amina).practicals
    title = field.course.activity(PRACTICAL)
    assert title is not None
    assert (stands.activity, stands.observed_on, stands.assessor) == (PRACTICAL, signed.observed_on, "vera")
    assert stands.title["en"]
    assert facts_of(field.dina).practicals == ()
    complete(field.amina)
    prepared = service.printed(
        service.Order(session.get_one(Enrolment, field.amina.id), "en"),
        issuer=app.extensions["issuer"],
        at=clock.now(),
    )
    pages = PdfReader(io.BytesIO(app.extensions["storage"].get(prepared.document_digest))).pages
    assert stands.title["en"] in pages[0].extract_text()
    assert "no practical competence" not in pages[0].extract_text()
    assert "vera" in pages[1].extract_text()
    assert "Tuđa" not in pages[1].extract_text()


def test_an_exam_stands_there_once_it_is_passed_with_who_invigilated(app: Flask, world: World) -> None:
    at = clock.now().replace(microsecond=0)
    teach(app, world, quiz(GLOVES, entry="code"), at=at - timedelta(hours=3))
    exam = set_up(world, arrangement(world))
    assert facts_of(world.enrolment).exams == ()
    hand_in(world.enrolment.id, {"gloves": "a"}, at=at, admission=exam)
    [sat] = facts_of(world.enrolment).exams
    assert (sat.activity, sat.sat_on, sat.invigilator) == (QUIZ, at.date(), "trajce")


def test_nothing_issued_changes_with_the_name_of_anybody(app: Flask, world: World) -> None:
    certificate = issued(app, world)
    storage = app.extensions["storage"]

    def whole() -> tuple[object, ...]:
        session.rollback()
        session.expire_all()
        found = session.get_one(Certificate, certificate.id)
        return (
            found.facts,
            found.facts_digest,
            found.holder_name,
            found.credential,
            document_of(found, storage),
        )

    before = whole()
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        amina.legal_name, amina.latin_name, amina.call_sign = "Somebody Else", "Other", "elsewhere"
    assert whole() == before
