"""Linkage boards: the steps of a learner, the debrief, the trainer's page, the author's; and what is never told early."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import db
from academy.accounts.models import Person
from academy.courses.models import ActivityDraft, Course
from academy.courses.service import drafts
from academy.db import session
from academy.learning.models import AnswerEvent, Attempt
from academy.linkage.content import LinkageContent
from tests.kinds import BOARD, Field, course_id, in_the_field
from tests.lens import Lens, Page
from tests.rules.linkage.boards import TWO_HANDS
from tests.world import World

SHOW = f"/en/courses/kinds/boards/{BOARD}"
#: What nobody may read before she has handed in: explanations, and the keys of series.
TRUTH = re.compile(r"zq\w+")
SCRIPT = {"X-Requested-With": "autosave"}


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


@pytest.fixture
def amina(field: Field, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.amina)


def begun(lens: Lens) -> Page:
    return lens.get(SHOW).submit("attempts")


def attempt() -> Attempt:
    return session.scalars(select(Attempt)).one()


def place(number: int) -> str:
    return f"/en/boards/{attempt().id}/{number}"


def test_the_whole_way_without_a_script(field: Field, amina: Lens) -> None:
    page = begun(amina)
    assert page.title == "Read the incidents"
    assert "The ford" in page.text
    sorted_ = page.follow("Sort the incidents").submit(
        "boards",
        {"incident-1": "A", "incident-2": "A", "incident-3": "A", "incident-6": "A", "incident-7": "open"},
    )
    assert sorted_.title == "Say what links them"
    named = sorted_.submit(
        "boards", {"series-A.links": ["2"], "series-A.sentence": "One thread.", "series-A.certainty": "3"}
    )
    assert named.title == "Name the features"
    look = named.submit("boards", {"feature-1": "way_of_working", "feature-2": "signature"})
    for words in ("2 incidents are not sorted", "2 of 5", "Series A"):
        assert words in look.text
    result = look.submit("hand-in")
    for words in (
        "Not passed yet", "The blue thread zqtitleqz", "One hand ties the same thread", "here zqwhynotqz the thread is missing",
        "1 and 6", "4 and 5", "Nothing needs it", "One thread.", "You were surer than the links were right", "an honest answer",
    ):  # fmt: skip
        assert words in result.text, words
    assert "others made this link" not in result.text
    assert amina.get(SHOW).follow("Attempt 1").title == result.title


def test_the_truth_is_never_told_early(field: Field, amina: Lens) -> None:
    """Every page and every answer of an attempt under way; after handing in the canaries sing."""
    begun(amina)
    attempt_id = attempt().id
    pages = [f"/en/boards/{attempt_id}/{step}" for step in (1, 2, 3, 4)]
    pages += [f"/en/boards/{attempt_id}/{page}" for page in ("hand-in", "saved", "result")] + [
        SHOW,
        "/en/home",
    ]
    said = [amina.get(page).html for page in pages]
    said += [amina.get(pages[1]).submit("boards", {f"incident-{n}": "A" for n in range(1, 8)}).html]
    said += [amina.get(page).html for page in pages]
    said += [answer(amina, {"incident-1": "B"}).get_data(as_text=True)]
    assert not [word for html in said for word in TRUTH.findall(html)]
    assert not [key for html in said for key in ("blue-thread", "flat-stone", "quarry") if f'"{key}' in html]
    assert TRUTH.search(amina.get(pages[4]).submit("hand-in").html)


def answer(lens: Lens, data: dict[str, Any], number: int = 2, key: str = "") -> Any:
    sent = {
        "device": "device-01",
        "sequence": "1",
        "idempotency_key": key or uuid4().hex,
        "csrf_token": lens.token(),
    }
    return lens.client.post(place(number), data=sent | data, headers=SCRIPT)


def test_each_change_travels_by_itself_and_gets_a_receipt(field: Field, amina: Lens) -> None:
    begun(amina)
    key = uuid4().hex
    first = answer(amina, {"incident-3": "B"}, key=key)
    assert (first.status_code, first.json["receipt"], first.json["counts"]) == (200, key, True)
    assert "Saved on the server" in first.json["text"]
    assert answer(amina, {"incident-3": "B"}, key=key).json == first.json, "a retry gets the same receipt"
    assert answer(amina, {"incident-3": "C"}, key=key).status_code == 409
    assert answer(amina, {"incident-3": "Z"}).status_code == 422
    assert answer(amina, {"incident-1": "A", "incident-2": "A"}).status_code == 422, "one letter, one thing"
    assert answer(amina, {"series-B.sentence": "x" * 601}, number=3).status_code == 422
    cleared = answer(amina, {"incident-3": "", "sequence": "2"})
    assert cleared.json["counts"]
    saved = amina.get(f"/en/boards/{attempt().id}/saved")
    assert "Taken back" in saved.text
    assert key[:8] not in saved.html, "the receipt that counts is the later one"


def test_a_stale_form_changes_only_what_was_changed_on_it(field: Field, amina: Lens) -> None:
    begun(amina)
    stale = amina.get(place(2))
    amina.get(place(2)).submit("boards", {"incident-1": "A"})
    stale.submit("boards", {"incident-2": "B"})
    stale.submit("boards", {"incident-2": "B"})
    events = session.scalars(select(AnswerEvent).order_by(AnswerEvent.id)).all()
    assert [(each.item, each.payload) for each in events] == [("incident:ford", "A"), ("incident:mill", "B")]
    refused = stale.submit("boards", {"incident-2": "nowhere"}, status=422)
    assert "nothing was changed" in refused.text


def test_handing_in_twice_and_saving_afterwards(field: Field, amina: Lens) -> None:
    begun(amina)
    late = amina.get(place(2))
    look = amina.get(f"/en/boards/{attempt().id}/hand-in")
    look.submit("hand-in")
    assert look.submit("hand-in").title == "Not passed yet"
    after = late.submit("boards", {"incident-1": "A"})
    assert "handed in before" in after.text
    assert "arrived" in after.follow("What is saved").text


def test_a_step_that_is_not_there(field: Field, amina: Lens) -> None:
    begun(amina)
    amina.get(f"/en/boards/{attempt().id}/5", status=404)
    assert amina.get(place(3)).text.count("You have made no series yet") == 1


def test_the_trainer_reads_first_attempts(
    field: Field, world: World, amina: Lens, lens_of: Callable[[Person], Lens]
) -> None:
    page = f"/en/cohorts/{field.cohort.id}/boards/{BOARD}"
    trainer = lens_of(world.trajce)
    assert (
        "Nobody has handed in yet" in trainer.get(f"/en/cohorts/{field.cohort.id}").follow("Two hands").text
    )
    begun(amina).follow("Sort the incidents").submit("boards", {"incident-1": "A", "incident-6": "A"}).submit(
        "boards", {"series-A.links": ["1"], "series-A.sentence": "Flat stones."}
    ).submit("boards").submit("hand-in")
    seen = trainer.get(page)
    for words in (
        "amina",
        "0 right, 1 false, 4 missed",
        "1 The ford 6 The quarry",
        "Flat stones.",
        "Series A: incidents 1, 6",
    ):
        assert words in seen.text, words
    assert "Amina" not in seen.text


def test_the_author_writes_it_as_text_with_findings(
    field: Field, world: World, lens_of: Callable[[Person], Lens]
) -> None:
    with db.writing():
        drafts.fill(
            course=session.get_one(Course, course_id()),
            document=field.course,
            by=None,
            at=field.cohort.edition.published_at,
        )
    activity = session.scalars(select(ActivityDraft).where(ActivityDraft.slug == BOARD)).one()
    author = lens_of(world.trajce)
    page = author.get(f"/en/author/boards/{activity.id}")
    assert "Guessing alone scores" in page.text
    text = TWO_HANDS.read_text()
    easy = page.submit(
        "author/boards", {"source": text.replace("minutes: 20", "minutes: 20\npass_mark: 0.01")}
    )
    assert "raise the pass mark" in easy.text
    broken = easy.submit("author/boards", {"source": text.replace("[ford, mill, ridge]", "[ford, moon]")})
    assert "there is no incident “moon”" in broken.text
    stale = page.submit("author/boards", {"source": text.replace("minutes: 20", "minutes: 30")}, status=409)
    assert stale.title
    assert isinstance(field.course.activity(BOARD)[1].content, LinkageContent)  # type: ignore[index]
