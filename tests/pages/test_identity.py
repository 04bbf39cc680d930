"""What a person is called on paper: in two scripts, corrected by whom, shown to whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from academy import db
from academy.accounts.models import Person
from academy.accounts.rules.names import Shown
from academy.certificates import service
from academy.certificates.models import Certificate
from academy.db import session
from academy.mail import Post
from tests.certificates import complete, issued
from tests.lens import Lens
from tests.world import World

Browse = Callable[..., Lens]


def person(found: Person) -> Person:
    session.rollback()
    return session.get_one(Person, found.id)


def test_she_gives_the_latin_form_herself(lens_of: Browse, world: World) -> None:
    page = lens_of(world.amina).get("/en/account")
    shown = {"latin_name": "Амина", "verification_shows": "name-and-latin"}
    assert "Use Latin letters only" in page.submit("/account/identity", shown, status=422).text
    page.submit("/account/identity", {**shown, "latin_name": "Amina Prvic"})
    amina = person(world.amina)
    assert (amina.legal_name, amina.latin_name, amina.verification_shows) == (
        "Amina Prvić", "Amina Prvic", "name-and-latin"
    )  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("boris", 200), ("ada", 200), ("carla", 404), ("trajce", 403)])
def test_her_coordinator_corrects_the_legal_name(
    lens_of: Browse, world: World, who: str, status: int
) -> None:
    lens = lens_of(getattr(world, who), stepped_up=True)
    page = lens.get(f"/en/people/{world.amina.id}/names", status=status)
    if status != 200:
        return
    page.submit("/names", {"legal_name": "Амина Првић", "latin_name": "Amina Prvić"})
    amina = person(world.amina)
    assert (amina.legal_name, amina.latin_name) == ("Амина Првић", "Amina Prvić")


def test_the_officer_is_told_by_letter_that_names_nobody(
    app: Flask, lens_of: Browse, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(Post, "send", lambda _post, **letter: sent.append(letter["text"]))
    page = lens_of(world.boris, stepped_up=True).get(f"/en/people/{world.amina.id}/names")
    for _ in range(2):  # the second time nothing changes, and nobody is written to
        page.submit("/names", {"legal_name": "Amina Nova"})
    assert len(sent) == 1
    assert "Amina" not in sent[0]


def test_new_certificates_show_what_she_chose_and_old_ones_when_she_says_so(
    app: Flask, lens_of: Browse, world: World, lens: Lens
) -> None:
    old = issued(app, world)
    with db.writing():
        person(world.amina).verification_shows = Shown.NAME.value
    assert "Amina Prvić" not in lens.get(f"/en/verify/{old.code}").text
    lens_of(world.amina).get("/en/account").submit("/certificates/name-everywhere")
    assert "Amina Prvić" in lens.get(f"/en/verify/{old.code}").text


def test_a_latin_form_is_frozen_shown_and_compared(
    app: Flask, lens_of: Browse, world: World, lens: Lens
) -> None:
    complete(world.enrolment)
    with db.writing():
        amina = person(world.amina)
        amina.legal_name, amina.latin_name, amina.verification_shows = (
            "Амина Првић",
            "Amina Prvich",
            "name-and-latin",
        )
    claim = lens_of(world.amina).get(f"/en/certificates/claim/{world.enrolment.id}")
    claim.submit("claim", {"certificate_locale": "en", "printed_name": "legal"})
    certificate = session.query(Certificate).one()
    assert certificate.said.latin_name == "Amina Prvich"
    page = lens.get(f"/en/verify/{certificate.code}")
    assert "Амина Првић" in page.text
    assert "Amina Prvich" in page.text
    for name in ("Prvich Amina", "Амина Првић"):
        assert "Yes, this is the name" in page.submit("", {"name": name}).text
    with db.writing():
        service.erase_person(
            person_id=world.amina.id, at=certificate.issued_at, storage=app.extensions["storage"]
        )
    assert "Prvich" not in session.get_one(Certificate, certificate.id).facts


def test_facts_without_a_latin_form_are_frozen_as_before(app: Flask, world: World) -> None:
    assert "latin_name" not in issued(app, world).facts
