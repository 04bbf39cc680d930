"""A quiz: begun, answered with and without the script, handed in, read by its trainer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from academy.accounts.models import Person
from academy.db import session
from academy.learning import queries
from academy.learning.models import AnswerEvent, Attempt
from tests.lens import Lens, Page
from tests.pages.ladder import statements
from tests.world import World

QUIZ = "/en/courses/small/quizzes/gate-quiz"
SCRIPT = {"X-Requested-With": "fetch"}
RIGHT = {"What do you put on first?": "a", "You may work alone": "false"}


@pytest.fixture
def amina(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """Amina's browser."""
    return lens_of(world.amina)


def begin(lens: Lens) -> Page:
    """Begin the quiz and show its first item."""
    return lens.get(QUIZ).submit("attempts")


def attempt_of(page: Page) -> str:
    """Return the address of the attempt a page belongs to."""
    return page.url.rpartition("/items")[0]


def envelope(lens: Lens, **values: Any) -> dict[str, Any]:
    """Return what the script sends beside an answer."""
    return {
        "csrf_token": lens.token(),
        "device": "device-01",
        "sequence": "1",
        "idempotency_key": uuid4().hex,
        **values,
    }


def count(model: Any) -> int:
    """Count rows."""
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_whole_way_without_a_script(amina: Lens, world: World) -> None:
    """Begin, answer each item by its form, look over, hand in, pass."""
    page = begin(amina)
    for _ in range(2):
        answer = next(right for prompt, right in RIGHT.items() if prompt in page.text)
        page = page.submit("items", {"answer": answer})
    assert page.title == "Look over and hand in"
    assert "Every item is answered" in page.text
    result = page.submit("hand-in")
    assert "Passed" in result.text
    assert queries.completions(world.enrolment.id) == {"gate-quiz": 1.0}
    assert amina.get("/en/courses/small/lessons/first-lesson").title == "Stay upwind"


def test_wrong_answers_do_not_pass(amina: Lens, world: World) -> None:
    """The result says so, and offers another attempt."""
    page = begin(amina)
    result = amina.get(f"{attempt_of(page)}/hand-in").submit("hand-in")
    assert "Not passed yet" in result.text
    assert "/items/1" in result.submit("attempts").url
    assert queries.completions(world.enrolment.id) == {}


def test_going_on_later(amina: Lens, world: World, lens_of: Callable[[Person], Lens]) -> None:
    """An open attempt is found again, on another device too, with what was answered."""
    first = begin(amina)
    first.submit("items", {"answer": "a" if "What do you put" in first.text else "true"})
    other = lens_of(world.amina)
    page = other.get(QUIZ).follow("Go on where you stopped")
    assert page.url == first.url
    assert "1 answer saved" in page.text
    assert begin_again(other) == first.url


def begin_again(lens: Lens) -> str:
    """Press "begin" once more, as a page that was open for long would."""
    return lens.post(f"{QUIZ}/attempts", {"csrf_token": lens.token()}).url


def test_a_retry_gets_the_same_receipt(amina: Lens) -> None:
    """The script may send a save as often as it likes."""
    url, data = begin(amina).url, envelope(amina)
    data["answer"] = "a" if "What do you put" in amina.get(url).text else "true"
    receipts = [amina.client.post(url, data=data, headers=SCRIPT) for _ in range(3)]
    assert {each.status_code for each in receipts} == {200}
    assert len({each.get_data() for each in receipts}) == 1
    assert count(AnswerEvent) == 1


def test_another_answer_under_the_same_key(amina: Lens) -> None:
    """409, in JSON for the script."""
    url, data = begin(amina).url, envelope(amina)
    first, other = ("a", "b") if "What do you put" in amina.get(url).text else ("true", "false")
    assert amina.client.post(url, data={**data, "answer": first}, headers=SCRIPT).status_code == 200
    refused = amina.client.post(url, data={**data, "answer": other}, headers=SCRIPT)
    assert refused.status_code == 409
    assert "Another answer was saved" in refused.get_json()["message"]


def test_a_late_save(amina: Lens) -> None:
    """What was under way when she handed in is accepted as late; a plain form leads to the result."""
    url = begin(amina).url
    answer = "a" if "What do you put" in amina.get(url).text else "true"
    data = envelope(amina, answer=answer)
    amina.get(f"{url.rpartition('/items')[0]}/hand-in").submit("hand-in")
    late = amina.client.post(url, data=data, headers=SCRIPT)
    assert (late.status_code, late.get_json()["is_late"]) == (200, True)
    page = amina.post(url, envelope(amina, answer=answer))
    assert page.url.endswith("/result")


