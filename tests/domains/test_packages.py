"""Packages: what goes out comes back the same, byte by byte; what is wrong is named by file and line."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from academy import db
from academy.cli import CURRICULUM
from academy.courses import package
from academy.courses.content.written import read_yaml, write_yaml
from academy.courses.models import ActivityDraft, Course, CourseDraft, Edition, ModuleDraft, Rendition
from academy.courses.package import Folder, Held, PackageError, Zip
from academy.courses.queries import packaged
from academy.courses.service import importing
from academy.courses.service.importing import Terms
from academy.db import session
from academy.languages.models import Translation
from tests.world import PACKAGES, World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHIPPED = {
    "basic": CURRICULUM / "basic",
    "basic-retest": CURRICULUM / "basic-retest",
    "casebook": CURRICULUM / "casebook",
    "small": PACKAGES / "small",
}


def bring(app: Flask, path: Path, *, publishes: bool = True) -> importing.Taken:
    """Take a package in, as a command does."""
    return importing.take(
        package=importing.look_at(path), terms=Terms(publishes=publishes), keep=app.extensions["storage"].put, by=None, at=AT
    )  # fmt: skip


def live(app: Flask, slug: str) -> dict[str, bytes]:
    """Return the files of a course's live edition."""
    return dict(packaged.edition_package(packaged.course_named(slug), load=app.extensions["storage"].get))


