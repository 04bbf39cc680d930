"""The printed certificate, opened again: what it says, in which letters, and the same every time."""

import dataclasses
import importlib
import io
import os
import shutil
import subprocess
from ctypes.util import find_library
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from academy.certificates.document import CertificateFacts, UnprintableFacts, Wording, render

ADDRESS = "https://academy.example/en/verify/Zk3v9QpX2mT7bLwR8sYcNA"

ENGLISH = Wording(
    locale="en",
    academy="Wildlife Crime Academy",
    title="Certificate of training",
    preamble="This is to certify that",
    achievement="has completed the course",
    course_title="From the first call to the court",
    level="Basic level",
    track=None,
    statement="Answered every question of the safety gate rightly and passed the written test.",
    hours="6 hours of study",
    number="No. WCA-7K3Q-9F2M",
    edition="Edition 3",
    digest="Digest of edition 3 (SHA-256)",
    law="Law of Demo Country A as of 1 January 2025",
    issued_on="Issued on 30 June 2026",
    valid_until="Valid until 30 June 2029",
    signatory_role="Head of training",
    check="Check this certificate",
    check_note="The page shows level and dates, and no name.",
    accuracy="Completing online study alone certifies no practical competence.",
    mark_alt="Mark of the Wildlife Crime Academy",
    qr_alt="QR code that opens the verification page",
)
SERBIAN = dataclasses.replace(
    ENGLISH,
    locale="sr-Cyrl",
    academy="Академија за сузбијање криминала над дивљим светом",
    title="Уверење о обуци",
    course_title="Од првог позива до суда",
    statement="Положена је провера безбедности и писани тест.",
    issued_on="Издато 30. јуна 2026.",
    valid_until="Важи до 30. јуна 2029.",
)
ALBANIAN = dataclasses.replace(
    ENGLISH,
    locale="sq",
    title="Certifikatë trajnimi",
    course_title="Nga thirrja e parë deri në gjykatë",
    statement="Iu përgjigj saktë të gjitha pyetjeve të sigurisë dhe kaloi testin me shkrim.",
)
FACTS = CertificateFacts(
    number="WCA-7K3Q-9F2M",
    holder="Čedomir Šćepanović-Žarković Đurđević",
    edition_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    issued_at=datetime(2026, 6, 30, 12, tzinfo=UTC),
    signatory="Signatory A Demo",
    verify_url=ADDRESS,
    wording=ENGLISH,
    english=None,
)


def facts_in(wording: Wording, holder: str) -> CertificateFacts:
    return dataclasses.replace(FACTS, wording=wording, english=ENGLISH, holder=holder)


def opened(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def words_of(document: bytes) -> str:
    return " ".join(opened(document).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FACTS, ["Čedomir Šćepanović-Žarković Đurđević", ENGLISH.statement, "Valid until 30 June 2029"]),
        (
            facts_in(SERBIAN, "Чедомир Шћепановић-Ђурђевић"),
            [
                "Чедомир Шћепановић-Ђурђевић",
                "Од првог позива до суда",
                "Важи до 30. јуна 2029.",
                ENGLISH.title,
            ],
        ),
        (
            facts_in(ALBANIAN, "Arbër Gjëka Çelniku"),
            ["Arbër Gjëka Çelniku", ALBANIAN.statement, ENGLISH.statement],
        ),
    ],
    ids=["english", "serbian", "albanian"],
)
def test_the_text_layer_says_what_the_sheet_shows(facts: CertificateFacts, said: list[str]) -> None:
    words = words_of(render(facts))
    for sentence in [*said, facts.number, facts.edition_digest, ENGLISH.accuracy, facts.signatory]:
        assert sentence in words


def test_english_stands_alone_when_it_is_the_language_of_the_certificate() -> None:
    assert words_of(render(FACTS)).count(ENGLISH.course_title) == 1


def test_same_facts_same_bytes_and_other_facts_other_bytes() -> None:
    other = dataclasses.replace(FACTS, number="WCA-0000-0000")
    first = render(FACTS)
    assert render(other) != first
    assert render(FACTS) == first


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
    reader = opened(render(facts_in(SERBIAN, "Чедомир Ђурђевић")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Уверење о обуци WCA-7K3Q-9F2M"
    assert str(reader.root_object["/Lang"]) == "sr"
    marks = reader.root_object["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    assert reader.xmp_metadata is not None
    assert b"pdfuaid" in render(FACTS)
    assert b"pdfaid" in render(FACTS)
    spoken = [str(entry["/Alt"]) for entry in _objects(reader) if "/Alt" in entry]
    assert sorted(spoken) == sorted([SERBIAN.mark_alt, SERBIAN.qr_alt])


def _objects(reader: PdfReader) -> list[DictionaryObject]:
    found = (
        reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0]) + 1)
    )
    return [entry for entry in found if isinstance(entry, DictionaryObject)]


def test_a_name_without_letters_for_it_is_refused() -> None:
    with pytest.raises(UnprintableFacts, match="could not be displayed"):
        render(dataclasses.replace(FACTS, holder="ნინო"))


def test_the_code_on_paper_opens_the_verification_page(tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None or find_library("zbar") is None:
        message = "the printed code is read by pdftoppm and zbar: install Debian's packages 'poppler-utils' and 'libzbar0'"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    decoder = importlib.import_module("pyzbar.pyzbar")
    (tmp_path / "sheet.pdf").write_bytes(render(FACTS))
    subprocess.run(
        ["pdftoppm", "-r", "110", "-png", "-singlefile", tmp_path / "sheet.pdf", tmp_path / "sheet"],
        check=True,
        capture_output=True,
    )
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert [found.data.decode() for found in decoder.decode(sheet)] == [ADDRESS]
