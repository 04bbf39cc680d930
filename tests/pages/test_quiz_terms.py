"""Quizzes with terms of their own: limits, one way, checks, certainty, what is released when, what is saved where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses.content import Course
from academy.courses.models import Edition
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import AnswerEvent, Attempt, Completion, Enrolment
from academy.quizzes.content import QuizContent, Review, Section
from tests import editions
from tests.lens import Lens, Page
from tests.world import World

GATE = "gate-quiz"
QUIZ = f"/en/courses/small/quizzes/{GATE}"
SCRIPT = {"X-Requested-With": "autosave"}
#: The answers to its two items, in the order of an unshuffled quiz.
RIGHT, WRONG = ("a", "false"), ("b", "true")

Ask = Callable[..., Lens]


@pytest.fixture
def ask(app: Flask, world: World, lens_of: Callable[[Person], Lens]) -> Ask:
    """Let Amina take the gate quiz under other terms; its two items come in their order."""

    def with_terms(*, hints: tuple[str, ...] = (), **terms: Any) -> Lens:
        published = editions.publish(app, lambda course: _changed(course, hints, terms), at=clock.now())
        with db.writing():
            running = session.scalars(select(Enrolment).where(Enrolment.person_id == world.amina.id)).one()
            learning.withdraw(enrolment=running, by=world.actor(world.amina), at=clock.now())
            learning.enrol(
                person_id=world.amina.id, agency_id=world.rangers.id, edition=session.get_one(Edition, published.id),
                by=None, at=clock.now(),
            )  # fmt: skip
        return lens_of(world.amina)

    return with_terms


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let time pass for the academy."""

    def pass_by(**span: float) -> None:
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + timedelta(**span))

    return pass_by


def _changed(course: Course, hints: tuple[str, ...], terms: dict[str, Any]) -> Course:
    _module, activity = course.activity(GATE)  # type: ignore[misc]
    assert isinstance(activity.content, QuizContent)
    items = [item.model_copy(update={"hints": hints}) for item in activity.content.items]
    content = activity.content.model_copy(update={"shuffle": False, "items": items, **terms})
    return editions.with_activity(GATE, content=content)(course)


def begin(lens: Lens) -> Page:
    """Begin an attempt and show its first item."""
    return lens.get(QUIZ).submit("attempts")


def base_of(page: Page) -> str:
    """Return the address of the attempt a page belongs to."""
    return page.url.rpartition("/items")[0]


def hidden(page: Page, name: str) -> str:
    """Return a hidden field of an item's form."""
    found = page.form("items").find(f".//input[@name='{name}']")
    assert found is not None
    return found.get("value") or ""


def sent(lens: Lens, url: str, *, status: int = 200, **values: Any) -> dict[str, Any]:
    """Save as the script does, and return the receipt."""
    envelope = {
        "csrf_token": lens.token(),
        "device": "device-01",
        "sequence": "1",
        "idempotency_key": uuid4().hex,
    }
    answer = lens.client.post(url, data={**envelope, **values}, headers=SCRIPT)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    return dict(answer.get_json()) | {"left": answer.headers.get("X-Seconds-Left")}


def events() -> list[AnswerEvent]:
    """Return all answer events."""
    return list(session.scalars(select(AnswerEvent).order_by(AnswerEvent.id)))


# --- What counts -------------------------------------------------------------------------------------------------


def test_a_page_goes_on_from_what_the_server_knows(ask: Ask) -> None:
    """Without a script each page's count stands above all that was saved before, whatever the clock says."""
    page = begin(ask())
    assert hidden(page, "sequence") == "1"
    page = page.submit("items", {"answer": "a"})
    assert hidden(page, "sequence") == "2"
    assert [each.sequence for each in events()] == [1]


def test_an_empty_form_keeps_what_was_saved_and_says_so(ask: Ask) -> None:
    """Only the button takes an answer back."""
    lens = ask()
    first = begin(lens)
    first.submit("items", {"answer": "a"})
    page = lens.get(first.url)
    emptied = page.lens.post(
        page.url, {"csrf_token": lens.token(), "sequence": hidden(page, "sequence"), "next": "1"}
    )
    assert "Your saved answer stands" in emptied.text
    assert "1 answer saved" in emptied.text
    cleared = lens.get(first.url).submit("items", {"clear": "1"})
    assert cleared.url == first.url
    assert "0 answers saved" in cleared.text
    assert [each.act for each in events()] == ["save", "clear"]


