"""Templates as their pages make them: pictures made safe, a specimen of nobody, two who change one at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from academy.certificates.models import Template
from academy.certificates.service.templates import Aim
from academy.certificates.views import template_forms
from academy.db import session
from tests.certificates import ISSUED_AT
from tests.lens import Lens
from tests.media_files import png
from tests.pages.ladder import statements
from tests.templates import drawn, template
from tests.world import World

LensOf = Callable[..., Lens]
LIST = "/en/certificates/templates"


def the_one() -> Template:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Template)).one()


def test_a_coordinator_makes_one_and_sees_a_specimen(app: Flask, world: World, lens_of: LensOf) -> None:
    """From an empty list to a template in use, with a signature and a logo, and back off again."""
    boris = lens_of(world.boris)
    page = boris.get("/en/certificates/agency").follow("Certificate templates")
    assert "Without one, the academy alone signs." in page.text
    page = page.follow("New template").submit(
        "new", {"name": "Ours", "agency": str(world.rangers.id), "course": ""}
    )
    assert "Not used yet" in page.text
    assert "Add a signatory or a logo first" in page.submit("use", status=409).text
    made = the_one()
    signed = {
        "name": "Vera Potpis",
        "role_en": "Director",
        "role_sq": "Drejtore",
        "file": (io.BytesIO(png(5)), "vera.png"),
    }
    page = page.follow("Add a signatory").submit(f"{made.id}/signatories/1", signed)
    assert "Drejtore" in page.text
    assert page.text.count("not yet in your language") == 2  # the Serbian ones
    page = page.follow("Add a logo").submit(
        "logos/1", {"alt": "Forest office", "file": (io.BytesIO(drawn(kind="JPEG")), "a.jpg")}
    )
    picture = boris.get(f"{LIST}/{made.id}/signatories/1/picture").response
    shown = Image.open(io.BytesIO(picture.data))
    assert (picture.mimetype, shown.info, dict(shown.getexif())) == ("image/png", {}, {})
    pdf = boris.get(f"{LIST}/{made.id}/specimen").response
    words = PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert "SPECIMEN" in words
    assert "Vera Potpis" in words
    assert "Director" in words
    assert "WCA-" not in words
    page = boris.get(f"{LIST}/{made.id}").submit("use")
    assert "New certificates are printed with this template from now on." in page.text
    page = page.submit("arrange", {"deed": "off:signatories:1"})
    assert the_one().signatories == []
    assert "is retired" in page.submit("retire").text
    assert boris.get(f"{LIST}/{made.id}").text.count("Take it into use") == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mark.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a picture in PNG or JPEG."),
        ("mark.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "The file is"),
        ("mark.png", drawn()[:60], "The file is"),
        ("mark.png", drawn() + b"x" * 300_000, "The file is larger than"),
        ("mark.jpg", drawn(), "not what its name says"),
        ("", b"", "Choose a file."),
    ],
)
def test_what_is_no_plain_picture_is_refused(
    app: Flask,
    world: World,
    lens_of: LensOf,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes,
    words: str,
) -> None:
    monkeypatch.setattr(template_forms, "LARGEST", 200_000)
    made = template(app, aim=Aim("Ours", world.rangers.id, None), by=world.actor(world.boris), at=ISSUED_AT)
    sent = {"file": (io.BytesIO(content), name)} if name else {}
    page = (
        lens_of(world.boris)
        .get(f"{LIST}/{made.id}/logos/2")
        .submit("logos/2", {"alt": "Mark", **sent}, status=422)
    )
    assert words in page.text
    assert len(the_one().logos) == 1


def test_a_name_that_cannot_be_printed_is_refused_before_anybody_needs_it(
    app: Flask, world: World, lens_of: LensOf
) -> None:
    made = template(app, aim=Aim("Ours", world.rangers.id, None), by=world.actor(world.boris), at=ISSUED_AT)
    page = lens_of(world.boris).get(f"{LIST}/{made.id}/signatories/2")
    page = page.submit("signatories/2", {"name": "山田", "role_en": "Director"}, status=422)
    assert "cannot print yet" in page.text


def test_the_second_of_two_sees_what_stands_now(app: Flask, world: World, lens_of: LensOf) -> None:
    """Her own words stay in the form; saving again writes them."""
    made = template(app, aim=Aim("Ours", world.rangers.id, None), by=world.actor(world.boris), at=ISSUED_AT)
    boris, ada = lens_of(world.boris), lens_of(world.ada)
    open_page = boris.get(f"{LIST}/{made.id}/signatories/1")
    whole = boris.get(f"{LIST}/{made.id}")
    ada.get(f"{LIST}/{made.id}/signatories/1").submit("signatories/1", {"name": "Ada was faster"})
    page = open_page.submit("signatories/1", {"name": "Boris too"}, status=409)
    assert "Somebody has changed this template" in page.text
    assert "Ada was faster" in page.text
    assert "Not done" in whole.submit("arrange", {"deed": "off:logos:1"}, status=409).text
    whole.submit(f"templates/{made.id}", {"name": "Renamed"}, status=409)
    page.submit("signatories/1")
    assert the_one().signatories[0].name == "Boris too"


def test_a_template_is_for_ones_own_people(app: Flask, world: World, lens_of: LensOf) -> None:
    """Neither everybody's nor a neighbour's agency can be chosen."""
    boris = lens_of(world.boris)
    for agency in ("", str(world.inspectors.id)):
        page = boris.get(f"{LIST}/new").submit("new", {"name": "Not mine", "agency": agency}, status=422)
        assert "Not a valid choice" in page.text
    assert session.scalars(select(Template)).all() == []
    lens_of(world.ada).get(f"{LIST}/new").submit(
        "new", {"name": "All", "agency": "", "course": str(world.edition.course_id)}
    )
    assert (the_one().agency_id, the_one().course_id) == (None, world.edition.course_id)


def test_the_list_asks_as_much_for_many(app: Flask, world: World, lens_of: LensOf) -> None:
    ada = world.actor(world.ada)
    counts = []
    for round_ in range(2):
        for number in range(3):
            aim = Aim(f"Template {round_} {number}", world.rangers.id, world.edition.course_id)
            template(app, aim=aim, by=ada, at=ISSUED_AT, is_used=False)
        lens = lens_of(world.ada)
        lens.get(LIST)
        with statements() as found:
            lens.get(LIST)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_an_unknown_one_is_not_found(world: World, lens_of: LensOf) -> None:
    lens_of(world.boris).get(f"{LIST}/{UUID(int=5)}", status=404)
    lens_of(world.amina).get(LIST, status=403)
