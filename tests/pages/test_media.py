"""The library's pages, and how files reach those who may see them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy.courses.models import DraftMedium
from academy.db import session
from academy.media.models import Medium
from academy.media.rules import accept
from tests import media_files as made
from tests.lens import Lens, Page
from tests.pages.ladder import statements
from tests.world import World

LIBRARY = "/en/author/courses/small/media/"
SAID = {"alt": "A nest on a ledge", "licence": "CC-BY-4.0", "origin": "synthetic"}

LensOf = Callable[..., Lens]


def sent(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def upload(lens: Lens, name: str, content: bytes, *, status: int = 200, **said: Any) -> Page:
    data = {**SAID, "csrf_token": lens.token(), "file": sent(name, content), **said}
    return lens.post(f"{LIBRARY}add", data, status=status)


@pytest.fixture
def author(world: World, lens_of: LensOf) -> Lens:
    return lens_of(world.trajce)


def test_the_ladder(world: World, lens: Lens, lens_of: LensOf) -> None:
    """Nobody is asked to sign in, other roles are refused, authors of elsewhere find nothing."""
    assert "sign-in" in lens.get(LIBRARY).url
    for person in (world.amina, world.boris):
        lens_of(person).get(LIBRARY, status=403)
    author = lens_of(world.trajce)
    author.get(LIBRARY)
    author.get("/en/author/courses/nothing/media/", status=404)
    author.get(f"{LIBRARY}nothing.png", status=404)
    for deed in ("set-aside", "restore", "replace", "captions"):
        author.post(f"{LIBRARY}nothing.png/{deed}", {"csrf_token": author.token()}, status=404)


@pytest.mark.parametrize(
    ("name", "content"),
    [("nest.JPG", made.jpeg()), ("a plan.png", made.png()), ("list.pdf", made.pdf()), ("film.mp4", made.mp4()),
     ("film.webm", made.webm()), ("calls.mp3", made.mp3()), ("nest.webp", made.webp())],
)  # fmt: skip
def test_every_kind_is_added_and_served(author: Lens, name: str, content: bytes) -> None:
    """What is served says what it is, may do nothing by itself, and holds no place."""
    page = upload(author, name, content)
    assert "is in the library" in page.text
    row = session.scalars(select(DraftMedium).where(DraftMedium.alt == SAID["alt"])).one()
    medium = session.get_one(Medium, row.digest)
    response = author._open("GET", f"/media/{row.digest}/{row.name}")
    assert response.status_code == 200
    assert response.mimetype == medium.content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    shown = "attachment" if name.endswith(".pdf") else "inline"
    assert response.headers["Content-Disposition"] == f"{shown}; filename={row.name}"
    assert response.data == accept(name, content).content
    assert not any(trace in response.data for trace in made.TRACES)


def test_a_recording_is_fetched_piece_by_piece(author: Lens) -> None:
    """As players ask for it."""
    upload(author, "calls.mp3", made.mp3(100))
    row = session.scalars(select(DraftMedium).where(DraftMedium.name == "calls.mp3")).one()
    address = f"/media/{row.digest}/calls.mp3"
    whole = author._open("GET", address).data
    part = author._open("GET", address, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.data) == (206, whole[100:300])
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"
    assert author._open("GET", address, headers={"Range": "bytes=-5"}).data == whole[-5:]
    assert author._open("GET", address, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    fresh = author._open("GET", address, headers={"If-None-Match": f'"{row.digest}"'})
    assert (fresh.status_code, fresh.data) == (304, b"")


def test_files_are_seen_by_those_who_may(world: World, author: Lens, lens: Lens, lens_of: LensOf) -> None:
    """Those of editions by their readers, at both addresses; those of drafts by their authors."""
    upload(author, "nest.png", made.png())
    names = {row.name: row.digest for row in session.scalars(select(DraftMedium))}
    learner, stranger = lens_of(world.amina), lens_of(world.carla)
    edition, draft = names["square.svg"], names["nest.png"]
    for address in (f"/media/{edition}.svg", f"/media/{edition}/square.svg"):
        assert learner._open("GET", address).mimetype == "image/svg+xml"
        assert stranger._open("GET", address).status_code == 404
        assert lens._open("GET", address).status_code == 302
    assert learner._open("GET", f"/media/{draft}/nest.png").status_code == 404
    assert author._open("GET", f"/media/{draft}/nest.png").status_code == 200
    for bad in ("0" * 64, "..%2f..%2fsecret", "x" * 64):
        assert author._open("GET", f"/media/{bad}/nest.png").status_code == 404


def test_refusals_say_what_to_do(author: Lens, app: Flask) -> None:
    """Beside the field; what was typed stays; nothing at all is kept."""
    kept = session.scalar(select(func.count()).select_from(Medium))
    cases = {
        "nest.gif": (b"GIF89a", "does not end as a file that is taken"), "nest.png": (b"\x89PNG\r\n\x1a\n", "is damaged"),
        "film.mp4": (made.mp4(codec="hvc1"), "many browsers cannot play"), "list.pdf": (made.jpeg(), "not what its name says"),
        "empty.png": (b"", "is empty"),
    }  # fmt: skip
    for name, (content, words) in cases.items():
        page = upload(author, name, content, status=422, credit="A. Ranger")
        assert words in page.text
        assert 'value="A. Ranger"' in page.html
    page = author.post(f"{LIBRARY}add", {"csrf_token": author.token(), "licence": "other"}, status=422)
    for words in (
        "Choose a file.",
        "Write the terms.",
        "Say where it comes from.",
        "Write what it shows or says.",
    ):
        assert words in page.text
    assert session.scalar(select(func.count()).select_from(Medium)) == kept
    assert "real case files never enter" in page.text.casefold()


def test_the_card_is_changed(author: Lens) -> None:
    """A form that is stale is shown again, with what was typed and with what to do."""
    page = upload(author, "nest.png", made.png())
    address = f"{LIBRARY}nest.png"
    first, second = author.get(address), author.get(address)
    assert (
        "Saved."
        in first.submit(address, {"credit": "B. Ranger", "licence": "other", "terms": "Ask us."}).text
    )
    page = second.submit(address, {"credit": "C. Ranger"}, status=409)
    assert "Somebody changed this file" in page.text
    assert 'value="C. Ranger"' in page.html
    row = session.scalars(select(DraftMedium).where(DraftMedium.name == "nest.png")).one()
    assert (row.card["credit"], row.card["licence"]) == ("B. Ranger", "Ask us.")
    assert "Saved." in page.submit(address, {}).text


def test_replacing_and_captions(author: Lens) -> None:
    """Another file under the same name; captions in a language, and gone again."""
    upload(author, "film.mp4", made.mp4())
    address = f"{LIBRARY}film.mp4"
    page = author.get(address)
    assert "No captions" in page.text
    page = page.submit(
        "captions", {"captions-file": sent("words.vtt", made.vtt()), "captions-locale": "sr-Latn"}
    )
    assert 'srclang="sr-Latn"' in page.html
    assert "No captions" not in page.text
    bad = author.post(
        f"{address}/captions",
        {
            "csrf_token": author.token(),
            "captions-locale": "en",
            "captions-file": sent("words.vtt", b"WEBVTT\n\n1 --> 2\n"),
        },
        status=422,
    )
    assert "Line 3 of the captions" in bad.text
    page = author.get(address).submit("sr-Latn/remove")
    assert "No captions" in page.text
    wrong = page.submit("replace", {"file-file": sent("a.png", made.png())}, status=422)
    assert "Only a file of the same kind" in wrong.text
    assert "The new file is shown" in author.get(address).submit(
        "replace", {"file-file": sent("b.mp4", made.mp4().replace(bytes(20), b"\1" * 20, 1))}
    ).text  # fmt: skip


def test_setting_aside(author: Lens) -> None:
    """And bringing back, from the list or from the file's own page."""
    upload(author, "nest.png", made.png())
    page = author.get(f"{LIBRARY}nest.png").submit("set-aside")
    assert "Bring back" in page.text
    assert "This file is set aside" in author.get(f"{LIBRARY}nest.png").text
    page = page.submit("nest.png/restore")
    assert "is back" in page.text


def test_the_library_costs_little(author: Lens) -> None:
    """However many files there are."""
    counts = []
    for seed in (1, 2, 3, 4):
        upload(author, f"nest-{seed}.png", made.png(seed))
        with statements() as found:
            author.get(LIBRARY)
        counts.append(len(found))
    assert counts[0] == counts[-1] <= 8


@pytest.mark.parametrize(("deed", "size"), [("add", 52_000_000), ("square.svg/captions", 3_000_000)])
def test_a_large_form_is_refused(author: Lens, deed: str, size: int) -> None:
    """More than the largest file is not even read; every other page keeps its small limit."""
    page = author._open(
        "POST", f"{LIBRARY}{deed}", data=bytes(size), content_type="multipart/form-data; boundary=x"
    )
    assert page.status_code == 413
