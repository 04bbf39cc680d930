"""Credentials of certificates and the lists that say which hold, on both databases."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import Flask
from sqlalchemy import text

from academy import clock, db
from academy.certificates import queries, service
from academy.certificates.models import Certificate, CredentialStatus
from academy.certificates.service.crediting import PAUSE
from academy.credentials.content import Purpose
from academy.credentials.formats import key_set, read_credential
from academy.db import Base, session
from tests.certificates import ISSUED_AT, complete, issued
from tests.world import World


def reloaded(certificate: Certificate) -> Certificate:
    session.rollback()
    session.expire_all()
    return session.get_one(Certificate, certificate.id)


def test_what_is_issued_has_its_credential_and_what_is_erased_has_none(app: Flask, world: World) -> None:
    issuer = app.extensions["issuer"]
    certificate = issued(app, world)
    found = reloaded(certificate)
    assert found.credential is not None
    assert found.credential_digest == hashlib.sha256(found.credential.encode()).hexdigest()
    said = read_credential(found.credential, key_set(issuer.base_url, issuer.keys))
    assert said["id"].endswith(f"/en/verify/{found.number}")
    assert "Amina" not in str(said)
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=clock.now(), storage=issuer.storage)
    assert (reloaded(certificate).credential, reloaded(certificate).credential_digest) == (
        None,
        found.credential_digest,
    )


def test_what_was_issued_before_gets_its_credential_once(app: Flask, world: World) -> None:
    certificate = issued(app, world)
    with db.writing():
        before = session.get_one(Certificate, certificate.id)
        before.credential = before.credential_digest = None
        session.query(CredentialStatus).delete()
    session.rollback()
    duty, at = service.Crediting(app.extensions["issuer"]), clock.now()
    assert [duty(at), duty(at), duty(at + PAUSE - timedelta(seconds=1)), duty(at + PAUSE)] == [1, 0, 0, 0]
    assert reloaded(certificate).credential is not None
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=at, storage=app.extensions["storage"])
    session.rollback()
    assert service.Crediting(app.extensions["issuer"])(at) == 0


def test_each_decision_stands_in_its_list(app: Flask, world: World) -> None:
    certificate, ada = issued(app, world), world.actor(world.ada)
    place = session.query(CredentialStatus.id).filter_by(certificate_id=certificate.id).scalar()
    session.rollback()

    def lists() -> tuple[list[int] | None, ...]:
        session.rollback()
        return tuple(queries.marked(purpose, 1) for purpose in Purpose)

    assert lists() == ([], [])
    with db.writing():
        service.suspend(certificate=certificate, reason="under-review", by=ada, at=ISSUED_AT)
    assert lists() == ([], [place - 1])
    with db.writing():
        service.revoke(certificate=certificate, reason="misconduct", by=ada, at=ISSUED_AT)
    assert lists() == ([place - 1], [])
    assert [queries.marked(Purpose.REVOCATION, number) for number in (0, 2)] == [None, None]


def test_no_key_is_ever_in_the_database(app: Flask, world: World) -> None:
    complete(world.enrolment)
    issued(app, world)
    keys = app.extensions["issuer"].keys
    secret = keys.key(keys.kid).as_dict(private=True)["d"]
    session.rollback()
    for table in Base.metadata.sorted_tables:
        rows = str(session.execute(text(f'SELECT * FROM "{table.name}"')).all())
        assert secret not in rows
        assert "PRIVATE KEY" not in rows
