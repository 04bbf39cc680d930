"""Evidence packs: what they hold follows from the record, is whole, and is checked by tools that are not ours."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from academy import clock, db
from academy.audit import service as audit
from academy.audit.models import AuditEvent
from academy.certificates import service as certificates
from academy.courses import rules
from academy.db import session
from academy.evidence import service
from academy.privacy import service as privacy
from tests.packs import CANARIES, Behind, everything, packed, unpacked
from tests.playing import AT
from tests.world import World


@pytest.fixture
def behind(app: Flask, world: World) -> Behind:
    made = everything(app, world)
    audit.seal_all()
    return made


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands that the first page gives, as it stands there."""
    command = command.replace("python3 ", f"{sys.executable} ")
    return subprocess.run(["bash", "-ec", command], cwd=folder, capture_output=True, text=True, check=False)


def commands(folder: Path) -> list[str]:
    page = (folder / "READ-ME.html").read_text()
    found = [html.unescape(each) for each in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)]
    return list(dict.fromkeys(found))


def told(folder: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / name).read_text())
    return found


def test_every_command_of_the_first_page_finds_it_whole(
    app: Flask, world: World, behind: Behind, tmp_path: Path
) -> None:
    """The commands stand twice, in the certificate's language and in English, and are the same."""
    folder = unpacked(packed(app, behind, world)[0], tmp_path / "pack")
    steps = commands(folder)
    assert [step.split()[0] for step in steps] == ["sha256sum", "openssl", "sha256sum", "cut", "python3"]
    assert shutil.which("openssl")
    for step in steps:
        done = run(folder, step)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
    frozen = (folder / "course/edition-1/edition.json").read_bytes()
    record = told(folder, "certificate/record.json")
    assert rules.digest(frozen.decode()) == record["edition_digest"] == behind.certificate.said.edition_digest
    assert (folder / "certificate/certificate.pdf").read_bytes().startswith(b"%PDF")
    _says_who_assessed_and_marked(folder)
    _says_nothing_of_others(folder)


def test_the_same_state_is_the_same_bytes_and_what_was_altered_is_found(
    app: Flask, world: World, behind: Behind, tmp_path: Path
) -> None:
    """A file by its digest, the list by its signature, a row of the trail by its seal."""
    pack, done = packed(app, behind)
    session.rollback()
    session.expire_all()
    assert packed(app, behind)[0] == pack
    assert (done.is_whole, done.left_out) == (True, ())
    folder = unpacked(pack, tmp_path / "pack")
    path = folder / "learning/record.json"
    path.write_text(path.read_text().replace("Calm work.", "Wild work."))
    sums, signed, *_rest = commands(folder)
    assert run(folder, sums).returncode != 0
    assert run(folder, signed).returncode == 0
    listing = folder / "SHA256SUMS"
    listing.write_text(listing.read_text().replace("a", "b", 1))
    assert run(folder, signed).returncode != 0
    with db.writing():
        session.execute(
            update(AuditEvent).where(AuditEvent.object_type == "sign-off").values(actor_id=world.amina.id)
        )
    again = unpacked(packed(app, behind)[0], tmp_path / "again")
    check = run(again, "python3 CHECK.py")
    assert check.returncode == 1
    assert re.fullmatch(r"row \d+ of the trail is not what seal \d+ says\n", check.stdout)