def test_a_form_that_changes_nothing_saves_nothing(ask: Ask) -> None:
    """A page that was open while another answered does not put its old answer back by being left."""
    lens = ask()
    first = begin(lens)
    first.submit("items", {"answer": "a"})
    stale = lens.get(first.url)
    receipt = sent(lens, first.url, answer="b", sequence=hidden(stale, "sequence"))
    assert receipt["counts"]
    stale.submit("items")
    assert [each.payload for each in events()] == ["a", "b"]
    assert "b" in str(lens.get(f"{base_of(first)}/items/1").form("items").find(".//input[@checked]").attrib)  # type: ignore[union-attr]


def test_an_older_page_is_told_that_a_newer_answer_counts(ask: Ask) -> None:
    """Both are kept; the receipt says which counts, and how far the count has come."""
    lens = ask()
    url = begin(lens).url
    assert sent(lens, url, answer="a", sequence="7")["counts"]
    older = sent(lens, url, answer="b", sequence="3", device="device-02")
    assert (older["counts"], older["is_late"], older["sequence"]) == (False, False, 7)
    assert "a newer answer" in older["text"]
    assert len(events()) == 2
    assert sent(lens, url, answer="b", sequence="8", device="device-02")["counts"]


@pytest.mark.parametrize(
    "values",
    [
        {"act": "burn"},
        {"certainty": "4"},
        {"certainty": "x"},
        {"sequence": "99999999999999"},
        {"sequence": "0" * 11 + "9" * 40},
    ],
)
def test_strange_envelopes(ask: Ask, values: dict[str, str]) -> None:
    """422, and nothing is stored."""
    lens = ask()
    assert sent(lens, begin(lens).url, status=422, answer="a", **values)["text"]
    assert not events()


@pytest.mark.parametrize(
    "claim", ["", "yesterday", "2026-01-01T10:00:00", "9999-12-31T23:59:59-23:59", "1" * 500]
)
def test_a_strange_claim_of_when_it_was_given_refuses_nothing(ask: Ask, claim: str) -> None:
    """The browser's clock decides nothing."""
    lens = ask()
    assert sent(lens, begin(lens).url, answer="a", given_at=claim)["counts"]
    assert events()[0].given_at is None


# --- Time --------------------------------------------------------------------------------------------------------


def test_the_time_is_told(ask: Ask, later: Callable[..., None]) -> None:
    """On the overview in words, on the page as a clock and as a time of day, with each receipt beside it."""
    lens = ask(time_limit=20)
    assert "At its end what you have saved is handed in by itself." in lens.get(QUIZ).text
    page = begin(lens)
    assert "Left when this page was made" in page.text
    assert "UTC" in page.text
    later(minutes=15)
    assert 290 < int(sent(lens, page.url, answer="a")["left"]) <= 300


def test_a_late_answer_is_kept_and_said_to_be_late(ask: Ask, later: Callable[..., None]) -> None:
    """A retry of what came in time is told the same as at first; the attempt is closed without a browser of hers."""
    lens = ask(time_limit=20)
    page = begin(lens)
    first = {"answer": "a", "idempotency_key": uuid4().hex, "sequence": "1"}
    in_time = sent(lens, page.url, **first)
    later(minutes=21)
    late = sent(lens, page.url, answer="b", sequence="2", given_at="2026-01-01T10:00:00+00:00")
    assert (late["is_late"], late["counts"]) == (True, False)
    assert "marked late" in late["text"]
    assert sent(lens, page.url, **first)["text"] == in_time["text"]
    assert lens.get(page.url).url.endswith("/result")
    attempt = session.scalars(select(Attempt)).one()
    assert attempt.submitted_at == attempt.deadline_at
    saved = lens.get(f"{base_of(page)}/saved")
    assert "Late" in saved.text
    assert "given on the device" in saved.text


def test_a_page_whose_time_ran_out_asks_what_becomes_of_it(ask: Ask, later: Callable[..., None]) -> None:
    """Too early it goes on; at the end it hands in."""
    lens = ask(time_limit=20)
    page = begin(lens)
    at_end = {"csrf_token": lens.token(), "time-up": "1"}
    assert lens.post(f"{base_of(page)}/hand-in", at_end).url == page.url
    later(minutes=19, seconds=58)
    assert "/result" in lens.post(f"{base_of(page)}/hand-in", at_end).url


