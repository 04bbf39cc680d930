"""Writing a case: its file with the findings beside it, its map, and playing it forth and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.cases.content import CaseContent
from academy.cases.models import CaseCheck, CaseRehearsal
from academy.cases.rules.checking.digest import digest_of
from academy.cases.rules.kind import KIND
from academy.courses.models import ActivityDraft, ModuleDraft
from academy.courses.service.structure import add_activity
from academy.db import session
from tests.lens import Lens, Page
from tests.world import World

pytestmark = pytest.mark.pages


@pytest.fixture
def trajce(app: Flask, world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    """The browser of a trainer of the academy; in its course stands a new case."""
    with db.writing():
        module = session.scalars(select(ModuleDraft).order_by(ModuleDraft.position)).first()
        assert module is not None
        add_activity(
            module=module,
            kind="case",
            title="The owl",
            based_on=0,
            by=world.actor(world.trajce),
            at=clock.now(),
        )
    return lens_of(world.trajce)


def draft() -> ActivityDraft:
    return session.scalars(select(ActivityDraft).where(ActivityDraft.kind == "case")).one()


def address(face: str = "") -> str:
    return f"/en/author/cases/{draft().id}{face}"


def source() -> str:
    return str(session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft().id)))


def content() -> CaseContent:
    found = KIND.read(source())
    assert isinstance(found, CaseContent)
    return found


def write(page: Page, text: str, *, status: int = 200) -> Page:
    return page.submit(f"/author/cases/{draft().id}", {"source": text}, status=status)


def check(findings: list[Any]) -> None:
    """Keep what the checker would have found in the draft as it stands."""
    with db.writing():
        session.add(
            CaseCheck(
                digest=digest_of(content()),
                findings=findings,
                states=4711,
                seconds=1.5,
                checked_at=clock.now(),
            )
        )


def test_a_good_file(trajce: Lens) -> None:
    page = trajce.get(address())
    assert (page.title, "is being checked" in page.text) == ("The owl", True)
    saved = write(page, source().replace("The yard", "The lower yard"))
    assert "Saved." in saved.text
    assert "lower yard" in source()
    check([])
    assert "4,711 states in 1.5 seconds and found no fault" in trajce.get(address()).text


def test_a_file_that_cannot_be_read_is_kept_and_explained(trajce: Lens) -> None:
    broken = source().replace("kind: carcass", "kind: carcase")
    page = write(trajce.get(address()), broken)
    line = broken[: broken.index("kind: carcase")].count("\n") + 1
    assert (f"Line {line}" in page.text, "carcase" in page.text, source() == broken) == (True, True, True)
    assert f'href="#line-{line}"' in page.html
    assert trajce.get(address("/map")).url.endswith("/source"), "what cannot be read is shown as text first"


def test_knots_stand_beside_what_is_typed_and_nothing_is_saved(trajce: Lens) -> None:
    before = source()
    knotted = before.replace("result(xray)", "result(xrays)").replace(
        "    title: The yard\n", "    title: The yard\n    picture: {file: yard.svg, alt: A yard}\n", 1
    )
    answer = trajce.client.post(
        address("/findings"), data={"csrf_token": trajce.token(), "source": knotted, "revision": 1}
    )
    html = answer.get_json()["html"]
    for words in ("“xrays”", "yard.svg", "as soon as the things above are mended", 'href="#line-'):
        assert words in html
    assert source() == before


def test_two_authors_meet_in_a_merge(trajce: Lens) -> None:
    first, second = trajce.get(address()), trajce.get(address())
    write(first, source().replace("The yard", "The upper yard"))
    assert (
        "The upper yard"
        in write(second, source().replace("The upper yard", "The back yard"), status=409).text
    )


def test_a_fault_is_played_to_where_it_shows(trajce: Lens) -> None:
    path = [{"do": "observe", "what": "owl"}, {"do": "move", "to": "station"}]
    check([["case-criterion-unlosable", {"name": "gloves"}, path]])
    page = trajce.get(address())
    assert "“gloves” can never be lost" in page.text
    assert "{do: move, to: station}" in page.text
    there = page.submit("/rehearsal", {})
    assert "after 2 actions" in there.text
    write(trajce.get(address()), source().replace("The yard", "The lower yard"))
    assert "has changed since this page was made" in page.submit("/rehearsal", {}, status=409).text


def test_the_map_shows_the_same_twice(trajce: Lens) -> None:
    page = trajce.get(address("/map"))
    boxes = {each.get("href") for each in page.tree.iter() if each.get("data-part")}
    words = {f"#{each.get('id')}" for each in page.tree.iter("li") if each.get("id")}
    assert boxes == words
    assert "#exhibit-owl" in boxes
    assert "proved(act) and right_charge and right_cause" in page.text


def test_a_rehearsal_forth_and_back(trajce: Lens) -> None:
    begun = trajce.get(address("/rehearsal")).submit("/rehearsal", {"start": "expert:3"})
    assert "after 3 actions" in begun.text
    token = {"csrf_token": trajce.token()}
    wear = token | {"do": "wear", "gear": ["gloves", "mask"], "after": "3"}
    assert "after 4 actions" in trajce.post(address("/rehearsal/act"), wear).text
    assert (
        "something else since this page was made"
        in trajce.post(address("/rehearsal/act"), wear, status=409).text
    )
    refused = trajce.post(
        address("/rehearsal/act"), token | {"do": "read", "request": "xray", "after": "4"}, status=422
    )
    assert "You know nothing of this here" in refused.text
    back = trajce.get(address("/rehearsal")).submit("/rehearsal/back", {})
    assert "after 3 actions" in back.text


def test_a_rehearsal_stops_where_the_draft_has_changed(trajce: Lens) -> None:
    trajce.get(address("/rehearsal")).submit("/rehearsal", {"start": "expert:14"})
    page = trajce.get(address("/rehearsal"))
    for words in ("The charge stands", "100 per cent", "Passed."):
        assert words in page.text
    write(trajce.get(address()), source().replace("is_base: true", "is_base: true\n    needs: minute > 100"))
    changed = trajce.get(address("/rehearsal"))
    for words in ("The draft has changed since you played it", "first 7 actions", "{do: move, to: station}"):
        assert words in changed.text


def test_a_case_of_others_is_not_found(trajce: Lens, world: World, lens_of: Callable[[Person], Lens]) -> None:
    stranger = lens_of(world.carla)
    for face in ("", "/map", "/rehearsal"):
        assert stranger.client.get(address(face)).status_code in (403, 404)
    assert session.scalars(select(CaseRehearsal)).all() == []
