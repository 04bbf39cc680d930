"""Playing a case: the scene, the pages of fields, the case book; refusals, retries and stale pages as people meet them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from academy import clock, db
from academy.accounts.models import Person
from academy.cases.content import CaseContent
from academy.cases.models import CaseRun
from academy.cases.queries import log_of
from academy.cases.rules.state import State
from academy.cases.views.wording import HAPPENINGS, REFUSALS
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.rules import Dates
from tests.lens import Lens, Page
from tests.playing import CASE, begin, case_of, enrolled, play
from tests.world import World

OVERVIEW = f"/en/courses/cases/cases/{CASE}"
MACHINE = Path(__file__).parents[3] / "academy" / "cases" / "rules" / "machine"


@pytest.fixture
def enrolment(app: Flask, world: World) -> Enrolment:
    return enrolled(app, world)["amina"]


@pytest.fixture
def amina(enrolment: Enrolment, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.amina)


@pytest.fixture
def scene(amina: Lens) -> Page:
    return amina.get(OVERVIEW).submit("/runs")


def run_id(page: Page) -> UUID:
    found = re.search(r"/runs/([0-9a-f-]{36})", page.url)
    assert found
    return UUID(found[1])


def do(page: Page, do: str, *, status: int | None = None, **fields: Any) -> Page:
    """Send an action as a form of this page would."""
    given: MultiDict[str, str] = MultiDict()
    form = next(each for each in page.forms() if "/runs/" in (each.get("action") or ""))
    for field in form.iter("input"):
        if field.get("name") in ("csrf_token", "after", "idempotency_key"):
            given[str(field.get("name"))] = field.get("value", "")
    for name, value in {"do": do, **fields}.items():
        given.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return page.lens.post(str(form.get("action")), given, status=status)


def test_briefing_then_scene(scene: Page) -> None:
    assert scene.title == "The owl below the window"
    for words in (
        "A farmer has found a dead barn owl", "The time is 09:00", "Time left 3:00", "You notice an exhibit: Dead barn owl",
        "The yard", "The barn window", "The farmer", "Law of Country A", "At the scene", "Rescue A · 000 000",
    ):  # fmt: skip
        assert words in scene.text
    for hidden in ("small round hole", "crack from the lane", "pellet", "dust on it", "The charge stands"):
        assert hidden not in scene.html
    assert scene.html.count("scene-mark") >= 2
    assert "Go on where you stopped" in scene.lens.get(OVERVIEW).text


def test_well_played_without_a_script(scene: Page, enrolment: Enrolment) -> None:
    page = scene.submit("/runs/", {"do": "observe", "what": "owl", "near": "1"})
    assert "A small round hole in the breast" in page.text
    page = page.follow("Photograph…: Dead barn owl")
    assert page.title == "Photograph: Dead barn owl"
    page = page.submit("/runs/", {"views": ["overview", "mid", "close"], "scale": "1"})
    assert "Photographed: Dead barn owl" in page.text
    page = page.follow("Ask…: The farmer").submit("/runs/", {"topic": "heard", "opening": "open"})
    assert "Around six there was a crack from the lane" in page.text
    page = do(page, "wear", gear=["gloves", "mask"])
    assert "You wear: Gloves, Mask" in page.text
    page = page.follow("Take up…: Dead barn owl")
    page = page.submit("/runs/", {"container": "leakproof_box", "seal": "S-7", "label.number": "1"})
    assert "With you" in page.text
    page = page.follow("Write a line of its custody log")
    page = page.submit(
        "/runs/", {"line.step": "collected", "line.who": "Ranger <b>7</b>", "line.when": "09:40"}
    )
    assert "Ranger <b>7</b>" in page.text
    book = page.follow("The case book")
    for words in ("What you did", "Took up: Dead barn owl", "09:40", "Rescue A", "Not verified"):
        assert words in book.text
    page = page.follow("Close the case").submit("/runs/", {"cause": "cannot_say", "file": "owl"})
    assert "/court" in page.url
    assert "Not passed" in page.lens.get(OVERVIEW).text
    assert len(log_of(run_id(scene))) == 7


def test_a_refusal_keeps_what_was_typed(scene: Page) -> None:
    page = scene.follow("Take up…: Dead barn owl")
    page = page.submit("/runs/", {"seal": "S-9", "label.what": "owl, male"}, status=422)
    assert "A seal needs something to be put on" in page.text
    assert 'value="S-9"' in page.html
    assert 'value="owl, male"' in page.html
    page = page.submit("/runs/", {"container": "leakproof_box"})
    assert "You have taken up an exhibit: Dead barn owl" in page.text


def test_authored_words_of_a_closed_place(scene: Page) -> None:
    assert "you have no right to open it" in scene.text
    page = do(scene, "move", to="shed", status=422)
    assert "This place is closed to you now." in page.text
    assert log_of(run_id(scene)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "fly"}, {"do": "observe", "what": "owl' --"}, {"do": "wear"}, {"do": "wait", "minutes": "-5"},
        {"do": "seal", "exhibit": "owl", "seal": "as_it_is"}, {"do": "conclude", "cause": "nothing"},
        {"do": "collect", "exhibit": "moon"}, {"do": "observe", "what": "owl", "after": "x"},
    ],
)  # fmt: skip
def test_what_no_page_sends(scene: Page, fields: dict[str, str]) -> None:
    answer = do(scene, **fields, status=409 if "after" in fields else 422)
    assert "news-refused" in answer.html
    assert log_of(run_id(scene)) == []


def test_a_double_click_and_a_stale_page(scene: Page) -> None:
    first = do(scene, "sketch")
    again = do(scene, "sketch")  # the same form, with the same key
    assert (first.status, again.status) == (200, 200)
    assert len(log_of(run_id(scene))) == 1
    stale = do(scene, "observe", idempotency_key=uuid4().hex, status=409)
    assert "You have done something else since this page was made" in stale.text
    assert "Look round" in do(stale, "observe").text
    assert len(log_of(run_id(scene))) == 2


def test_in_another_language_everything_is_kept(scene: Page, amina: Lens) -> None:
    do(scene, "wear", gear=["gloves"])
    there = amina.get(scene.url.replace("/en/", "/sr-Cyrl/"))
    assert there.status == 200
    assert "09:04" in there.text


def test_nobody_else_sees_it(scene: Page, world: World, lens_of: Callable[[Person], Lens]) -> None:
    stranger = lens_of(world.dina)
    for path in ("", "/book", "/do/search", "/do/nothing"):
        stranger.get(scene.url + path, status=404)
    scene.lens.get(f"{scene.url}/do/nothing", status=404)
    scene.lens.get(f"{scene.url}/do/interview?person=nobody", status=404)


def test_the_last_day(scene: Page, enrolment: Enrolment, world: World, amina: Lens) -> None:
    yesterday = clock.now().date() - timedelta(days=1)
    with db.writing():
        learning.set_override(
            holder=session.get_one(Enrolment, enrolment.id), activity=CASE, stands=Dates(closes_on=yesterday),
            reason="Over", by=world.actor(world.trajce), at=clock.now(),
        )  # fmt: skip
    late = do(scene, "sketch")
    assert "The last day of this case is over" in late.text
    assert log_of(run_id(scene)) == []


def unreleased(case: CaseContent, state: State) -> Iterator[str]:
    """Yield the authored words that no page may hold at a state of a case."""
    facts, known = state.facts, state.known["officer"]
    for key, exhibit in case.exhibits.items():
        if key not in known:
            yield from (exhibit.title, exhibit.text)
        if f"observed:{key}:near" not in facts:
            yield exhibit.close
    for key, place in case.places.items():
        yield from (spot.text for name, spot in place.spots.items() if f"observed:{name}" not in facts)
        if f"visited:{key}" not in facts:
            yield place.text
    for key, person in case.people.items():
        for name, topic in person.topics.items():
            if f"answered:{key}:{name}" not in facts:
                yield from (answer.says for answer in topic.answers.values())
    yield from (each.title for each in case.requests.values() if not set(each.on).issubset(known))
    yield from (each.finds for key, each in case.requests.items() if f"result:{key}" not in facts)
    yield from (each.text for key, each in case.events.items() if f"happened:{key}" not in facts)
    yield from (each.says for key, each in case.authorities.items() if f"notified:{key}" not in facts)
    yield from (each.arrival for key, each in case.authorities.items() if f"present:{key}" not in facts)
    for criterion in case.criteria.values():
        yield from (criterion.title, criterion.why, criterion.court)
    yield from (words for each in case.endings.values() for words in (each.title, each.text))
    yield from (each.missing for each in case.elements.values())
    yield from (step.why for step in case.expert)


def test_no_page_of_a_whole_path_holds_what_is_not_released(
    world: World, enrolment: Enrolment, amina: Lens
) -> None:
    """Each state of an expert's path, through the lens: scene, case book, and a page of fields."""
    case, run = case_of(enrolment), begin(enrolment)
    for number, step in enumerate(case.expert[:-1]):
        play(world, world.amina, run, [step.act], after=number)
        state = State.read(session.get_one(CaseRun, run).snapshot)
        session.rollback()
        for page in ("", "/book", "/do/conclude"):
            html = unescape(amina.get(f"/en/cases/runs/{run}{page}").html)
            assert [
                words for words in unreleased(case, state) if words.strip() and words.strip() in html
            ] == []
    assert "A pellet of lead lies in the breast" in amina.get(f"/en/cases/runs/{run}/book").text
    assert session.get_one(CaseRun, run).version == len(case.expert) - 1


def test_the_machine_says_nothing_without_words() -> None:
    sources = "".join(path.read_text() for path in MACHINE.glob("*.py"))
    refused = set(re.findall(r'Refused\(\s*"([a-z-]+)"', sources)) | {"no-way"}
    told = set(re.findall(r'\btell(?:_all)?\(\s*"([a-z-]+)"', sources)) | {"says", "says-nothing"}
    assert refused <= set(REFUSALS)
    assert told <= set(HAPPENINGS)
