"""Claiming, taking along, naming and exporting certificates, as their pages do it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from academy import db
from academy.certificates.models import Certificate
from academy.db import session
from academy.learning.models import Enrolment
from tests.certificates import complete, issued
from tests.lens import Lens
from tests.world import World

LensOf = Callable[..., Lens]


def count() -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Certificate)) or 0


def the_one() -> Certificate:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Certificate)).one()


def test_a_learner_claims_in_her_language_and_takes_the_pdf(world: World, lens_of: LensOf) -> None:
    complete(world.enrolment)
    amina = lens_of(world.amina)
    page = amina.get("/en/certificates/").follow("Claim your certificate")
    assert "A small course" in page.text
    done = page.submit("claim", {"certificate_locale": "sq", "printed_name": "legal"})
    assert "Your certificate is ready." in done.text
    pdf = amina.get(done.link("PDF")).response
    assert pdf.mimetype == "application/pdf"
    words = PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert the_one().number in words
    assert "Amina Prvić" in words
    assert hashlib.sha256(pdf.data).hexdigest() == the_one().document_digest
    assert pdf.headers["Cache-Control"] == "no-store"


def test_a_call_sign_may_stand_for_the_name(world: World, lens_of: LensOf) -> None:
    complete(world.enrolment)
    page = lens_of(world.amina).get(f"/en/certificates/claim/{world.enrolment.id}")
    page.submit("claim", {"printed_name": "call-sign"})
    assert the_one().holder_name == "amina"
    assert "Prvi" not in the_one().facts


def test_a_second_claim_leads_to_the_first_certificate(app: Flask, world: World, lens_of: LensOf) -> None:
    complete(world.enrolment)
    amina = lens_of(world.amina)
    first, second = (amina.get(f"/en/certificates/claim/{world.enrolment.id}") for _ in range(2))
    one = first.submit("claim")
    other = second.submit("claim")
    assert one.title == other.title
    assert count() == 1
    kept = [path.name for path in app.extensions["storage"].folder.rglob("*") if path.is_file()]
    assert the_one().document_digest in kept


@pytest.mark.parametrize("data", [{"certificate_locale": "xx"}, {"printed_name": "General"}])
def test_a_wrong_choice_is_said_beside_its_field(
    world: World, lens_of: LensOf, data: dict[str, object]
) -> None:
    complete(world.enrolment)
    page = lens_of(world.amina).get(f"/en/certificates/claim/{world.enrolment.id}")
    page.submit("claim", data, status=422)
    assert count() == 0


def test_a_name_without_letters_for_it_is_refused_in_words(world: World, lens_of: LensOf) -> None:
    complete(world.enrolment)
    with db.writing():
        session.merge(world.amina).legal_name = "ნინო"
    page = lens_of(world.amina).get(f"/en/certificates/claim/{world.enrolment.id}")
    again = page.submit("claim", {"printed_name": "legal"}, status=422)
    assert "Choose the other name" in again.text
    again.submit("claim", {"printed_name": "call-sign"})
    assert count() == 1


def test_an_unfinished_course_has_nothing_to_claim(world: World, lens_of: LensOf) -> None:
    amina = lens_of(world.amina)
    assert "No certificates yet" in amina.get("/en/certificates/").text
    amina.get(f"/en/certificates/claim/{world.enrolment.id}", status=422)
    amina.post(f"/en/certificates/claim/{world.enrolment.id}", {"csrf_token": amina.token()}, status=422)
    assert count() == 0


@pytest.mark.parametrize("who", ["boris", "carla", "ada", "dina"])
def test_nobody_claims_for_another(world: World, lens_of: LensOf, who: str) -> None:
    complete(world.enrolment)
    lens = lens_of(getattr(world, who))
    lens.get(f"/en/certificates/claim/{world.enrolment.id}", status=404)
    token = {"csrf_token": lens.token(), "certificate_locale": "en", "printed_name": "legal"}
    lens.post(f"/en/certificates/claim/{world.enrolment.id}", token, status=404)
    assert count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("amina", 200), ("boris", 200), ("ada", 200), ("carla", 404), ("dina", 404), ("trajce", 404)],
)
def test_the_ladder_of_a_certificate(
    app: Flask, world: World, lens_of: LensOf, who: str, status: int
) -> None:
    certificate = issued(app, world)
    lens = lens_of(getattr(world, who))
    lens.get(f"/en/certificates/{certificate.id}", status=status)
    lens.get(f"/en/certificates/{certificate.id}/pdf", status=status)
    changed = 200 if who == "amina" else 404
    lens.post(
        f"/en/certificates/{certificate.id}/name",
        {"csrf_token": lens.token(), "shows": "name"},
        status=changed,
    )
    assert the_one().shows_name == (who == "amina")


def test_a_visitor_is_asked_to_sign_in(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    for address in (
        "",
        f"{certificate.id}",
        f"{certificate.id}/pdf",
        "agency",
        f"claim/{world.enrolment.id}",
    ):
        assert "/sign-in" in lens.get(f"/en/certificates/{address}").url


def test_a_deleted_enrolment_is_unknown(world: World, lens_of: LensOf) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    assert session.get(Enrolment, world.enrolment.id) is not None
    lens_of(world.amina).get(f"/en/certificates/claim/{unknown}", status=404)
    lens_of(world.amina).get(f"/en/certificates/{unknown}", status=404)
