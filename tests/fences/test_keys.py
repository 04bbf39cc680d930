"""Answer keys stay on the server until an attempt is handed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest

from academy.accounts.models import Person
from tests.lens import Lens, Page
from tests.world import World

#: What the small course's feedback and nothing else says.
CANARY = "CANARY"
#: What a receipt says.
RECEIPT = {"saved_at", "is_late", "counts", "sequence", "receipt", "text"}
ANSWERS = {
    "single-choice": ["a", "b"],
    "true-false": ["true", "false"],
    "multiple-choice": ["a", "c"],
    "numeric": ["90", "12"],
}


@pytest.fixture
def amina(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """Amina's browser."""
    return lens_of(world.amina)


def test_no_key_before_handing_in(amina: Lens) -> None:
    """Every page of a quiz and every answer to a save, by form and by script, is free of feedback and keys."""
    lesson = amina.get("/en/courses/small/lessons/first-lesson")
    assert CANARY not in lesson.html
    amina.get("/en/courses/small/")
    first = amina.get("/en/courses/small/quizzes/gate-quiz").submit("attempts")
    seen = [first.html, *_answered(amina, first.url.rpartition("/")[0])]
    attempt = first.url.rpartition("/items")[0]
    seen.extend(amina.get(path).html for path in (
        f"{attempt}/hand-in", f"{attempt}/saved", "/en/home", "/en/courses/small/", "/en/courses/small/quizzes/gate-quiz", "/en/certificates/",
    ))  # fmt: skip
    assert not any(CANARY in page for page in seen), "the key or the feedback travels before it is time"
    assert not any(
        re.search(r'(data-|aria-)?(right|correct|is_right|key)="(true|a|1)"', page) for page in seen
    )
    result = amina.get(f"{attempt}/hand-in").submit("hand-in")
    assert CANARY in result.html, "after handing in, the feedback is there to learn from"


def _answered(lens: Lens, items: str) -> list[str]:
    """Save right and wrong answers to every item, as a form and as the script does, and return what came back."""
    seen = []
    for number in (1, 2):
        page = lens.get(f"{items}/{number}")
        token = page.form("items").findall(".//input[@name='csrf_token']")[0].get("value") or ""
        kind = "single-choice" if "What do you put on first?" in page.text else "true-false"
        for answer in ANSWERS[kind]:
            data = {
                "csrf_token": token,
                "answer": answer,
                "device": "device-01",
                "sequence": "1",
                "idempotency_key": uuid4().hex,
            }
            seen.append(lens.post(f"{items}/{number}", data).html)
            data["idempotency_key"] = uuid4().hex
            receipt = lens.client.post(f"{items}/{number}", data=data, headers={"X-Requested-With": "fetch"})
            assert set(receipt.get_json()) == RECEIPT, (
                "a receipt says what is saved and whether it counts, no more"
            )
            seen.append(receipt.get_data(as_text=True))
    return [*seen, *(lens.get(f"{items}/{number}").html for number in (1, 2))]


def test_a_check_speaks_only_when_answered(amina: Lens) -> None:
    """The feedback of a check comes with the answer to it, and only for what was answered."""
    page = amina.get("/en/courses/small/lessons/first-lesson")
    answered: Page = page.submit("checks", {"check-upwind": "b"})
    assert "CANARY-wrong-feedback" in answered.html
    assert "CANARY-right-feedback" not in answered.html
    assert CANARY not in amina.get("/en/courses/small/lessons/first-lesson").html