def test_grace_is_for_handing_in_only(ask: Ask, later: Callable[..., None]) -> None:
    """The page of an item leads to the hand-in page, which says until when."""
    lens = ask(time_limit=20, on_timeout="grace", grace=5)
    page = begin(lens)
    sent(lens, page.url, answer="a")
    later(minutes=21)
    assert sent(lens, page.url, answer="b", sequence="2")["is_late"]
    grace = lens.post(f"{base_of(page)}/hand-in", {"csrf_token": lens.token(), "time-up": "1"})
    assert "hand in now" in grace.text
    assert lens.get(page.url).url == grace.url
    assert "/result" in grace.submit("hand-in").url


def test_an_attempt_that_is_left_says_so(ask: Ask, later: Callable[..., None]) -> None:
    """No result, no pass, and everything kept."""
    lens = ask(time_limit=20, on_timeout="abandon", attempts=2)
    page = begin(lens)
    sent(lens, page.url, answer="a")
    later(minutes=21)
    over = lens.get(page.url)
    assert "The time is over" in over.text
    left = over.submit("hand-in")
    assert "has no result" in left.text
    assert "1 of 2 used" in lens.get(QUIZ).text
    assert "Left" in lens.get(QUIZ).text


def test_waiting_between_attempts(ask: Ask, later: Callable[..., None]) -> None:
    """The overview says when the next one opens."""
    lens = ask(wait_hours=0.2)
    lens.get(f"{base_of(begin(lens))}/hand-in").submit("hand-in")
    page = lens.get(QUIZ)
    assert "Your next attempt opens on" in page.text
    assert not any("attempts" in (form.get("action") or "") for form in page.forms())
    later(minutes=13)
    assert "/items/1" in begin(lens).url


# --- One way, checks, certainty ----------------------------------------------------------------------------------


def test_one_way(ask: Ask) -> None:
    """No navigator, no way back; an item that was passed takes no answer that counts."""
    lens = ask(navigation="linear")
    page = begin(lens)
    assert "does not come back" in page.text
    assert not any("/items/2" in link for link in page.links())
    assert lens.get(f"{base_of(page)}/items/2").url == page.url
    second = page.submit("items", {"answer": "a", "next": "2"})
    assert second.url.endswith("/items/2")
    assert lens.get(page.url).url == second.url
    assert "gone past this item" in sent(lens, page.url, answer="b", sequence="9")["text"]
    review = second.submit("items", {"answer": "false", "next": "3"})
    assert "Every item is answered" in review.text
    assert not any("/items/1" in link for link in review.links())
    assert "Passed" in review.submit("hand-in").text


def test_immediate_feedback(ask: Ask) -> None:
    """One check settles an item; its feedback comes with it, that of the other does not."""
    lens = ask(feedback="immediate")
    page = begin(lens)
    assert (
        "Give an answer first"
        in page.lens.post(
            page.url, {"csrf_token": lens.token(), "sequence": "1", "check": "1"}, status=422
        ).text
    )
    checked = page.submit("items", {"answer": "b", "check": "1"})
    assert "CANARY-gloves-wrong" in checked.text
    assert "CANARY-alone" not in checked.html
    assert "settled" in checked.text
    receipt = sent(lens, page.url, answer="a", sequence="9")
    assert not receipt["counts"]
    assert "settled" in receipt["text"]


def test_tries_with_hints(ask: Ask) -> None:
    """A wrong try shows its hint and not the answer; the second, right, settles it."""
    lens = ask(feedback="interactive", hints=("CANARY-hint-one", "CANARY-hint-two"))
    page = begin(lens)
    assert "CANARY" not in page.html
    wrong = page.submit("items", {"answer": "b", "check": "1"})
    assert "CANARY-hint-one" in wrong.text
    assert "CANARY-hint-two" not in wrong.html
    assert "CANARY-gloves-choice" not in wrong.html
    assert "2 more times" in wrong.text
    right = wrong.submit("items", {"answer": "a", "check": "1"})
    assert "CANARY-gloves-right" in right.text
    following = right.submit("items")
    assert following.url.endswith("/items/2")
    assert "saved answer stands" not in following.text


def test_checks_that_show_nothing(ask: Ask) -> None:
    """Where the rules release nothing during the attempt, a check says that it was done."""
    lens = ask(feedback="immediate", review=Review(during=frozenset()))
    checked = begin(lens).submit("items", {"answer": "b", "check": "1"})
    assert "What it came to is shown later" in checked.text
    assert "CANARY" not in checked.html
    assert "Not right" not in checked.text


