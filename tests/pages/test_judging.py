"""Items that ask for judgement, as a learner meets them in a quiz: signs that come on request, a panel, a document."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from academy.accounts.models import Person
from tests.kinds import in_the_field
from tests.lens import Lens, Page
from tests.world import World

QUIZ = "/en/courses/kinds/quizzes/every-kind"
SIGNS = ("talons are clenched", "Dead flies", "old shot pellets", "the same carbamate")


@pytest.fixture
def amina(app: Flask, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """Amina's browser, in the course of all kinds."""
    in_the_field(app, world)
    return lens_of(world.amina)


def item_that_asks(lens: Lens, prompt: str) -> Page:
    """Begin the quiz, and open the item whose prompt says so."""
    first = lens.get(QUIZ).submit("attempts")
    items = first.url.rpartition("/")[0]
    for number in range(1, 40):
        page = lens.get(f"{items}/{number}")
        if prompt in page.text:
            return page
    raise AssertionError(prompt)


def held(page: Page) -> tuple[bool, ...]:
    """Say which signs a page shows."""
    return tuple(sign in page.html for sign in SIGNS)


def test_a_sign_leaves_the_server_after_the_commit_only(amina: Lens) -> None:
    """A save shows nothing new; the button shows one sign; what was committed cannot be written over."""
    page = item_that_asks(amina, "A white-tailed eagle lies dead")
    assert held(page) == (False, False, False, False)
    chosen = {"answer.0.hypothesis": "d", "answer.0.certainty": "2"}
    page.submit("items", chosen)
    saved = amina.get(page.url)
    assert held(saved) == (False, False, False, False)
    unsure = saved.submit("items", {"answer.0.certainty": [], "stay": "answer.commit.0"})
    assert unsure.url == page.url
    assert held(unsure) == (False, False, False, False)
    first = unsure.submit("items", {**chosen, "stay": "answer.commit.0"})
    assert first.url == page.url
    assert held(first) == (True, False, False, False)
    assert "I cannot say yet</strong>, fairly sure" in first.html
    over = first.submit("items", {"answer.0.hypothesis": "a", "stay": "answer.commit.1"}, status=409)
    assert held(over)[1:] == (False, False, False)
    again = amina.get(page.url)
    assert "I cannot say yet</strong>, fairly sure" in again.html
    second = again.submit(
        "items", {"answer.1.hypothesis": "a", "answer.1.certainty": "1", "stay": "answer.commit.1"}
    )
    assert held(second) == (True, True, False, False)


def test_the_script_saves_without_a_commit(amina: Lens) -> None:
    """An autosave has no button, so that no sign comes of it; the receipt says nothing of the case."""
    page = item_that_asks(amina, "A white-tailed eagle lies dead")
    sent = {
        "csrf_token": amina.token(), "device": "device-01", "sequence": "1", "idempotency_key": uuid4().hex,
        "answer.0.hypothesis": "a", "answer.0.certainty": "3",
    }  # fmt: skip
    receipt = amina.client.post(page.url, data=sent, headers={"X-Requested-With": "fetch"})
    assert receipt.status_code == 200
    assert not any(sign in receipt.get_data(as_text=True) for sign in SIGNS)
    assert held(amina.get(page.url)) == (False, False, False, False)
    # The commit is another body, so it travels under a key of its own (held.js seals it anew).
    commit = {**sent, "sequence": "2", "idempotency_key": uuid4().hex, "stay": "answer.commit.0"}
    assert held(amina.post(page.url, commit)) == (True, False, False, False)
    assert (
        amina.client.post(page.url, data={**commit, "idempotency_key": sent["idempotency_key"]}).status_code
        == 409
    )


def test_the_review_sets_the_paths_side_by_side(amina: Lens) -> None:
    """After handing in stand all signs, what could be held, the panels, and each fault in words."""
    page = item_that_asks(amina, "The custody log of a bag")
    assert "another bag" not in page.html
    page.submit("items", {"answer.b": "1", "answer.c": "1"})
    attempt = page.url.rpartition("/items")[0]
    result = amina.get(f"{attempt}/hand-in").submit("hand-in")
    assert held(result) == (True, True, True, True)
    for words in (
        "This could be held",
        "12 people voted.",
        "10 people were on the panel.",
        "Nothing is wrong here",
        "Found, but not for its reason",
        "The defence: this is another bag",
    ):
        assert words in result.text