def on_disk(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def problems(files: package.Files) -> list[package.Problem]:
    """Return what is wrong with a package."""
    with pytest.raises(PackageError) as refused:
        package.read(files)
    return refused.value.problems


# --- out and in again -----------------------------------------------------------------------------------


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("slug", SHIPPED)
def test_what_ships_is_as_it_would_be_exported(app: Flask, tmp_path: Path, slug: str) -> None:
    """Import → export gives the very files; and so it goes on by folder and by zip."""
    bring(app, SHIPPED[slug])
    first = live(app, slug)
    assert first == on_disk(SHIPPED[slug])
    package.write_folder(tmp_path / "folder", first.items())
    package.write_zip(tmp_path / "one.zip", first.items())
    for place in (tmp_path / "folder", tmp_path / "one.zip"):
        assert not bring(app, place).is_new
        assert live(app, slug) == first
    package.write_zip(tmp_path / "two.zip", live(app, slug).items())
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_working_copy_goes_out_as_the_edition(app: Flask, world: World) -> None:
    """As long as nobody has changed it; one that cannot be read goes out as it stands."""
    load = app.extensions["storage"].get
    course_id = packaged.course_named("small")
    assert dict(packaged.draft_package(course_id, load=load)) == live(app, "small")
    with db.writing():
        row = session.scalars(select(ActivityDraft).where(ActivityDraft.slug == "second-lesson")).one()
        row.source = "not in order"
    broken = dict(packaged.draft_package(course_id, load=load))
    assert broken["modules/two/second-lesson.md"] == b"not in order"
    assert not any(name.startswith("translations/") for name in broken)


def test_the_same_package_again_changes_nothing(app: Flask, world: World) -> None:
    """Neither editions nor renditions, nor the working copy's count of changes."""

    def state() -> list[object]:
        session.expire_all()
        found = [
            session.scalar(select(func.count()).select_from(each))
            for each in (Edition, Rendition, Translation)
        ]
        found += list(session.scalars(select(CourseDraft.revision)))
        session.rollback()
        return found

    before = state()
    assert not bring(app, PACKAGES / "small").is_new
    assert not bring(app, PACKAGES / "small", publishes=False).is_new
    assert state() == before


def test_a_package_may_wait_in_the_working_copy(app: Flask, world: World, tmp_path: Path) -> None:
    """Learners see nothing of it; its translations are kept for when it is published."""
    folder = Path(shutil.copytree(PACKAGES / "small", tmp_path / "small"))
    lesson = folder / "modules/two/second-lesson.md"
    lesson.write_text(lesson.read_text().replace("Seal, label, sign.", "Seal, label, sign, date."))
    with (folder / "translations/sr-Cyrl.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Seal, label, sign, date."\nmsgstr "Печат, ознака, потпис, датум."\n')
    before = live(app, "small")
    taken = bring(app, folder, publishes=False)
    assert (taken.slug, taken.edition) == ("small", None)
    assert live(app, "small") == before
    draft = dict(packaged.draft_package(packaged.course_named("small"), load=app.extensions["storage"].get))
    assert b"sign, date" in draft["modules/two/second-lesson.md"]
    assert "датум" in draft["translations/sr-Cyrl.po"].decode()


def test_a_new_course_begins_with_its_package(app: Flask, tmp_path: Path) -> None:
    """A package of a course nobody knows makes it, with a working copy and no edition."""
    files = _files()
    files["course.yaml"] = files["course.yaml"].replace(b"slug: small", b"slug: fresh")
    package.write_folder(tmp_path / "fresh", files.items())
    bring(app, tmp_path / "fresh", publishes=False)
    course = session.scalars(select(Course).where(Course.slug == "fresh")).one()
    assert course.live_edition_id is None
    assert [
        row.slug for row in session.scalars(select(ModuleDraft).where(ModuleDraft.course_id == course.id))
    ] == ["one", "two"]


_DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(categories=("Ll", "Lu", "Nd")), max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_DOCUMENTS)
def test_yaml_reads_back_what_was_written(document: object) -> None:
    """Whatever the text looks like: yes, 1e3, a colon, spaces at either end, lines."""
    text = write_yaml(document)
    assert read_yaml(text) == document
    assert write_yaml(read_yaml(text)) == text


# --- places ---------------------------------------------------------------------------------------------


def _files(slug: str = "small") -> dict[str, bytes]:
    return on_disk(SHIPPED[slug])


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    ("name", "old", "new", "line", "says"),
    [
        ("course.yaml", "level: basic", "level: master", 3, "choose one of basic, advanced, supreme"),
        ("course.yaml", "hours: 1", "hours: many", 7, "whole number"),
        ("course.yaml", "hours: 1\n", "", 1, "“hours” is missing"),
        ("course.yaml", "hours: 1", "hours: 1\nprice: 3", 8, "“price” is not known here"),
        ("course.yaml", "  - slug: two", "  - slug: Two!", 16, "small letters"),
        ("course.yaml", "      - kinds-quiz", "      - no-such", 20, "“no-such” has no file"),
        ("course.yaml", "format: 1", "format: 1\nformat: 1", 2, "given twice"),
        ("course.yaml", "hours: 1", "hours: *one", 7, "alias"),
        ("course.yaml", "hours: 1", "hours: 1\nrequires:\n  all:\n    - dome: x", 10, "condition"),
        ("modules/one/gate-quiz.quiz.yaml", "kind: single-choice", "kind: crystal-ball", 7, "“crystal-ball” is not known as “kind”"),
        ("modules/one/first-lesson.md", "minutes: 5", "minutes: 5000", 3, "600 or less"),
        ("modules/one/first-lesson.md", "::: check upwind", "::: check downwind", None, "downwind"),
        ("modules/two/second-lesson.md", "Seal, label, sign.", "::: nonsense\nX\n:::", None, "nonsense"),
        ("translations/sr-Cyrl.po", 'msgid "A small course"', 'msgid "A small', None, "quotation marks"),
    ],
)  # fmt: skip
def test_problems_name_file_and_line(
    app: Flask, name: str, old: str, new: str, line: int | None, says: str
) -> None:
    """The line is the one to look at in the file, front matter counted in."""
    files = _files()
    text = files[name].decode()
    assert old in text
    files[name] = text.replace(old, new, 1).encode()
    found = problems(Held(files))
    wanted = (
        line
        or files[name]
        .decode()
        .split("\n")
        .index(next(each for each in files[name].decode().split("\n") if new.split("\n")[0] in each))
        + 1
    )
    assert [(each.file, each.line) for each in found][:1] == [(name, wanted)], [str(each) for each in found]
    assert says in str(found[0])


