"""What is done to many certificates at once, as its pages do it."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from academy import db
from academy.accounts.models import Person
from academy.audit.models import AuditEvent
from academy.certificates.models import Batch, BatchKind, Certificate
from academy.db import session
from tests.batches import graduates, issue_all, proposed, second, take_turns
from tests.certificates import complete, issued
from tests.lens import Lens
from tests.world import World

LensOf = Callable[..., Lens]


def the_one() -> Batch:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Batch)).one()


def test_an_agency_takes_its_certificates_along(app: Flask, world: World, lens_of: LensOf) -> None:
    certificate = issued(app, world, holder="=Amina Prvić")
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get("/en/certificates/agency").follow("Export certificates")
    assert "holds names" not in page.text
    made = page.submit("batches/new")
    assert "The archive is being made" in made.text
    assert "0 of 1 certificate" in made.text
    address = f"/en/certificates/batches/{the_one().id}"
    boris.get(f"{address}/archive", status=404)
    take_turns()
    done = boris.get(address)
    assert "This archive holds names" in done.text
    answer = boris.get(done.link("archive")).response
    assert answer.headers["Cache-Control"] == "no-store"
    assert hashlib.sha256(answer.data).hexdigest() == the_one().file_digest
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        pdf = archive.read(f"{certificate.number}.pdf")
        [row] = csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig")))
    assert row["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert (row["number"], row["holder"], row["state"]) == (certificate.number, "'=Amina Prvić", "valid")
    fetched = select(func.count()).where(
        AuditEvent.verb == "export", AuditEvent.object_type == "certificate-batch"
    )
    assert session.scalar(fetched) == 1


def test_an_archive_is_for_who_asked_and_asks_who_she_is(app: Flask, world: World, lens_of: LensOf) -> None:
    issued(app, world)
    proposed(BatchKind.EXPORT, world.actor(world.boris), world.rangers)
    take_turns()
    address = f"/en/certificates/batches/{the_one().id}"
    assert "/account/confirm" in lens_of(world.boris).get(f"{address}/archive").url
    for who, status in ((second(world), 404), (world.carla, 404), (world.ada, 403), (world.amina, 403)):
        lens_of(who, stepped_up=True).get(f"{address}/archive", status=status)
    assert "This archive holds names" not in lens_of(world.ada).get(address).text
    lens_of(world.carla).get(address, status=404)
    lens_of(world.amina).get(address, status=403)


def test_one_proposes_another_agrees(app: Flask, world: World, lens_of: LensOf) -> None:
    graduates(world, 2)
    graduates(world, 1, named=None)
    vuk = second(world)
    boris = lens_of(world.boris, stepped_up=True)
    page = boris.get("/en/certificates/batches").follow("Issue for all who completed")
    assert "1 of these people has not chosen" in page.text
    waits = page.submit("batches/new")
    assert "Once a second person agrees" in waits.text
    assert not [form for form in waits.forms() if "approve" in (form.get("action") or "")]
    address = f"/en/certificates/batches/{the_one().id}"
    boris.post(f"{address}/approve", {"csrf_token": boris.token()}, status=403)
    letters = app.extensions["post"].letters_to("vuk@example.org")
    assert len(letters) == 1
    assert "Graduate" not in letters[0].read_text()
    app.extensions["post"].remove_letters_to("vuk@example.org")
    hers = lens_of(vuk, stepped_up=True)
    listed = hers.get("/en/certificates/batches")
    assert "Waits for a second person" in listed.text
    done = hers.get(address).submit("approve")
    assert "You agreed" in done.text
    paused = done.submit("batches", {"act": "pause"})
    assert "Paused" in paused.text
    assert take_turns() == 0
    paused.submit("batches", {"act": "resume"})
    take_turns()
    over = boris.get(address)
    assert "3 of 3 certificates" in over.text
    assert "1 could not be done" in over.text
    assert "No name was chosen for print" in over.text
    assert session.scalar(select(func.count()).select_from(Certificate)) == 2
    boris.post(address, {"csrf_token": boris.token(), "act": "pause"}, status=409)
    boris.post(address, {"csrf_token": boris.token(), "act": "approve"}, status=422)


def test_a_stale_page_of_a_batch_notices_and_asks_little(app: Flask, world: World, lens_of: LensOf) -> None:
    graduates(world, 1)
    proposed(BatchKind.ISSUE, world.actor(world.boris), world.rangers)
    ada = lens_of(world.ada)
    asked = ada.get(f"/en/certificates/batches/{the_one().id}/version").response
    again = ada.client.get(
        f"/en/certificates/batches/{the_one().id}/version", headers={"If-None-Match": asked.headers["ETag"]}
    )
    assert again.status_code == 304


def test_many_are_revoked_with_a_reason_and_only_by_administrators(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    issue_all(app, world, graduates(world, 2))
    lens_of(world.boris, stepped_up=True).get("/en/certificates/batches/new?kind=revoke", status=404)
    ada = lens_of(world.ada, stepped_up=True)
    page = ada.get("/en/certificates/batches").follow("Revoke certificates")
    page.submit("batches/new", {"reason": "boredom"}, status=422)
    narrowed = ada.get(f"/en/certificates/batches/new?kind=revoke&unit={world.inspectors.id}")
    assert "There is nothing to do for this choice." in narrowed.text
    page = ada.get(f"/en/certificates/batches/new?kind=revoke&unit={world.rangers.id}")
    page.submit("batches/new", {"reason": "misconduct", "note": "Copied answers"})
    boris = lens_of(world.boris, stepped_up=True)
    word = boris.get(f"/en/certificates/batches/{the_one().id}")
    assert "Graduate Nº 1" in word.text
    assert "The tests were not done honestly" in word.text
    word.submit("approve")
    take_turns()
    assert set(session.scalars(select(Certificate.state))) == {"revoked"}


def test_a_choice_of_elsewhere_is_unknown(world: World, lens_of: LensOf) -> None:
    boris = lens_of(world.boris, stepped_up=True)
    for query in (f"unit={world.inspectors.id}", "unit=x", "kind=burn"):
        boris.get(f"/en/certificates/batches/new?{query}", status=404)


def test_a_holder_says_which_name_may_be_printed(world: World, lens_of: LensOf) -> None:
    complete(world.enrolment)
    lens_of(world.amina).get("/en/account").submit("identity", {"certificate_name": "call-sign"})
    session.rollback()
    session.expire_all()
    assert session.get_one(Person, world.amina.id).certificate_name == "call-sign"
    with db.writing():
        proposed_for = session.get_one(Person, world.amina.id)
        assert proposed_for.certificate_name
