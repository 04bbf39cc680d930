"""What the public learns of a certificate, and what it never learns."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from academy import db
from academy.accounts.rules.names import Shown
from academy.certificates import service
from academy.certificates.models import Certificate
from academy.db import session
from tests.certificates import issued
from tests.lens import Lens
from tests.world import World

LOCALES = ("en", "sq", "sr-Cyrl", "sr-Latn")


def gist(html: str) -> str:
    """A page without what differs at every call: nonce, token, second, and the address asked for."""
    return re.sub(r'nonce="[^"]+"|value="[^"]+"|\d+:\d\d:\d\d|/verify/[^"?]+', "", html)


def known_token(lens: Lens, certificate: Certificate) -> str:
    """A visitor's CSRF token, from a page that has a form."""
    fields = lens.get(f"/en/verify/{certificate.number}").form("verify").iter("input")
    return next(str(field.get("value")) for field in fields if field.get("name") == "csrf_token")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_certificate_answers_without_a_name(app: Flask, world: World, lens: Lens, locale: str) -> None:
    certificate = issued(app, world)
    for reference in (certificate.code, certificate.number):
        page = lens.get(f"/{locale}/verify/{reference}")
        assert certificate.number in page.text
        assert page.response.headers["X-Robots-Tag"] == "noindex"
        for secret in ("Amina", "amina", "Prvi", "Rangers", certificate.document_digest, str(certificate.id)):
            assert secret not in page.html


def test_the_number_page_does_not_give_the_code_away(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    assert certificate.code not in lens.get(f"/en/verify/{certificate.number}").html


def test_the_holder_may_show_her_name(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    with db.writing():
        service.choose_name_shown(
            certificate=session.merge(certificate),
            shows=Shown.NAME,
            by=world.actor(world.amina),
            at=certificate.issued_at,
        )
    assert "Amina Prvić" in lens.get(f"/en/verify/{certificate.code}").text


def test_a_revoked_certificate_says_so_and_not_why(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    with db.writing():
        service.revoke(
            certificate=session.merge(certificate),
            reason="misconduct",
            by=world.actor(world.ada),
            at=certificate.issued_at,
        )
    page = lens.get(f"/en/verify/{certificate.code}")
    assert page.title == "This certificate was revoked"
    assert "honest" not in page.text
    assert "misconduct" not in page.html


def test_whatever_is_unknown_looks_alike(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    token = known_token(lens, certificate)
    references = [
        "nope",
        "%F0%9F%90%BE",
        "WCA-0000-0000",
        "A" * 22,
        str(certificate.id),
        str(world.amina.id),
        certificate.code.swapcase(),
    ]
    pages = [lens.get(f"/en/verify/{reference}", status=404) for reference in references]
    posted = lens.post("/en/verify/nope", {"csrf_token": token, "name": "Amina Prvić"}, status=404)
    for each in [*pages, posted]:
        assert gist(each.html) == gist(pages[0].html)
    assert pages[0].title == "No such certificate is known"


def test_a_typed_number_leads_to_its_page(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    typed = certificate.number.lower().replace("-", " ")
    assert certificate.number in lens.get(f"/en/verify?number={typed}").text
    assert lens.get("/en/verify").status == 200


@pytest.mark.parametrize("typed", ["", "WCA", "WCA-0000-0001", "Amina Prvić"])
def test_a_misread_number_is_said_beside_the_field(world: World, lens: Lens, typed: str) -> None:
    page = lens.get(f"/en/verify?number={typed}", status=422)
    assert "Error" in page.text


def test_a_name_is_answered_yes_or_no_five_times_a_day(app: Flask, world: World, lens: Lens) -> None:
    certificate = issued(app, world)
    page = lens.get(f"/en/verify/{certificate.number}")
    answers = [
        page.submit("verify", {"name": name})
        for name in ("Boris", "prvić AMINA", "Амина Првић", "Amina", "Ami")
    ]
    assert ["Yes, this is the name" in answer.text for answer in answers] == [False, True, True, False, False]
    refused = page.submit("verify", {"name": "Amina Prvić"}, status=429)
    assert "Yes, this is the name" not in refused.text
    assert int(refused.response.headers["Retry-After"]) > 80_000
    by_code = lens.get(f"/en/verify/{certificate.code}")
    by_code.submit("verify", {"name": "Amina Prvić"}, status=429)


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_name_must_be_a_name(app: Flask, world: World, lens: Lens, name: str) -> None:
    certificate = issued(app, world)
    lens.get(f"/en/verify/{certificate.number}").submit("verify", {"name": name}, status=422)
