"""The printed certificate and card, opened again: what they say in each script, in whose letters, the same every time."""

import dataclasses
import hashlib
import importlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from academy.certificates.document import CertificateFacts, UnprintableFacts, render, render_card
from tests.rules.certificates.wordings import (
    ADDRESS,
    ARABIC,
    ENGLISH,
    FACTS,
    SCRIPTS,
    SERBIAN,
    card_in,
    facts_in,
    full,
)

#: What the code holds beside the printed address: read by machines only.
SLIP = "#" + "Az0-" * 37

REPOSITORY = Path(__file__).parents[3]


def opened(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def words_of(document: bytes) -> str:
    """Read the text layer in logical order, as a court's search would."""
    return " ".join(" ".join(page.extract_text() for page in opened(document).pages).split())


def copied(document: bytes, folder: Path) -> str:
    """Read the text layer as a second program does, which knows right from left: without its marks of direction."""
    (folder / "sheet.pdf").write_bytes(document)
    found = subprocess.run(["pdftotext", folder / "sheet.pdf", "-"], check=True, capture_output=True)
    return " ".join(
        "".join(
            each for each in found.stdout.decode() if each not in "\u200e\u200f\u202a\u202b\u202c"
        ).split()
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_text_layer_says_what_the_sheet_shows(script: str, tmp_path: Path) -> None:
    needs("pdftotext")
    wording, holder = SCRIPTS[script]
    document = render(facts_in(wording, holder))
    words = copied(document, tmp_path)
    for said in (
        holder, wording.title, wording.course_title, wording.statement, wording.preamble, wording.issued_on,
        wording.valid_until, ENGLISH.title, ENGLISH.statement, FACTS.number, FACTS.edition_digest, FACTS.rendition_digest,
        wording.accuracy, "Signatory A Demo", wording.roles[0],
    ):  # fmt: skip
        assert says(words, str(said))


def says(words: str, sentence: str) -> bool:
    """Say whether a sentence stands there; where letters run from the right, apart from the figures between them."""
    if not re.search(r"[\u0600-\u06ff]", sentence):
        return sentence in words
    figures, pieces = re.findall(r"[\w-]*\d[\w-]*", sentence), re.split(r"[\w-]*\d[\w-]*|[·،,.%]", sentence)
    return all(each.strip() in words for each in [*figures, *pieces])


def test_english_stands_alone_when_it_is_the_language_of_the_certificate() -> None:
    assert words_of(render(FACTS)).count(ENGLISH.course_title) == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_whatever_can_stand_on_it_does_and_every_font_is_inside(script: str) -> None:
    facts = full(*SCRIPTS[script], practicals=11)
    reader = opened(render(facts))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) <= 3
    for name in ("Konstantin", "Alexandra Demo", "WCA-0000-0000", "(11)", "Falcon 7", "Heron 2"):
        assert name in words
    fonts = [each for each in objects(reader) if each.get("/Type") == "/FontDescriptor"]
    assert {"/FontFile2", "/FontFile3"}.issuperset(key for each in fonts for key in each if "FontFile" in key)
    assert all(any("FontFile" in key for key in each) for each in fonts)
    assert ("Amiri" in " ".join(str(each["/FontName"]) for each in fonts)) == (script == "arabic")


def test_an_arabic_sheet_is_mirrored_and_an_english_one_is_not() -> None:
    def edge(facts: CertificateFacts) -> float:
        """Return where the number stands: at the far end of the first line."""
        found: list[float] = []

        def look(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
            if FACTS.number in text:
                found.append(cm[0] * tm[4] + cm[4])

        opened(render(facts)).pages[0].extract_text(visitor_text=look)
        return found[0]

    assert edge(facts_in(ARABIC, "سلمى")) < 200 < 600 < edge(FACTS)


def test_same_facts_same_bytes_in_every_thread_and_process() -> None:
    first = render(FACTS)
    assert render(dataclasses.replace(FACTS, number="WCA-0000-0000")) != first
    with ThreadPoolExecutor(3) as threads:
        assert set(threads.map(render, [FACTS] * 3)) == {first}
    elsewhere = (
        "import hashlib; from tests.rules.certificates.wordings import FACTS; "
        "from academy.certificates.document import render; print(hashlib.sha256(render(FACTS)).hexdigest())"
    )
    asked = subprocess.run(
        [sys.executable, "-c", elsewhere], check=True, capture_output=True, text=True, cwd=REPOSITORY
    )
    assert asked.stdout.strip() == hashlib.sha256(first).hexdigest()


def test_the_longest_words_still_leave_one_page() -> None:
    long = dataclasses.replace(
        SERBIAN,
        title="Уверење о завршеној основној обуци и положеној провери знања",
        course_title="Препознавање, обезбеђивање и документовање места тровања заштићених врста " * 2,
        statement="Положена је провера безбедности и писани тест о прикупљању доказа на лицу места. " * 8,
        track="Смер за инспекторе и службе надзора",
    )
    facts = facts_in(long, "Александрина Константиновић-Милосављевић од Горњег Милановца")
    document = render(facts)
    assert len(facts.holder) >= 60
    assert len(opened(document).pages) == 1
    assert words_of(document).count("Положена је провера безбедности") == 8


def test_an_endless_validity_prints_no_date() -> None:
    endless = dataclasses.replace(ENGLISH, valid_until=None)
    assert "Valid until" not in words_of(render(dataclasses.replace(FACTS, wording=endless)))


def test_a_reading_machine_finds_title_language_and_words_for_the_pictures() -> None:
    facts = full(SERBIAN, "Чедомир Ђурђевић", practicals=1)
    document = render(facts)
    reader = opened(document)
    assert reader.metadata is not None
    assert reader.metadata.title == "Уверење о обуци WCA-7K3Q-9F2M"
    assert str(reader.root_object["/Lang"]) == "sr"
    marks = reader.root_object["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    assert b"pdfuaid" in document
    assert b"pdfaid" in document
    spoken = [str(entry["/Alt"]) for entry in objects(reader) if "/Alt" in entry]
    signed = [each.alt for each in facts.signatories if each.picture]
    assert sorted(spoken) == sorted(
        [SERBIAN.mark_alt, SERBIAN.mark_alt, SERBIAN.qr_alt, *signed, *(each.alt for each in facts.logos)]
    )


def objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    found = (
        reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]) + 1)
    )
    return (entry for entry in found if isinstance(entry, DictionaryObject))