def test_certainty(ask: Ask) -> None:
    """It is asked with what each wins and loses, kept with the answer, and judged kindly in the result."""
    lens = ask(certainty=True)
    page = begin(lens)
    assert "right: 3, wrong: −6" in page.text
    page.submit("items", {"answer": "a", "certainty": "3"}).submit(
        "items", {"answer": "true", "certainty": "1"}
    )
    assert [each.certainty for each in events()] == [3, 1]
    review = lens.get(f"{base_of(page)}/hand-in")
    assert "Of these you were not sure:" in review.text
    result = review.submit("hand-in")
    assert "How sure, how right" in result.text
    assert "Very sure" in result.text


def test_sections(ask: Ask) -> None:
    """Each item stands under the heading of its part; the overview names the parts."""
    lens = ask(
        sections=[
            Section(
                slug="two", title="The second part", instructions="Think.", items=["alone"], shuffle=False
            )
        ]
    )
    assert "The second part" in lens.get(QUIZ).text
    page = begin(lens)
    assert "The second part" not in page.text
    following = page.submit("items", {"answer": "a"})
    assert "The second part" in following.text
    assert "Think." in following.text


# --- What is released when ---------------------------------------------------------------------------------------


def test_nothing_is_released_at_once(ask: Ask, later: Callable[..., None]) -> None:
    """Not by the result, the overview or the page of what is saved; a sentence says when there is more."""
    lens = ask(review=Review(at_once=frozenset(), later=frozenset({"response", "marks"})))
    page = begin(lens)
    page.submit("items", {"answer": "b"})
    result = lens.get(f"{base_of(page)}/hand-in").submit("hand-in")
    seen = [result, lens.get(QUIZ), lens.get(f"{base_of(page)}/saved")]
    for each in seen:
        assert "CANARY" not in each.html
        assert "Not passed" not in each.text
        assert "A hat" not in each.text
    assert "More of it is shown from" in result.text
    later(minutes=16)
    result = lens.get(f"{base_of(page)}/result")
    assert "Not passed yet" in result.text
    assert "A hat" in result.text
    assert "CANARY" not in result.html


def test_what_is_saved_and_where(ask: Ask, world: World, lens_of: Callable[[Person], Lens]) -> None:
    """Each item with its answer in words, its receipt and how many came before; nobody else's to see."""
    lens = ask()
    page = begin(lens)
    for number, answer in enumerate(("b", "a"), start=1):
        sent(lens, page.url, answer=answer, sequence=str(number))
    saved = lens.get(f"{base_of(page)}/saved")
    assert "Gloves" in saved.text
    assert "1 earlier save is kept too" in saved.text
    assert "Nothing yet" in saved.text
    assert "CANARY" not in saved.html
    for person in (world.dina, world.boris, world.trajce, world.ada):
        lens_of(person).get(f"{base_of(page)}/saved", status=404)


# --- Practice and exams ------------------------------------------------------------------------------------------


def test_practice_counts_for_nothing(ask: Ask) -> None:
    """A right one leaves the record as it was, and uses no attempt."""
    lens = ask(practice="always", attempts=1)
    page = lens.get(QUIZ)
    form = next(each for each in page.forms() if each.find(".//input[@name='practice']") is not None)
    assert form is not None
    first = lens.post(f"{QUIZ}/attempts", {"csrf_token": lens.token(), "practice": "1"})
    assert "Practice: it counts for nothing" in first.text
    result = first.submit("items", {"answer": "a"}).submit("items", {"answer": "false"}).submit("hand-in")
    assert "Passed" in result.text
    assert "counts for nothing" in result.text
    assert not list(session.scalars(select(Completion)))
    assert "0 of 1 used" in lens.get(QUIZ).text.replace("one", "0 of 1 used")
    assert "/items/1" in begin(lens).url


def test_no_practice_where_there_is_none(ask: Ask) -> None:
    """A form made by hand does not open it."""
    lens = ask()
    lens.post(f"{QUIZ}/attempts", {"csrf_token": lens.token(), "practice": "1"}, status=409)
    assert not list(session.scalars(select(Attempt)))


def test_an_exam_without_an_exam(ask: Ask) -> None:
    """The overview says what is missing; nothing begins."""
    lens = ask(entry="password")
    assert "This is an exam" in lens.get(QUIZ).text
    lens.post(f"{QUIZ}/attempts", {"csrf_token": lens.token(), "code": "let me in"}, status=403)
    assert not list(session.scalars(select(Attempt)))
