"""What anybody's program learns of a certificate: its worth, no name, and of unknown ones nothing but that."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from academy import clock, db
from academy.accounts.rules.throttle import VERIFICATIONS
from academy.certificates.models import Certificate
from academy.db import session
from tests.certificates import issued
from tests.lens import Lens
from tests.world import World


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def certificate(app: Flask, world: World) -> Certificate:
    return issued(app, world)


def guesses(certificate: Certificate) -> list[str]:
    """References of no certificate, some of them one sign off."""
    code = certificate.code
    near = ("A" if code[-1] != "A" else "B", "Z" if code[0] != "Z" else "Y")
    return [
        "nope",
        "WCA-0000-0000",
        "A" * 22,
        str(certificate.id),
        code.swapcase(),
        code[:-1] + near[0],
        near[1] + code[1:],
    ]


def test_it_says_what_the_page_says_and_no_name(stranger: FlaskClient, certificate: Certificate) -> None:
    for reference in (certificate.number, certificate.code, certificate.number.lower()):
        answer = stranger.get(f"/api/v1/verify/{reference}")
        assert answer.status_code == 200
        said = answer.get_json()
        assert (said["standing"], said["number"], said["holder"]) == ("valid", certificate.number, None)
        assert said["edition_digest"] == certificate.said.edition_digest
        assert "Prvić" not in answer.text and "Ranger" not in answer.text


@pytest.mark.parametrize("state", ["suspended", "revoked", "replaced"])
def test_it_says_what_was_decided(stranger: FlaskClient, certificate: Certificate, state: str) -> None:
    with db.writing():
        session.get_one(Certificate, certificate.id).state = state
    assert stranger.get(f"/api/v1/verify/{certificate.code}").get_json()["standing"] == state


def test_whatever_is_unknown_is_answered_in_the_same_bytes(
    stranger: FlaskClient, certificate: Certificate
) -> None:
    answers = [stranger.get(f"/api/v1/verify/{each}") for each in guesses(certificate)]
    answers.append(stranger.post("/api/v1/verify/nope", json={"name": "Amina Prvić"}))
    assert {(each.status_code, each.data) for each in answers} == {(404, answers[0].data)}


def test_a_name_is_answered_five_times_a_day(stranger: FlaskClient, certificate: Certificate) -> None:
    where = f"/api/v1/verify/{certificate.number}"
    typed = ("Boris", "prvić AMINA", "Амина Првић", "Amina", "Amina Prvić")
    answers = [stranger.post(where, json={"name": each}).get_json() for each in typed]
    assert [each["is_same"] for each in answers] == [False, True, True, False, True]
    refused = stranger.post(where, json={"name": "Amina Prvić"})
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "x" * 201}, {"name": "Ana", "more": 1}, {"name": 3}]
)
def test_what_is_no_name_is_refused(stranger: FlaskClient, certificate: Certificate, body: object) -> None:
    assert stranger.post(f"/api/v1/verify/{certificate.number}", json=body).status_code == 422


def test_a_network_that_guesses_waits_at_both_doors(
    stranger: FlaskClient, lens: Lens, certificate: Certificate
) -> None:
    for number in range(VERIFICATIONS.free):
        where = f"/api/v1/verify/guess-{number}" if number % 2 else f"/en/verify/guess-{number}"
        assert stranger.get(where).status_code == 404
    for where in (
        "/api/v1/verify/nope",
        f"/api/v1/verify/{certificate.code}",
        f"/en/verify/{certificate.code}",
    ):
        refused = stranger.get(where)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) <= 60
    assert (
        stranger.get(
            f"/api/v1/verify/{certificate.code}", environ_base={"REMOTE_ADDR": "192.0.2.7"}
        ).status_code
        == 200
    )
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        assert lens.get(f"/en/verify/{certificate.code}").status == 200