def test_a_name_without_letters_for_it_is_refused() -> None:
    with pytest.raises(UnprintableFacts, match="could not be displayed"):
        render(dataclasses.replace(FACTS, holder="ნინო"))
    with pytest.raises(UnprintableFacts, match="could not be displayed"):
        render_card(card_in(ENGLISH, "ნინო"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_card_has_two_sides_and_a_sheet_to_cut(script: str, tmp_path: Path) -> None:
    needs("pdftotext")
    wording, holder = SCRIPTS[script]
    document = render_card(card_in(wording, holder))
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in opened(document).pages]
    assert sizes == [(243, 153), (243, 153), (595, 842)]
    words = copied(document, tmp_path)
    assert words.count(holder) == words.count(wording.course_title) == 2
    for said in (wording.level, wording.valid_until, ADDRESS[-22:], FACTS.number, "Alexandra Demo"):
        assert says(words, str(said))
    assert render_card(card_in(wording, holder)) == document


def test_the_code_on_paper_opens_the_verification_page(tmp_path: Path) -> None:
    facts = dataclasses.replace(facts_in(*SCRIPTS["arabic"]), verify_url=ADDRESS + SLIP)
    document = render(facts)
    assert SLIP[:8] not in words_of(document)
    assert read_codes(document, tmp_path, dots=150) == {ADDRESS + SLIP}


def test_the_code_on_the_card_is_read_from_the_sheet_to_cut(tmp_path: Path) -> None:
    assert read_codes(render_card(card_in(*SCRIPTS["greek"])), tmp_path, dots=110, page=3) == {ADDRESS}


def read_codes(document: bytes, folder: Path, *, dots: int, page: int = 1) -> set[str]:
    """Take a picture of a page and read its codes as a telephone does."""
    needs("pdftoppm")
    decoder = importlib.import_module("pyzbar.pyzbar")
    (folder / "sheet.pdf").write_bytes(document)
    command = ["pdftoppm", "-r", str(dots), "-f", str(page), "-l", str(page), "-gray", "-singlefile"]
    subprocess.run([*command, folder / "sheet.pdf", folder / "sheet"], check=True, capture_output=True)
    with Image.open(folder / "sheet.pgm") as sheet:
        return {found.data.decode() for found in decoder.decode(sheet)}


def needs(program: str) -> None:
    """Skip where a program of the look from outside is not there; CI has it."""
    if shutil.which(program) is None or find_library("zbar") is None:
        message = (
            f"{program} and zbar look at the sheet: install Debian's packages 'poppler-utils' and 'libzbar0'"
        )
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
