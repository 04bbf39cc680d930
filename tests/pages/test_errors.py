"""When something goes wrong: a page with a number, nothing half-written, no trace of the code."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from academy.accounts.models import Person
from academy.db import session
from academy.learning import queries, service
from academy.learning.models import Enrolment
from tests.lens import Lens
from tests.world import World

LESSON = "/en/courses/small/lessons/first-lesson"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let completing fail after it has written."""
    complete = service.complete

    def fail(**values: Any) -> bool:
        complete(**values)
        raise RuntimeError("CANARY-of-the-code")

    monkeypatch.setattr(service, "complete", fail)


def test_a_failure_has_a_number_that_is_in_the_log(
    world: World, lens_of: Callable[[Person], Lens], broken: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever helps finds what happened; whoever reads the page learns nothing of the code."""
    lens = lens_of(world.amina)
    token = lens.token()
    with caplog.at_level(logging.ERROR):
        page = lens.post(f"{LESSON}/completion", {"csrf_token": token}, status=500)
    number = re.search(r"\b[0-9a-f]{8}\b", page.text)
    assert number is not None
    assert number[0] in caplog.text
    assert "CANARY-of-the-code" in caplog.text
    assert "CANARY-of-the-code" not in page.html
    assert "Traceback" not in page.html


def test_a_failure_leaves_nothing(world: World, lens_of: Callable[[Person], Lens], broken: None) -> None:
    """What was written before it failed is rolled back, and the next request is served as ever."""
    lens = lens_of(world.amina)
    lens.post(f"{LESSON}/completion", {"csrf_token": lens.token()}, status=500)
    assert queries.completions(world.enrolment.id) == {}
    assert session.get_one(Enrolment, world.enrolment.id).done_count == 0
    lens.get(LESSON)


def test_a_script_is_told_in_json(world: World, lens_of: Callable[[Person], Lens], broken: None) -> None:
    """With the number, too."""
    lens = lens_of(world.amina)
    data = {"csrf_token": lens.token()}
    answer = lens.client.post(f"{LESSON}/completion", data=data, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 500
    assert re.fullmatch(r"[0-9a-f]{8}", answer.get_json()["incident"])


@pytest.mark.parametrize("locale", ["en", "sq", "sr-Cyrl", "sr-Latn"])
def test_refusals_speak_the_language_of_the_path(lens: Lens, locale: str) -> None:
    """404 for what does not exist, in the language that was asked for."""
    page = lens.get(f"/{locale}/nothing-here", status=404)
    assert page.tree.get("lang") == locale
    assert (page.title == "Nothing here") is (locale == "en")


@pytest.mark.parametrize(
    "path",
    [
        "/en/courses/small/lessons/%00", "/en/attempts/not-an-id/result", "/en/%2e%2e/%2e%2e/etc/passwd", "/en//courses/", "/%ff%fe",
        "/en/attempts/00000000-0000-0000-0000-000000000000/items/1%27--", "/.git/config", "/en/courses/small/?x=" + "a" * 5000,
    ],
)  # fmt: skip
def test_odd_addresses(lens: Lens, path: str) -> None:
    """None of them is a failure."""
    assert lens.client.get(path).status_code < 500


def test_odd_forms(world: World, lens_of: Callable[[Person], Lens]) -> None:
    """What no browser sends is refused, not failed at."""
    lens = lens_of(world.amina)
    token = lens.token()
    for options in (
        {"data": b"\xff\xfe\x00", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"{", "content_type": "application/json"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
        {
            "data": {"csrf_token": token, **{f"field{number}": "x" for number in range(2000)}},
            "content_type": "multipart/form-data",
        },
    ):
        assert 400 <= lens.client.post("/en/account", **options).status_code < 500  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_external=1&_scheme=javascript", "_anchor=a&_method=POST", "locale=xx&values=1"]
)
def test_a_query_of_ones_own_making_changes_no_link(
    lens: Lens, lens_of: Callable[..., Lens], world: World, query: str
) -> None:
    """Names that Flask uses for itself are a visitor's words like any others."""
    for page in (lens.get(f"/en/?{query}"), lens_of(world.ada).get(f"/en/people?{query}")):
        assert not [link for link in page.links() if link.startswith(("javascript:", "http"))]


def test_control_characters_are_refused_everywhere(lens: Lens) -> None:
    """No page can show them and PostgreSQL cannot keep NUL, so none takes them."""
    lens.get("/en/verify/%00", status=400)
    for page in (
        "verify?number=a%00b",
        "courses/%00",
        "courses/?%00=x",
        "sign-in?next=%00",
        "agency/?q=%00",
        "agency/?q=%01%1f",
    ):
        lens.get(f"/en/{page}", status=400)
    page = lens.get("/en/sign-in").submit("sign-in", {"identifier": "a\0b", "password": "c"}, status=400)
    assert "Go back" in page.text
