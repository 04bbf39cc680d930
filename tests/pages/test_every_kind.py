"""A quiz of every kind, on its pages: nothing of a key before handing in, what is filled in comes back, the review says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from flask import Flask

from academy.accounts.models import Person
from tests.kinds import in_the_field
from tests.lens import Lens, Page
from tests.world import PACKAGES, World

QUIZ = "/en/courses/kinds/quizzes/every-kind"
ITEMS: list[dict[str, Any]] = yaml.safe_load(
    (PACKAGES / "kinds" / "modules" / "all" / "every-kind.quiz.yaml").read_text()
)["items"]
#: What is filled in, by the prompt of an item; the words of a select's option stand for its value.
FILLED: dict[str, dict[str, str]] = {
    "The hide stands": {"answer": "1,2", "answer.unit": "км"},
    "The cordon is": {"answer": "100", "answer.unit": "m"},
    "What is the unbroken": {"answer": "  Custody   log "},
    "Fill the gaps": {"answer.1": "sealed bag", "answer.2": "Tag", "answer.3": "custody-log"},
}
SECRETS = ("feedback", "reason", "model_answer")


@pytest.fixture
def amina(app: Flask, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    in_the_field(app, world)
    return lens_of(world.amina)


def test_no_page_gives_a_key_away_and_the_review_explains(amina: Lens) -> None:
    """Feedback, reasons and model answers of any kind travel after handing in, not before."""
    first = amina.get(QUIZ).submit("attempts")
    attempt = first.url.rpartition("/items")[0]
    secrets = [secret for item in ITEMS for secret in _secrets(item)]
    assert len(secrets) > 5
    for number in range(1, len(ITEMS) + 1):
        page = amina.get(f"{attempt}/items/{number}")
        assert not [secret for secret in secrets if secret in page.text]
        filled = next((each for prompt, each in FILLED.items() if prompt in page.text), None)
        if filled:
            page.submit("items", {name: _value(page, name, words) for name, words in filled.items()})
            again = amina.get(f"{attempt}/items/{number}")
            assert not [secret for secret in secrets if secret in again.text]
            assert _field(again, "answer" if "answer" in filled else "answer.2").get("value") in (
                "1.2", "100", "Custody log", "Tag"
            )  # fmt: skip
    saved = amina.get(f"{attempt}/saved")
    for words in ("1.2 км", "100 m", "Custody log", "1. sealed bag; 2. Tag; 3. custody-log"):
        assert words in saved.text
    result = amina.get(f"{attempt}/hand-in").submit("hand-in")
    assert "Say the whole name." in result.text
    assert "A tag tells what it is, not whether it was opened." in result.text


def test_a_number_that_is_none_and_an_answer_that_is_too_long_are_said(amina: Lens) -> None:
    first = amina.get(QUIZ).submit("attempts")
    attempt = first.url.rpartition("/items")[0]
    for number in range(1, len(ITEMS) + 1):
        page = amina.get(f"{attempt}/items/{number}")
        if "The hide stands" in page.text:
            assert "digits only" in page.submit("items", {"answer": "far"}, status=422).text
        if "What is the unbroken" in page.text:
            assert "too long" in page.submit("items", {"answer": "a" * 201}, status=422).text


def _secrets(part: Any) -> Iterator[str]:
    """Give every text of an item that is not shown before the release."""
    if isinstance(part, list):
        for each in part:
            yield from _secrets(each)
    elif isinstance(part, dict):
        for name, each in part.items():
            if name in SECRETS and isinstance(each, str) and len(each) > 8:
                yield each
            else:
                yield from _secrets(each)


def _field(page: Page, name: str) -> Any:
    return next(each for each in page.form("items").iter() if each.get("name") == name)


def _value(page: Page, name: str, words: str) -> str:
    """Return what the browser sends for ``words``: typed as they are, or the value of the option that shows them."""
    field = _field(page, name)
    if field.tag != "select":
        return words
    return next(
        option.get("value", "") for option in field.iter("option") if "".join(option.itertext()) == words
    )