@pytest.mark.only("sqlite")
def test_every_problem_has_a_line_or_is_about_a_file(app: Flask) -> None:
    """Files nobody reads, and media that are not taken, are named as they are."""
    files = {
        **_files(),
        "modules/one/old-quiz.yaml": b"title: x",
        "media/virus.exe": b"MZ",
        "inner.zip": b"PK",
        "README.md": b"Hello",
    }
    files["modules/two/second-lesson.md"] = b"---\ntitle: \xff\n---\n"
    found = {each.file: each for each in problems(Held(files))}
    assert set(found) == {
        "modules/one/old-quiz.yaml",
        "media/virus.exe",
        "inner.zip",
        "modules/two/second-lesson.md",
    }
    assert found["modules/two/second-lesson.md"].line == 2


@pytest.mark.only("sqlite")
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 5_000,
        "a: &a [1]\nb: *a\n",
        'title: "\\0"\n',
        "a: 1\na: 2\n",
        "? [a]\n: b\n",
        "!!python/object:os.system x",
    ],
)
def test_yaml_that_would_hurt_is_refused(app: Flask, text: str) -> None:
    """Brackets without end would end the process: the parser is written in C."""
    assert problems(Held({**_files(), "course.yaml": text.encode()}))[0].file == "course.yaml"


@pytest.mark.only("sqlite")
def test_schemas_are_kept(app: Flask) -> None:
    """``check-course --schema docs/schema`` brings them up to date."""
    kept = {
        path.name: path.read_text() for path in (Path(__file__).parents[2] / "docs/schema").glob("*.json")
    }
    assert kept == package.schemas()
    assert all(json.loads(text)["$schema"] for text in kept.values())


# --- zips from strangers ---------------------------------------------------------------------------------