def _says_who_assessed_and_marked(folder: Path) -> None:
    learning = json.loads((folder / "learning/record.json").read_text())
    (signed,) = learning["sign_offs"]
    assert signed["assessor"] == {"call_sign": "vera", "legal_name": "Vera Tuđa"}
    assert {"Puts on the mask"} <= {each["words"] for each in signed["findings"]}
    assert learning["prior_learning"][0]["recorded_by"]["call_sign"] == "trajce"
    assert [(each["for"], each["reason"]) for each in learning["exceptions"]] == [("cohort", "")]
    (attended,) = learning["attendance"]
    assert attended["noted_by"]["call_sign"] == "trajce"
    sat = json.loads((folder / "learning/attempts/gate-quiz-1.json").read_text())
    assert [(each["question"], each["in_words"]) for each in sat["events"]] == [
        ("What do you put on first?", "Gloves"), ("Write the first lines of your report.", "I stopped at the tape."),
    ]  # fmt: skip
    assert sat["quiz"]["marks"][0]["marker"]["legal_name"] == "Trajče Učitel"
    assert sat["quiz"]["exam"]["invigilator"]["legal_name"] == "Trajče Učitel"
    (file,) = sat["quiz"]["files"]
    assert (folder / f"learning/attempts/gate-quiz-1-files/{file['id']}.txt").read_text() == "Her own notes."
    (decided,) = json.loads((folder / "certificate/record.json").read_text())["decisions"]
    assert (decided["by"]["call_sign"], decided["batch"]["proposed_by"]["call_sign"]) == ("ada", "trajce")
    played = json.loads((folder / "learning/attempts/barn-owl-1.json").read_text())
    assert played["events"][0]["response"]["do"]
    assert played["case"]["colleagues"] == [{"role": "witness", "call_sign": "dina"}]
    (log,) = (each["log"] for each in played["case"]["custody"] if each["log"])
    assert [each["line"] is None for each in log] == [False, False, False, True]


def _says_nothing_of_others(folder: Path) -> None:
    whole = {
        str(path): path.read_bytes().decode(errors="replace") for path in folder.rglob("*") if path.is_file()
    }
    for canary in CANARIES:
        assert not [name for name, text in whole.items() if canary in text], canary
    assert not [name for name, text in whole.items() if "PRIVATE KEY" in text]
    pages = [text for name, text in whole.items() if name.endswith("READ-ME.html") or "timeline" in name]
    assert not [page for page in pages if re.search(r"<script|src=|<link|href=", page)]
    assert "Vera" not in whole[str(folder / "learning/timeline.html")]


def test_after_erasure_only_what_is_nobody_s_is_left(
    app: Flask, world: World, behind: Behind, tmp_path: Path
) -> None:
    number = behind.certificate.number
    with db.writing():
        certificates.note_export(certificates=[behind.certificate], by=world.actor(world.ada), at=AT)
    with db.writing():
        privacy.erase_person(person_id=world.amina.id, by=None, at=clock.now(), reason="request")
    pack, done = packed(app, behind)
    assert not done.is_whole
    folder = unpacked(pack, tmp_path / "pack")
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert not {"certificate/certificate.pdf", "certificate/credential.jwt", "learning/record.json"} & names
    assert told(folder, "certificate/record.json")["number"] == number
    assert b"Amina" not in b"".join((folder / name).read_bytes() for name in names)
    for step in commands(folder):
        assert run(folder, step).returncode == 0


@pytest.mark.only("sqlite")
def test_it_speaks_two_languages_and_a_course_too_large_is_cut(
    app: Flask, behind: Behind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_MEDIA", 10)
    pack, done = packed(app, behind)
    assert done.left_out == ("scene.svg",)
    folder = unpacked(pack, tmp_path / "pack")
    cards = json.loads((folder / "course/media.json").read_text())
    assert [(card["names"], card["is_packed"]) for card in cards] == [(["scene.svg"], False)]
    assert "scene.svg" in (folder / "READ-ME.html").read_text()
    _speaks_two_languages(app, folder)


def _speaks_two_languages(app: Flask, folder: Path) -> None:
    """Sentences are kept by language for all pages: none may slip from the Serbian part into an English page."""
    serbian, english = (folder / "READ-ME.html").read_text().split('<section class="part"')[1:]
    assert re.search("[а-я]{3}", serbian)
    assert not re.search("[а-я]{3}", english)
    page = app.jinja_env.from_string('{{ _("Name") }} {{ _("Issued") }} {{ _("Course") }}')
    with app.test_request_context("/en/"):
        app.preprocess_request()
        assert page.render() == "Name Issued Course"
