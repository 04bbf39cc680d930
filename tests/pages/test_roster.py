"""A list of people comes in by a page that reports first: the ladder, letters, codes for paper, files of enemies."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.db import session
from academy.mail import Post
from tests.lens import Lens, Page
from tests.world import World

Browse = Callable[..., Lens]
ROSTER = "/en/people/roster"
HEAD = "Call-sign,Full name,E-mail,Agency or unit\n"
GOOD = HEAD + "Sokol-1,Вук Вуковић,vuk@rangers.example,Rangers North\nSokol-2,Ana Anić,,\n"


@pytest.fixture(autouse=True)
def mailbox(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spool of this test's own."""
    monkeypatch.setitem(app.extensions, "post", Post(tmp_path / "mail", "academy@example.org"))
    return tmp_path / "mail"


@pytest.fixture
def boris(world: World, lens_of: Browse) -> Lens:
    return lens_of(world.boris, stepped_up=True)


def sent(lens: Lens, content: bytes | str, name: str = "people.csv", status: int = 200) -> Page:
    """Send a file from the page; the agency is the one that stands there first."""
    content = content.encode() if isinstance(content, str) else content
    data: dict[str, Any] = {"file": (io.BytesIO(content), name)}
    return lens.get(ROSTER).submit("/people/roster", data, status=status)


def people() -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(Person)) or 0
    session.rollback()
    return found


def test_the_ladder(world: World, lens: Lens, lens_of: Browse, boris: Lens) -> None:
    """Strangers sign in, who coordinates nobody is refused, what is another's or not there is not found."""
    report = f"{ROSTER}/{'0' * 64}"
    for page in (ROSTER, f"{ROSTER}/template", report):
        assert "sign-in" in lens.get(page).url
        for who in (world.amina, world.trajce, world.ada):
            lens_of(who, stepped_up=True).get(page, status=403)
    for agency in (world.rangers.id, world.inspectors.id, "nothing"):
        boris.get(f"{report}?agency={agency}&name=people.csv", status=404)
    waiting = sent(boris, GOOD).url
    assert str(world.rangers.id) in waiting
    boris.get(waiting.replace(str(world.rangers.id), str(world.inspectors.id)), status=404)
    carla = lens_of(world.carla, stepped_up=True)
    carla.get(waiting, status=404)
    carla.get(waiting.replace(str(world.rangers.id), str(world.inspectors.id)), status=404)


def test_a_list_with_errors_is_mended_and_written(boris: Lens, mailbox: Path) -> None:
    """Refused rows say what to mend and nothing can be confirmed; then all is written, letters leave, codes show once."""
    before = people()
    page = sent(boris, GOOD + "dina,Somebody,,\nš,Кo,nobody,Elsewhere\n")
    assert "cannot be taken: ask your administrator" in page.text
    assert "“Elsewhere” is no unit of this agency" in page.text
    assert "Nothing is written yet." in page.text and "Write the list" not in page.text
    page = page.follow("Send the file again")
    report = sent(boris, GOOD)
    assert "Amina Prvić" in report.text  # not in the file
    refused = report.submit("/confirm", status=422)
    assert people() == before
    done = refused.submit("/confirm", {"knows": "y"})
    assert "1 letter with a link is on its way." in done.text
    assert len(re.findall(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}", done.text)) == 1
    assert [path.parent.name for path in mailbox.rglob("*.eml")] == ["mail"]
    assert people() == before + 2
    done.follow("Nominate these people for a cohort")
    report.submit("/confirm", {"knows": "y"}, status=404)  # pressed twice: what waited is gone
    again = sent(boris, GOOD)
    assert "There is nothing to do" in again.text
    assert people() == before + 2


def test_a_report_that_is_no_longer_true_is_shown_again(boris: Lens) -> None:
    """Whoever reads one report and confirms after the world has changed reads the new one first."""
    old, mended = sent(boris, GOOD), sent(boris, GOOD.replace("Ana", "Iva"))
    mended.submit("/confirm", {"knows": "y"})
    before = people()
    page = old.submit("/confirm", {"knows": "y"}, status=409)
    assert "Something has changed since you read the report." in page.text
    assert "Changes" in page.text
    page.submit("/confirm")
    assert people() == before


def test_heads_in_other_languages_and_workbooks(boris: Lens) -> None:
    """A column may be called as in any language of the pages, or by its plain name; days of a workbook are days."""
    page = boris.get("/sr-Cyrl/people/roster/template?format=csv")
    head = page.html.removeprefix("\ufeff").splitlines()[0].replace('"', "")
    assert "Sokol-3" in sent(boris, f"{head}\nSokol-3,Ана,,,,,\n".encode("utf-16")).text
    assert boris.get(f"{ROSTER}/template?format=docx", status=404)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["call_sign", "legal_name", "leaves_on", "Rank"])
    sheet.append(["Sokol-4", "Ана", "2099-12-31", "1"])
    made = io.BytesIO()
    book.save(made)
    page = sent(boris, made.getvalue(), "people.xlsx")
    assert "Sokol-4" in page.text and "These columns are passed over: Rank." in page.text
    sheet.append(["Sokol-5", "=A1&A2", None, None])
    made = io.BytesIO()
    book.save(made)
    assert "A cell begins like a formula" in sent(boris, made.getvalue(), "people.xlsx").text


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("xl/workbook.xml", b"<a/>" + b" " * 50_000_000)
    return made.getvalue()


ENEMIES = (
    ("", "a.csv", "The file is empty."),
    ("Nothing\nhere\n", "a.csv", "No row names the columns"),
    (HEAD, "a.csv", "There is nobody in this file."),
    (HEAD + "a\x00b,c\n", "a.csv", "zero byte"),
    (HEAD + '"' + "x" * 200_000, "a.csv", "The table is broken from here on"),
    (HEAD + "a,b\n" * 2_500, "a.csv", "The table has more than 2000 rows"),
    ("Call-sign,Full name,Call sign\n", "a.csv", "Two columns are called “Call-sign”"),
    (b"PK\x03\x04nothing", "a.xlsx", "The table is broken from here on"),
    (bomb(), "a.xlsx", "The workbook holds more than a list of people"),
    (GOOD.encode("utf-32"), "a.csv", "UTF-32"),
)


def test_files_of_enemies_are_refused_in_words(boris: Lens) -> None:
    for content, name, words in ENEMIES:
        assert words in sent(boris, content, name, status=422).text


def test_cells_of_enemies_refuse_their_row(boris: Lens) -> None:
    """Formulas, hidden characters and over-long texts are pointed out; nothing of them runs."""
    rows = [
        "A-1,=cmd|x,,",
        "A-2,Vuk\u202eGnal,,",
        "A-3," + "x" * 600 + ",,",
        "A-4,<script>alert(1)</script>,,",
        "A-5,b,,,,y",
    ]
    page = sent(boris, HEAD + "\n".join(rows))
    for words in ("begins like a formula", "cannot be seen", "more than 500", "cells beyond the last column"):
        assert words in page.text
    assert "<script>alert" not in page.html
