"""Deciding about certificates and renewing them, as their pages do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.certificates.models import Certificate
from academy.courses import content
from academy.courses import service as courses
from academy.courses.package import Package
from academy.db import session
from academy.learning.models import Enrolment
from tests.certificates import issued
from tests.lens import Lens
from tests.world import PACKAGES, World

LensOf = Callable[..., Lens]


def reloaded(certificate: Certificate) -> Certificate:
    session.rollback()
    session.expire_all()
    return session.get_one(Certificate, certificate.id)


def address(certificate: Certificate, rest: str = "") -> str:
    return f"/en/certificates/{certificate.id}{rest}"


def test_only_an_administrator_revokes_and_only_freshly_confirmed(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    certificate = issued(app, world)
    path = address(certificate, "/decide/revoke")
    amina, boris = lens_of(world.amina), lens_of(world.boris, stepped_up=True)
    amina.post(path, {"csrf_token": amina.token(), "reason": "other"}, status=403)
    boris.post(path, {"csrf_token": boris.token(), "reason": "other"}, status=404)
    tired = lens_of(world.ada)
    tired.post(path, {"csrf_token": tired.token(), "reason": "other"})
    assert reloaded(certificate).state == "valid"
    page = lens_of(world.ada, stepped_up=True).get(address(certificate)).follow("Revoke")
    page.submit("revoke", {"reason": "boredom"}, status=422)
    assert reloaded(certificate).state == "valid"
    assert "Revoked" in page.submit("revoke", {"reason": "wrong-facts"}).text
    assert reloaded(certificate).decisions[-1].reason == "wrong-facts"


def test_a_coordinator_suspends_the_holder_reads_why_and_only_the_academy_lifts(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    with db.writing():
        session.merge(world.amina).email = "amina@example.org"
    certificate = issued(app, world)
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get(address(certificate)).follow("Suspend")
    done = page.submit(
        "decide/suspend", {"reason": "under-review", "note": "The paper was\nfound in a market"}
    )
    assert "The certificate is suspended." in done.text and "Lift" not in done.text
    assert "found in a market" in done.text and "Decided by boris" in done.text
    amina = lens_of(world.amina).get(address(certificate))
    assert "It is being looked into" in amina.text
    assert "market" not in amina.text and "boris" not in amina.text
    ada = lens_of(world.ada, stepped_up=True)
    ada.get(address(certificate)).follow("Lift the suspension").submit("decide/lift", {"reason": "cleared"})
    assert reloaded(certificate).state == "valid"
    letters = [
        str(message_from_bytes(path.read_bytes(), policy=policy.default).get_content())
        for path in app.extensions["post"].letters_to("amina@example.org")
    ]
    told = [text for text in letters if str(certificate.id) in text]
    assert len(told) == 2 and all(
        "something was decided about a certificate of yours" in text for text in told
    )
    assert not any("Prvi" in text or certificate.number in text for text in told)


def test_what_was_decided_meanwhile_is_said_and_not_overruled(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    certificate = issued(app, world)
    ada = lens_of(world.ada, stepped_up=True)
    stale = ada.get(address(certificate, "/decide/suspend"))
    lens_of(world.ada, stepped_up=True).get(address(certificate, "/decide/revoke")).submit(
        "revoke", {"reason": "other"}
    )
    assert "Something else was decided" in stale.submit("suspend", {"reason": "other"}, status=409).text
    assert "This cannot be decided now" in ada.get(address(certificate, "/decide/suspend")).text
    ada.post(address(certificate, "/replace"), {"csrf_token": ada.token(), "reason": "other"}, status=409)
    assert reloaded(certificate).state == "revoked"


def test_a_certificate_is_replaced_in_another_language(app: Flask, world: World, lens_of: LensOf) -> None:
    certificate = issued(app, world)
    page = lens_of(world.ada, stepped_up=True).get(address(certificate)).follow("Replace")
    typed = {"reason": "other-language", "certificate_locale": "en", "printed_name": "call-sign"}
    done = page.submit("replace", typed)
    assert "The new certificate is issued." in done.text and certificate.number in done.text
    again = page.submit("replace", typed)  # the button was pressed twice
    assert again.url == done.url
    new = session.scalars(select(Certificate).where(Certificate.state == "valid")).one()
    assert (new.holder_name, new.locale) == ("amina", "en")
    old = lens_of(world.amina).get(address(certificate))
    assert "Replaced" in old.text and new.number in old.text
    files = app.extensions["storage"]
    assert files.get(new.document_digest)


def test_a_certificate_in_its_window_is_renewed_by_its_retest(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    small = courses.prepare(PACKAGES / "small", keep=app.extensions["storage"].put)
    document = small.course.model_copy(
        update={"slug": "small-retest", "title": "Small again", "renews": content.Renews(course="small")}
    )
    with db.writing():
        courses.publish(package=Package(document, small.media, small.catalogues), by=None, at=clock.now())
    certificate = issued(app, world, at=clock.now() - timedelta(days=700))
    amina = lens_of(world.amina)
    assert "Small again" not in amina.get("/en/courses/").text
    assert "This re-test renews a certificate." in amina.get("/en/courses/small-retest/").text
    for where in ("/en/certificates/", "/en/home"):
        assert f"Renew certificate {certificate.number}" in amina.get(where).text
    page = amina.get(address(certificate))
    assert page.submit("renew", {}).url.endswith("/en/courses/small-retest/")
    assert page.submit("renew", {}).url.endswith("/en/courses/small-retest/")
    hers = Enrolment.person_id == world.amina.id
    enrolment = session.scalars(select(Enrolment).where(hers, Enrolment.completed_at.is_(None))).one()
    assert enrolment.cohort_id is None
    with db.writing():
        session.get_one(Enrolment, enrolment.id).completed_at = clock.now()
    claim = amina.get(address(certificate)).follow("Claim your certificate")
    done = claim.submit("claim", {"certificate_locale": "en", "printed_name": "legal"})
    assert "Your certificate is ready." in done.text and certificate.number in done.text
    assert "Renewed by" in amina.get(address(certificate)).text
    assert "Renew certificate" not in amina.get("/en/certificates/").text