def a_zip(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Pack files as an ordinary program does."""
    with zipfile.ZipFile(path, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


@pytest.mark.only("sqlite")
def test_a_folder_around_the_package_is_looked_through(app: Flask, tmp_path: Path) -> None:
    """As file managers pack it, with what they leave in it."""
    files = {f"small-main/{name}": content for name, content in _files().items()}
    litter = {"__MACOSX/._course.yaml": b"x", "small-main/.DS_Store": b"x", "small-main/media/": b""}
    path = a_zip(tmp_path / "x.zip", {**files, **litter})
    with zipfile.ZipFile(path, "a") as made:
        made.comment = b"0123456789abcdef"
    with Zip(path) as opened:
        assert package.read(opened).course.slug == "small"


def patched(path: Path, sign: bytes, offset: int, value: bytes) -> None:
    """Write over a place in every record of a zip that begins with ``sign``."""
    data = bytearray(path.read_bytes())
    place = data.find(sign)
    while place >= 0:
        data[place + offset : place + offset + len(value)] = value
        place = data.find(sign, place + 1)
    path.write_bytes(bytes(data))


def _bomb(path: Path) -> None:
    a_zip(path, {"media/a.svg": b"\0" * 50_000_000})


def _large(path: Path) -> None:
    noise = random.Random(1).randbytes(1_000_000) * 1
    a_zip(path, {f"media/{number}.svg": noise for number in range(120)}, zipfile.ZIP_STORED)


def _crowd(path: Path) -> None:
    names = [b"media/%d.svg" % number for number in range(100_000)]
    local = b"".join(
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name for name in names
    )
    listed, place = [], 0
    for name in names:
        listed.append(
            struct.pack(
                "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, place
            )
            + name
        )
        place += 30 + len(name)
    central = b"".join(listed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(central), place, 0)
    path.write_bytes(local + central + end)


def _small_crowd(path: Path) -> None:
    a_zip(path, {f"media/{number}.svg": b"" for number in range(5_001)})


def _named(name: str) -> Callable[[Path], None]:
    return lambda path: a_zip(path, {"course.yaml": b"x", name: b"x"}) and None


def _raw_name(name: bytes, flag: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        a_zip(path, {"course.yaml": b"x", "q" * len(name): b"x"})
        path.write_bytes(path.read_bytes().replace(b"q" * len(name), name))
        data = bytearray(path.read_bytes())
        place = data.rfind(b"PK\x01\x02")
        data[place + 8 : place + 10] = struct.pack("<H", flag)
        path.write_bytes(bytes(data))

    return make


def _link(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        info = zipfile.ZipInfo("course.yaml")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")


def _twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("course.yaml", b"a")
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("course.yaml", b"b")


def _lying(path: Path) -> None:
    a_zip(path, {"course.yaml": b"x" * 5_000}, zipfile.ZIP_STORED)
    patched(path, b"PK\x01\x02", 24, struct.pack("<I", 60))


def _lying_more(path: Path) -> None:
    a_zip(path, {"course.yaml": b"x" * 50})
    patched(path, b"PK\x01\x02", 24, struct.pack("<I", 90_000))


def _locked(path: Path) -> None:
    a_zip(path, {"course.yaml": b"x"})
    patched(path, b"PK\x01\x02", 8, struct.pack("<H", 1))


def _lzma(path: Path) -> None:
    a_zip(path, {"course.yaml": b"x"}, zipfile.ZIP_LZMA)


def _overlapping(path: Path) -> None:
    a_zip(path, {"course.yaml": b"x" * 500, "a.md": b"y" * 500})
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02")
    data[place + 42 : place + 46] = struct.pack("<I", 0)
    path.write_bytes(bytes(data))


def _text(path: Path) -> None:
    path.write_bytes(b"This is no zip at all.")


def _cut(path: Path) -> None:
    a_zip(path, _files())
    path.write_bytes(path.read_bytes()[:-30])


def _glued(path: Path) -> None:
    a_zip(path, _files())
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())


def _nested(path: Path) -> None:
    a_zip(path, {**_files(), "inner.zip": b"PK\x03\x04"})


def _lying_end(path: Path) -> None:
    _crowd(path)
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x05\x06")
    data[place + 8 : place + 16] = struct.pack("<HHI", 3, 3, 200)
    path.write_bytes(bytes(data))


HOSTILE = {
    "bomb": _bomb, "large": _large, "crowd": _crowd, "small crowd": _small_crowd, "up": _named("../course.yaml"),
    "inside up": _named("media/../../x"), "absolute": _named("/etc/passwd"), "drive": _named("C:/x"),
    "long": _named("a" * 300), "double slash": _named("a//b"), "dot": _named("./course.yaml"),
    "backslash": _raw_name(b"..\\x.md", 0), "nul": _raw_name(b"a.md\0.svg", 0), "latin": _raw_name(b"caf\xe9.md", 0),
    "bad utf-8": _raw_name(b"caf\xe9.md", 0x800), "newline": _named("a\nb.md"), "capitals": _named("Course.yaml"),
    "link": _link, "twice": _twice, "lying": _lying, "lying more": _lying_more, "locked": _locked, "lzma": _lzma,
    "overlapping": _overlapping, "text": _text, "cut": _cut, "glued": _glued, "nested": _nested, "lying end": _lying_end,
}  # fmt: skip

_CHILD = """
import sys, time
from pathlib import Path
from academy.courses import kinds, package
from academy.lessons import rules as lessons
from academy.quizzes import rules as quizzes
for kind in (lessons.KIND, quizzes.KIND):
    kinds.register(kind)
for path in sys.argv[1:]:
    began = time.perf_counter()
    try:
        with package.opened(Path(path)) as files:
            package.read(files)
        print("taken", end=" ")
    except package.PackageError as error:
        assert error.problems
        print("refused", end=" ")
    took = time.perf_counter() - began
    # The kernel's mark of this program alone: ru_maxrss would begin with that of the process that started it.
    marks = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(f"{took:.3f} {int(marks['VmHWM'].split()[0]) // 1024} {Path(path).name} ")
"""


def test_hostile_zips_are_refused_in_time_and_room(tmp_path: Path) -> None:
    """Each within 5 seconds; all of them, one after the other, within 256 MB."""
    for number, make in enumerate(HOSTILE.values()):
        make(tmp_path / f"{number}.zip")
    paths = [str(tmp_path / f"{number}.zip") for number in range(len(HOSTILE))]
    found = subprocess.run(
        [sys.executable, "-c", _CHILD, *paths], capture_output=True, text=True, check=False, timeout=120,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    for name, line in zip(HOSTILE, found.stdout.strip().split("\n"), strict=True):
        verdict, took, room = line.split()[:3]
        assert verdict == "refused", name
        assert float(took) < 5, (name, line)
        assert int(room) < 256, (name, line)


@pytest.mark.only("sqlite")
def test_mutated_packages_never_crash(app: Flask, tmp_path: Path) -> None:
    """A thousand packages, changed at random: read, or refused with problems."""
    rng = random.Random(20260601)
    clean = _files()
    zipped = a_zip(tmp_path / "clean.zip", clean).read_bytes()
    path = tmp_path / "mutated.zip"
    began = time.monotonic()
    for number in range(1_000):
        if number % 2:
            data = bytearray(zipped)
            for _ in range(rng.randint(1, 12)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            path.write_bytes(bytes(data))
            read = _read_zip
        else:
            files = dict(clean)
            name = rng.choice([each for each in clean if not each.startswith("media/")])
            files[name] = _mutated(files[name], rng)
            read = lambda _path, files=files: package.read(Held(files))  # noqa: E731
        with contextlib.suppress(PackageError):
            read(path)
    assert time.monotonic() - began < 60


def _read_zip(path: Path) -> package.Package:
    with package.opened(path) as files:
        return package.read(files)


_SNIPPETS = [b": ", b"- ", b"{", b"[", b"]", b"'", b'"', b"\n", b"\t", b"&a ", b"*a", b"!!", b"<<: ", b"null", b"0x", b"1e999", b"~", b"---\n", b":::", b"\0", b"\xff", b"2026-13-40", b"? ", b"| ", b"> ", b"%"]  # fmt: skip


def _mutated(text: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(text) + 1)
        cut = rng.choice([0, 0, 1, 5, 40])
        text = text[:place] + rng.choice(_SNIPPETS) + text[place + cut :]
    return text


# --- folders ---------------------------------------------------------------------------------------------


def test_a_folder_is_written_only_where_nothing_is(tmp_path: Path) -> None:
    """Nothing of an older package stays in a new one."""
    package.write_folder(tmp_path / "a", [("x/y.md", b"1")])
    assert (tmp_path / "a/x/y.md").read_bytes() == b"1"
    with pytest.raises(FileExistsError):
        package.write_folder(tmp_path / "a", [("z.md", b"1")])
    with pytest.raises(FileExistsError):
        (tmp_path / "b.zip").write_bytes(b"x")
        package.write_zip(tmp_path / "b.zip", [])


@pytest.mark.only("sqlite")
def test_a_folder_s_links_and_large_files_are_refused(tmp_path: Path, app: Flask) -> None:
    """Whatever they lead to."""
    folder = Path(shutil.copytree(PACKAGES / "small", tmp_path / "small"))
    (folder / "README.md").symlink_to("/etc/passwd")
    (folder / "modules/one/first-lesson.md").write_bytes(b"x" * 1_000_001)
    (folder / "glossary.yaml").symlink_to("/etc/passwd")
    found = {each.file for each in problems(Folder(folder))}
    assert found == {"modules/one/first-lesson.md", "glossary.yaml"}


# --- commands --------------------------------------------------------------------------------------------


def test_commands_write_and_read_packages(app: Flask, world: World, tmp_path: Path) -> None:
    """Export, import, export compares byte by byte; a place that is taken, or no such course, is told."""

    def said(*words: object, is_well: bool = True) -> str:
        result = app.test_cli_runner().invoke(args=["academy", *map(str, words)])
        assert (result.exit_code == 0) is is_well, result.output
        return result.output

    said("export-course", "small", tmp_path / "one.zip")
    assert "already" in said("import-course", tmp_path / "one.zip")
    assert "working copy" in said("import-course", tmp_path / "one.zip", "--draft")
    said("export-course", "small", tmp_path / "two.zip", "--draft")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    said("export-course", "small", tmp_path / "folder", "--edition", 1)
    assert on_disk(tmp_path / "folder") == on_disk(PACKAGES / "small")
    assert "not empty" in said("export-course", "small", tmp_path / "folder", is_well=False)
    assert "no such course" in said("export-course", "small", tmp_path / "x", "--edition", 7, is_well=False)
    assert "no such course" in said("export-course", "nothing", tmp_path / "y", is_well=False)
    assert "in order" in said("check-course", tmp_path / "two.zip")
    assert "course.yaml" in said("check-course", tmp_path / "folder" / "course.yaml", is_well=False)
    assert "schemas" in said("check-course", "--schema", tmp_path / "schema")
    said("check-course", is_well=False)
