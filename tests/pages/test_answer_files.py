"""Files that learners hand in: sent, made safe, counted once, taken back, refused with words."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.db import session
from academy.learning.models import AnswerEvent, Attempt, ItemResult
from academy.learning.queries import responses
from academy.quizzes.models import AnswerFile
from tests.kinds import in_the_field
from tests.lens import Lens, Page
from tests.media_files import TRACES, jpeg
from tests.world import World

QUIZ = "/en/courses/kinds/quizzes/every-kind"


@pytest.fixture
def amina(app: Flask, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """Amina's browser; she has begun the quiz of every kind."""
    in_the_field(app, world)
    lens = lens_of(world.amina)
    lens.get(QUIZ).submit("attempts")
    return lens


def of_upload() -> tuple[Attempt, str]:
    """Return her attempt, and the address of its item that asks for files."""
    attempt = session.scalars(select(Attempt)).one()
    assert attempt.paper is not None
    return attempt, f"/en/attempts/{attempt.id}/items/{attempt.paper.index('upload') + 1}"


def send(
    lens: Lens,
    files: list[tuple[str, bytes]],
    *,
    key: str = "k" * 32,
    status: int | None = None,
    **values: Any,
) -> Page:
    """Send files as the item's form does."""
    _attempt, url = of_upload()
    data = {
        "csrf_token": lens.token(), "idempotency_key": key, "stay": "1",
        "file": [(io.BytesIO(content), name) for name, content in files], **values,
    }  # fmt: skip
    return lens.post(f"{url}/files", data, status=status)


def named() -> list[str]:
    """Return the names of the files that her response names."""
    attempt, _url = of_upload()
    ids = (responses(attempt.id).get("upload") or {}).get("files", [])
    names = {str(row.id): row.name for row in session.scalars(select(AnswerFile))}
    return [names[each] for each in ids]


def count(model: Any) -> int:
    """Count rows."""
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_photograph_is_kept_without_its_place(amina: Lens, app: Flask) -> None:
    """The bytes that are kept say nothing of where and with what it was taken; the page names the file."""
    page = send(amina, [("Folder/Scene 1.JPG", jpeg())])
    assert "Scene 1.JPG" in page.text
    assert "Folder/" not in page.text
    row = session.scalars(select(AnswerFile)).one()
    assert (row.item, row.name, row.mime) == ("upload", "Scene 1.JPG", "image/jpeg")
    kept = app.extensions["storage"].get(row.digest)
    assert row.size == len(kept)
    assert not [trace for trace in TRACES if trace in kept]


def test_two_at_once_and_what_is_too_many(amina: Lens) -> None:
    """As many as are asked for; one more is refused in words and keeps nothing."""
    send(amina, [("a.txt", b"Record"), ("b.txt", "Запис".encode("utf-16"))])
    assert named() == ["a.txt", "b.txt"]
    page = send(amina, [("c.txt", b"more")], key="m" * 32, status=422)
    assert "That is more files than are asked for." in page.text
    assert named() == ["a.txt", "b.txt"]
    assert count(AnswerFile) == 2


def test_a_retry_is_the_same_file(amina: Lens) -> None:
    """One effect for one key; the same key with another file is refused, and nothing of it is named."""
    for _ in range(3):
        send(amina, [("a.txt", b"Record")])
    assert (named(), count(AnswerFile)) == (["a.txt"], 1)
    assert count(AnswerEvent) == 1
    send(amina, [("a.txt", b"Another")], status=409)
    assert (named(), count(AnswerFile)) == (["a.txt"], 1)


def test_a_file_is_taken_back(amina: Lens) -> None:
    """What was sent stays kept, the response no longer names it; twice is once."""
    page = send(amina, [("a.txt", b"One"), ("b.txt", b"Two")])
    _attempt, url = of_upload()
    first = session.scalars(select(AnswerFile).where(AnswerFile.name == "a.txt")).one()
    assert "Take back" in page.text
    for _ in range(2):
        amina.post(f"{url}/files/{first.id}/take-back", {"csrf_token": amina.token()})
        assert named() == ["b.txt"]
    last = session.scalars(select(AnswerFile).where(AnswerFile.name == "b.txt")).one()
    amina.post(f"{url}/files/{last.id}/take-back", {"csrf_token": amina.token()})
    assert named() == []
    assert count(AnswerFile) == 2
    send(amina, [("c.txt", b"Three")], key="n" * 32)
    assert named() == ["c.txt"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "does not end as a file that is taken"),
        ("a.exe", b"MZ", "does not end as a file that is taken"),
        ("a.html", b"<script>alert(1)</script>", "does not end as a file that is taken"),
        ("a.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("a.png", b"<script>alert(1)</script>", "damaged"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "not what its name says"),
        ("a.txt", b"MZ\x00\x01", "not what its name says"),
        ("a.txt", b"\xff\x00\xfa", "not what its name says"),
        ("a.txt", b"", "empty"),
    ],
)
def test_hostile_files_are_refused_with_words(
    amina: Lens, app: Flask, name: str, content: bytes, words: str
) -> None:
    """Whatever comes with it is not kept either."""
    before = sorted(app.extensions["storage"].folder.rglob("*"))
    page = send(amina, [("good.txt", b"good"), (name, content)], status=422)
    assert words in page.text
    assert named() == []
    assert count(AnswerFile) == count(AnswerEvent) == 0
    assert sorted(app.extensions["storage"].folder.rglob("*")) == before


def test_a_form_without_files_leads_on(amina: Lens) -> None:
    """Its button that goes on works like any other, and changes nothing."""
    _attempt, url = of_upload()
    number = int(url.rpartition("/")[2])
    page = amina.post(
        f"{url}/files", {"csrf_token": amina.token(), "next": str(number - 1), "idempotency_key": "x" * 32}
    )
    assert page.url.endswith(f"/items/{number - 1}")
    assert count(AnswerEvent) == 0


def test_only_its_own_item_takes_files_and_only_ones_own_attempt(
    amina: Lens, world: World, lens_of: Callable[[Person], Lens]
) -> None:
    """Another kind has no place for files; another person finds nothing."""
    attempt, url = of_upload()
    place = int(url.rpartition("/")[2])
    other = f"/en/attempts/{attempt.id}/items/{1 if place > 1 else 2}/files"
    amina.post(other, {"csrf_token": amina.token()}, status=404)
    stranger = lens_of(world.dina)
    stranger.post(f"{url}/files", {"csrf_token": stranger.token()}, status=404)


def test_what_is_handed_in_waits_and_later_files_do_not_count(amina: Lens) -> None:
    """The attempt waits for a person; what comes after is kept and marked late."""
    send(amina, [("a.txt", b"Record")])
    attempt, _url = of_upload()
    amina.post(f"/en/attempts/{attempt.id}/hand-in", {"csrf_token": amina.token()})
    send(amina, [("b.txt", b"Late")], key="l" * 32)
    session.expire_all()
    result = session.get_one(ItemResult, {"attempt_id": attempt.id, "item": "upload"})
    assert result.score is None
    assert len(result.response["files"]) == 1  # type: ignore[index]
    assert named() == ["a.txt"]
    assert session.scalars(select(AnswerEvent.is_late).order_by(AnswerEvent.id)).all() == [False, True]
