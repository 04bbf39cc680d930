"""Teams as people meet them: opened, joined, begun, played by three browsers, left, and watched by their trainer."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.datastructures import MultiDict

from academy.accounts.models import Person
from academy.cases.models import CaseRun
from academy.cases.queries import log_of
from academy.db import session
from tests.lens import Lens, Page
from tests.teams import JOINT, Class, act, begun, joint_case, play, sit, taught
from tests.world import World

OVERVIEW = f"/en/courses/cases/cases/{JOINT}"


@pytest.fixture
def these(app: Flask, world: World, tmp_path: Path) -> Class:
    return taught(app, world, tmp_path)


@pytest.fixture
def lenses(these: Class, world: World, lens_of: Callable[[Person], Lens]) -> dict[str, Lens]:
    return {name: lens_of(getattr(world, name)) for name in ("amina", "boris", "carla", "dina", "trajce")}


def opened(lenses: dict[str, Lens]) -> tuple[Page, str]:
    """Let Amina open a team as the patrol; return its page and code."""
    page = lenses["amina"].get(OVERVIEW).submit(f"{JOINT}/teams", {"role": "patrol"})
    found = re.search(r'team-code" dir="ltr">([0-9A-Z ]{7})<', page.html)
    assert found
    return page, found[1]


def path_of(page: Page) -> str:
    found = re.search(r"/en/cases/runs/[0-9a-f-]{36}", page.url)
    assert found
    return found[0]


def do(page: Page, do: str, *, status: int | None = None, **fields: Any) -> Page:
    """Send an action as a form of this page would."""
    given: MultiDict[str, str] = MultiDict()
    form = next(each for each in page.forms() if each.get("data-module") == "deeds")
    for field in form.iter("input"):
        if field.get("name") in ("csrf_token", "after", "idempotency_key"):
            given[str(field.get("name"))] = field.get("value", "")
    for name, value in {"do": do, **fields}.items():
        given.setlist(name, value if isinstance(value, list) else [value])
    return page.lens.post(str(form.get("action")), given, status=status)


def test_from_the_list_and_by_the_code(lenses: dict[str, Lens]) -> None:
    page, code = opened(lenses)
    assert "Patrol" in page.text
    assert "Amina Prvić" not in page.html
    page = page.submit("/begin", status=409)
    assert "Too few have sat down" in page.text
    listed = lenses["boris"].get(OVERVIEW)
    assert "A team of your cohort" in listed.text
    assert "With amina" in listed.text
    listed.submit("/seats", {"role": "vet"})
    away = lenses["dina"].get(OVERVIEW)
    assert "A team of your cohort" not in away.text
    page = away.submit("/join", {"code": code.lower(), "role": ""})
    assert page.url.endswith("/team")
    for words in ("amina", "boris", "Prosecutor", "You"):
        assert words in page.text
    for hidden in ("Rangers", "Inspectors", "Prvić", "Daleka"):
        assert hidden not in page.html
    scene = page.submit("/begin")
    assert scene.title == "A bird from hand to hand"
    assert "Your team" in scene.text
    assert "The office" in scene.text


def test_wrong_codes_look_the_same_and_are_counted(lenses: dict[str, Lens]) -> None:
    _page, code = opened(lenses)
    page = lenses["dina"].get(OVERVIEW)
    for typed in ("222222", code[:-1] + ("2" if code[-1] != "2" else "3"), "", "Žž—'", "0"):
        again = page.submit("/join", {"code": typed}, status=422)
        assert "No team of this case has this code" in again.text
    assert "Too many tries" in page.submit("/join", {"code": code}, status=429).text


def test_a_seat_that_is_taken(lenses: dict[str, Lens]) -> None:
    page, code = opened(lenses)
    other = lenses["dina"].get(OVERVIEW)
    again = other.submit("/join", {"code": code, "role": "patrol"}, status=409)
    assert "Somebody else has taken this role" in again.text
    listed = lenses["boris"].get(OVERVIEW)
    assert "Somebody else has taken" in listed.submit("/seats", {"role": "patrol"}, status=409).text
    assert listed.submit("/seats", {"role": "vet"}).url == listed.submit("/seats", {"role": "vet"}).url
    lenses["carla"].post(
        f"{path_of(page)}/seats", {"role": "vet", "csrf_token": lenses["carla"].token()}, status=404
    )


def test_before_it_begins_there_is_no_scene(lenses: dict[str, Lens]) -> None:
    page, _code = opened(lenses)
    for where in ("", "/do/note", "/book"):
        assert lenses["amina"].get(path_of(page) + where).url.endswith("/team")
    token = lenses["amina"].token()
    lenses["amina"].post(path_of(page), {"do": "sketch", "after": "0", "csrf_token": token}, status=404)
    assert "To your team" in lenses["amina"].get(OVERVIEW).text


def test_each_sees_what_is_hers(world: World, these: Class, lenses: dict[str, Lens]) -> None:
    run = f"/en/cases/runs/{begun(these)}"
    patrol = do(lenses["amina"].get(run), "observe", what="eagle", near="1")
    assert "small hole under the wing" in patrol.text
    for name in ("boris", "dina"):
        page = lenses[name].get(run)
        for hidden in ("Dead eagle", "small hole", "hiker", "projectile", "Two shots"):
            assert hidden not in page.html
        assert "The slope" in page.text  # where the patrol is
    assert "journalist calls" in lenses["dina"].get(run).text
    assert "journalist calls" not in patrol.text


def test_offers_wait_for_their_receiver(world: World, these: Class, lenses: dict[str, Lens]) -> None:
    run_id = begun(these)
    run = f"/en/cases/runs/{run_id}"
    stale = lenses["boris"].get(run)
    case = joint_case(session.get_one(CaseRun, run_id).edition_id)
    play(world, run_id, [step.act for step in case.expert[:7]])
    page = do(stale, "wear", gear=["gloves"])  # what a colleague did makes no page stale
    assert "Waiting for you" in page.text
    assert "Patrol hands over to you: Dead eagle" in page.text
    assert "Here with you" in page.text
    page = do(page, "receive", exhibit="eagle", checked="1")
    assert "You have taken this over" in page.text
    patrol = lenses["amina"].get(run)
    assert "With a colleague" in patrol.text
    assert "leakproof" not in patrol.text.split("Exhibits")[2].split("Your team")[0]
    gone = do(page, "receive", exhibit="eagle", status=422)
    assert "Nobody is handing this over to you" in gone.text


def test_words_of_authors_are_not_for_pages(these: Class, lenses: dict[str, Lens]) -> None:
    run_id = begun(these)
    page = lenses["amina"].get(f"/en/cases/runs/{run_id}")
    for fields in (
        {"do": "collect", "exhibit": "eagle", "seal": "as_it_is"},
        {"do": "collect", "exhibit": "eagle", "label.who": "As_It_Is "},
    ):
        do(page, fields.pop("do"), status=422, **fields)
    page = do(page, "sketch", role="prosecutor")  # whose seat it is the server knows
    assert [each.action.role for each in log_of(run_id)] == ["patrol"]


def test_a_page_asks_whether_anything_is_new(world: World, these: Class, lenses: dict[str, Lens]) -> None:
    run_id = begun(these)
    run = f"/en/cases/runs/{run_id}"
    page = lenses["boris"].get(run)
    found = re.search(r'data-version="([^"]+)"', page.html)
    assert found
    client = lenses["boris"].client
    answer = client.get(f"{run}/version")
    assert answer.json == {"version": found[1]}
    assert client.get(f"{run}/version", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    act(world, run_id, "amina", {"do": "sketch"})
    assert client.get(f"{run}/version", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
    assert "Look again" in page.text
    assert "<noscript>" in page.html
    lenses["carla"].get(f"{run}/version", status=404)


def test_it_is_cheap_to_ask(app: Flask, these: Class, lenses: dict[str, Lens]) -> None:
    """One statement of ours beside those of the door, and nothing is written."""
    run_id, said = begun(these), []
    lenses["boris"].get(f"/en/cases/runs/{run_id}")

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    lenses["boris"].client.get(f"/en/cases/runs/{run_id}/version")
    event.remove(Engine, "before_cursor_execute", note)
    assert sum("case_run" in each for each in said) == 1
    assert len(said) <= 3
    assert not [each for each in said if each.split()[0] in ("UPDATE", "INSERT", "DELETE")]


def test_leaving_and_taking_over(world: World, these: Class, lenses: dict[str, Lens]) -> None:
    run_id = begun(these)
    run = f"/en/cases/runs/{run_id}"
    act(world, run_id, "boris", {"do": "wear", "gear": ["gloves"]})
    page = lenses["boris"].get(f"{run}/team").submit("/leave")
    assert "Your role is free for somebody else" in page.text
    assert "Closed" in page.text
    lenses["boris"].get(run, status=404)
    assert "Nobody plays this role" in lenses["amina"].get(run).text
    sit(these, run_id, "carla", "vet")
    page = lenses["carla"].get(run)
    assert "You wear: Gloves" in page.text


def test_to_the_end_and_the_debrief(world: World, these: Class, lenses: dict[str, Lens]) -> None:
    run_id = begun(these)
    case = joint_case(session.get_one(CaseRun, run_id).edition_id)
    play(world, run_id, [step.act for step in case.expert if step.act.do != "wear"])
    for name, passed in (("amina", "Not passed"), ("boris", "Passed, 100%")):
        page = lenses[name].get(f"/en/cases/runs/{run_id}")
        assert "/court" in page.url
        page = page.follow("Read the debrief")
        assert passed in page.text
        for words in ("Patrol", "Veterinarian", "Prosecutor"):
            assert words in page.text
        assert "Read the debrief" in lenses[name].get(f"/en/cases/runs/{run_id}/team").text
    hers = lenses["amina"].get(f"/en/cases/runs/{run_id}/debrief")
    for words in ("Birds carry disease", "Your role", "The steps of your team"):
        assert words in hers.text
    assert "Birds carry disease" not in lenses["boris"].get(f"/en/cases/runs/{run_id}/debrief").text


def test_a_trainer_opens_watches_and_closes(these: Class, lenses: dict[str, Lens]) -> None:
    cohort = f"/en/cohorts/{these.cohort_id}/cases/{JOINT}"
    trainer = lenses["trajce"]
    named = {"seat.vet": str(these.enrolments["boris"]), "country": "XA"}
    page = trainer.get(cohort).submit("/teams", named)
    assert "boris" in page.text
    assert "Not begun yet" in page.text
    refused = page.submit("/teams", named, status=409)
    assert "already, in another team" in refused.text
    trainer.post(
        f"{cohort}/teams",
        {"seat.vet": str(these.enrolments["dina"]), "csrf_token": trainer.token()},
        status=404,
    )
    assert "Too few have sat down" in page.submit("/begin").text
    lenses["amina"].get(OVERVIEW).submit("/seats", {"role": "prosecutor"})
    page = trainer.get(cohort).submit("/begin")
    assert "At work" in page.text
    do(lenses["amina"].get(OVERVIEW).follow("Go on where you stopped"), "wait", minutes="30")
    page = trainer.get(cohort)
    assert "1 action so far" in page.text
    assert "30 minutes of the case" in page.text
    page = page.submit("/close")
    assert "Closed by a trainer" in page.text
    page = page.follow("Debrief")
    assert "A trainer closed this run before its file was sent" in page.text
    lenses["amina"].get(OVERVIEW).submit(f"{JOINT}/teams", {"role": "patrol"})


def test_only_its_trainer(these: Class, lenses: dict[str, Lens]) -> None:
    run_id: UUID = begun(these)
    token = lenses["boris"].token()
    lenses["boris"].post(f"/en/cases/runs/{run_id}/close", {"csrf_token": token}, status=403)
    lenses["carla"].post(
        f"/en/cases/runs/{run_id}/begin", {"csrf_token": lenses["carla"].token()}, status=404
    )
