"""Items come in by a page that reports first, and go out by one that lists the losses first."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.db import session
from academy.items import formats
from academy.items.formats import Going
from academy.items.kinds import parse
from academy.items.models import BankItem, BankMedium
from tests import media_files as made
from tests.banking import banked, unknown, written
from tests.lens import Lens, Page
from tests.world import World

LensOf = Callable[[Person], Lens]
BANK = "/en/author/bank"
GIFT = "::One:: Is it so?{T}\n\n::Two:: Which?{=a ~b}\n"


@pytest.fixture
def author(world: World, lens_of: LensOf) -> Lens:
    return lens_of(world.trajce)


def count() -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(BankItem)) or 0
    session.rollback()
    return found


def sent(
    author: Lens, content: bytes | str, name: str = "items.gift", status: int = 200, **fields: str
) -> Page:
    """Send a file from the import page."""
    content = content.encode() if isinstance(content, str) else content
    data: dict[str, Any] = {"agency": "", "language": "en", "category": "Basics", **fields}
    return author.get(f"{BANK}/import").submit(
        "/bank/import", {**data, "file": (io.BytesIO(content), name)}, status=status
    )


def test_the_ladder(world: World, lens: Lens, lens_of: LensOf, author: Lens) -> None:
    """Nobody signs in first, others are refused, what is not there is not found."""
    (item,) = banked(written())
    for page in ("import", "import/template", f"import/{'0' * 64}", "export", "export/file"):
        assert "sign-in" in lens.get(f"{BANK}/{page}").url
        lens_of(world.amina).get(f"{BANK}/{page}", status=403)
    author.get(f"{BANK}/import/{'0' * 64}?language=en", status=404)
    author.get(f"{BANK}/import/{'0' * 64}?language=xx", status=404)
    author.get(f"{BANK}/import/{'0' * 64}?language=en&agency={unknown()}", status=404)
    author.get(f"{BANK}/export?item={unknown()}", status=404)
    author.get(f"{BANK}/export?item=nothing", status=404)
    author.get(f"{BANK}/export/file?format=docx&item={item.id}", status=404)
    author.get(f"{BANK}/import/template?format=docx", status=404)


def test_a_file_is_reported_on_and_then_taken_once(author: Lens) -> None:
    """Nothing is written before the word; pressing twice takes it once."""
    before = count()
    page = sent(author, GIFT)
    assert "Nothing is in the bank yet." in page.text
    assert "Line 1 Understood “Is it so?” comes in as “True or false”, with the key “one”." in page.text
    assert count() == before
    done = page.submit("/confirm")
    assert "2 items are in the bank, as drafts." in done.text
    again = page.submit("/confirm")
    assert "Nothing was added." in again.text
    assert count() == before + 2


def test_a_refused_file_says_what_to_do(author: Lens) -> None:
    """Its line and the remedy; nothing is kept."""
    page = sent(author, "A text, no question.\n", status=422)
    assert "Line 1 Refused" in page.text
    assert "put it into a lesson" in page.text
    page = sent(author, "Ž{T}\n".encode("utf-16"), status=422)
    assert "save it as UTF-8" in page.text
    page = sent(
        author, b"<?xml version='1.0'?><!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "x.xml", status=422
    )
    assert "are not read" in page.text
    author.get(f"{BANK}/import").submit("/bank/import", {"agency": "", "language": "en"}, status=422)


def test_what_is_refused_is_left_out_only_if_said_so(author: Lens) -> None:
    """Part of a file comes in only when its author has seen what does not."""
    before = count()
    page = sent(author, GIFT + "\n::Three:: A text.\n")
    refused = page.submit("/confirm", status=422)
    assert "Say that it is left out" in refused.text
    assert count() == before
    refused.submit("/confirm", {"leaves_out": "y"})
    assert count() == before + 2


def test_pictures_are_declared(author: Lens) -> None:
    """Where pictures come along, it is asked where they come from."""
    item = parse(
        {
            "key": "p",
            "kind": "true-false",
            "prompt": "P",
            "answer": True,
            "picture": {"file": "a.png", "alt": "A trap"},
        }
    )
    content = formats.write("moodle", [Going(item, files={"a.png": made.png()})]).content
    page = sent(author, content, "moodle.xml")
    assert "1 picture comes along." in page.text
    page.submit("/confirm", status=422)
    page.submit("/confirm", {"origin": "synthetic"})
    assert session.scalars(select(BankMedium.card)).all()[-1]["origin"] == "synthetic"


def test_losses_come_first_then_the_file(author: Lens) -> None:
    """The page says what each format would not keep; the file has a name and comes back as it was."""
    (item, other) = banked(
        written(source="Own work"),
        parse({"key": "o", "kind": "ordering", "prompt": "Order?", "steps": ["a", "b"]}),
    )
    page = author.get(f"{BANK}/export?item={item.id}&item={other.id}")
    assert "Export 2 items" in page.text
    assert "Its source. seal" in page.text
    assert "The format has no such question as “Put in order”." in page.text
    response = author.client.get(page.link("Get the file"))  # the first format offered
    assert response.headers["Content-Disposition"].startswith(
        'attachment; filename="items.xml"; filename*=UTF-8'
    )
    reading = formats.read(response.get_data(), "items.xml")
    assert {entry.data["key"] for entry in reading.items} == {"seal", "o"}


def test_a_template_is_filled_in_and_taken(author: Lens) -> None:
    """The import page leads to it; a table without a row is refused in words, one with a row comes in."""
    page = author.get(f"{BANK}/import")
    for words, suffix in (("Template as a workbook", "xlsx"), ("Template as CSV", "csv")):
        response = author.client.get(page.link(words))
        assert f'filename="items.{suffix}"' in response.headers["Content-Disposition"]
        empty = sent(author, response.get_data(), f"items.{suffix}", status=422)
        assert "There is no question in this file." in empty.text
    before = count()
    page = sent(author, "kind,prompt,a,b,right\nsingle-choice,Which?,one,two,b\n".encode("utf-16"), "x.csv")
    assert "The table is read as UTF-16 with commas between the cells." in page.text
    page.submit("/confirm")
    assert count() == before + 1


def test_a_package_of_qti_comes_back(author: Lens) -> None:
    """What leaves as QTI is read again as it was; what it would not keep is said first."""
    (item,) = banked(
        parse({"key": "q", "kind": "ordering", "prompt": "Order?", "steps": ["a", "b"], "gate": True})
    )
    page = author.get(f"{BANK}/export?item={item.id}")
    assert "That it must be right for a pass." in page.text
    response = author.client.get(f"{BANK}/export/file?format=qti&item={item.id}")
    page = sent(author, response.get_data(), "items.zip")
    assert "“Order?” comes in as “Put in order”, with the key “q”." in page.text