def test_handing_in_twice(amina: Lens) -> None:
    """The second click leads to the result of the first."""
    hand_in = f"{attempt_of(begin(amina))}/hand-in"
    data = {"csrf_token": amina.token()}
    first, second = amina.post(hand_in, data), amina.post(hand_in, data)
    assert first.url == second.url
    assert amina.get(hand_in).url == first.url


@pytest.mark.parametrize(
    "data",
    [
        {"answer": "z"}, {"answer": "a" * 100_000}, {"device": "short"}, {"device": "x" * 65}, {"device": "a b c d e f g"},
        {"sequence": "-1"}, {"sequence": "1e9"}, {"sequence": "9" * 30}, {"sequence": "٣"}, {"idempotency_key": "'; DROP TABLE"},
        {"idempotency_key": "<script>"},
    ],
)  # fmt: skip
def test_malformed_saves(amina: Lens, data: dict[str, str]) -> None:
    """422 with words, nothing stored; by script and by form."""
    url = begin(amina).url
    sent = {**envelope(amina), "answer": "a" if "What do you put" in amina.get(url).text else "true", **data}
    answer = amina.client.post(url, data=sent, headers=SCRIPT)
    assert answer.status_code == 422
    assert answer.get_json().get("text") or answer.get_json().get("message")
    assert amina.post(url, sent, status=422).text
    assert count(AnswerEvent) == 0


@pytest.mark.parametrize("number", ["0", "3", "999999999999", "-1", "x"])
def test_an_item_there_is_not(amina: Lens, number: str) -> None:
    """404."""
    items = begin(amina).url.rpartition("/")[0]
    assert amina.client.get(f"{items}/{number}").status_code == 404


def test_refusals_speak_her_language(amina: Lens) -> None:
    """Not English under another language's address."""
    url = begin(amina).url.replace("/en/", "/sq/", 1)
    refused = amina.client.post(url, data={**envelope(amina), "answer": "z"}, headers=SCRIPT)
    assert refused.status_code == 422
    assert "This answer" not in refused.get_json()["text"]


def test_not_hers(amina: Lens, world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Nobody else opens her attempt, not even her coordinator and her trainer."""
    attempt = attempt_of(begin(amina))
    for person in (world.dina, world.boris, world.trajce, world.ada):
        lens = lens_of(person)
        for path in ("items/1", "hand-in", "result"):
            lens.get(f"{attempt}/{path}", status=404)
        lens.post(f"{attempt}/hand-in", {"csrf_token": lens.token()}, status=404)
    assert session.scalars(select(Attempt.state)).one() == "in-progress"


def test_locked(amina: Lens) -> None:
    """Behind the gate: neither shown nor begun."""
    later = "/en/courses/small/quizzes/kinds-quiz"
    amina.get(later, status=403)
    amina.post(f"{later}/attempts", {"csrf_token": amina.token()}, status=403)
    assert count(Attempt) == 0


def test_a_session_that_ended_is_told_to_the_script(amina: Lens) -> None:
    """401, so that the page keeps the answer and asks to sign in."""
    url, data = begin(amina).url, envelope(amina, answer="a")
    amina.client.delete_cookie("academy")
    assert amina.client.post(url, data=data, headers=SCRIPT).status_code == 401


def test_few_statements(amina: Lens) -> None:
    """An item's page is asked for every minute by everybody."""
    url = begin(amina).url
    amina.get(url)
    with statements() as found:
        amina.get(url)
    assert len(found) <= 6, "\n".join(found)


def test_the_trainer_reads_what_was_answered(
    amina: Lens, world: World, lens_of: Callable[[Person], Lens]
) -> None:
    """By call-sign, item by item; a coordinator has no such page."""
    amina.get(f"{attempt_of(begin(amina))}/hand-in").submit("hand-in")
    results = f"/en/cohorts/{world.cohort.id}/quizzes/gate-quiz"
    page = lens_of(world.trajce).get(results)
    assert "amina" in page.text
    lens_of(world.boris).get(results, status=403)
    lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/quizzes/first-lesson", status=404)
