"""Capstones in the browser: a whole one without script, receipts for a script, blind marking, the debrief, the editor."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, Person
from academy.actor import Role
from academy.agencies.models import Agency
from academy.capstones.rules import KIND
from academy.courses import service as courses
from academy.courses.models import ActivityDraft
from academy.courses.service import drafts
from academy.db import session
from academy.learning.models import Attempt
from tests.capstones import BAG, CONTENT, SECRET, begin, close, describe_all, hand_in, mark, teach
from tests.editions import with_activity
from tests.lens import Lens, Page
from tests.marking import trainer
from tests.world import PACKAGES, World

LensOf = Callable[[Person], Lens]
OVERVIEW = f"/en/courses/small/capstones/{BAG}"
BEST = {"level-facts": "3", "level-doubt": "3"}
LOW = {"level-facts": "0", "level-doubt": "1", "comment": "Facts and readings are one."}
CANARY = "zqcanaryqz"


@pytest.fixture
def taught(app: Flask, world: World) -> UUID:
    return teach(app, world, at=clock.now())


@pytest.fixture
def amina(taught: UUID, world: World, lens_of: LensOf) -> Lens:
    return lens_of(world.amina)


@pytest.fixture
def waiting(taught: UUID, world: World) -> UUID:
    """A capstone of Amina's that waits for marks."""
    return hand_in(world.enrolment.id, at=clock.now())


def page_of(attempt_id: UUID) -> str:
    return f"/en/capstones/marking/{attempt_id}"


def test_a_whole_capstone_without_script(amina: Lens) -> None:
    """Thing after thing, closed, a finding added and one taken out, the profile, handed in; nothing early on the way."""
    seen: list[Page] = []

    def look(page: Page) -> Page:
        seen.append(page)
        return page

    page = look(look(amina.get(OVERVIEW)).submit("attempts"))
    assert "0 of 3" in page.text
    assert "Blue rubber" not in page.html
    page = look(page.follow("Open the bag"))
    assert page.title == "A crumpled paper"
    assert "Two gloves" not in page.html
    for number, title in ((1, "Blue rubber"), (2, "A jar"), (3, "Inventory")):
        page = look(
            page.submit(f"objects/{number}", {"answer.what": f"Thing {number}", "answer.marks": "None"})
        )
        assert page.title == title
    assert "Thing 2" in page.text
    page = look(page.submit("close"))
    assert page.title == "Findings"
    page = look(
        page.submit(
            "findings/1", {"answer.fact": "It says 3 May.", "answer.objects": ["receipt"], "more": "1"}
        )
    )
    assert page.form("findings/2") is not None
    page = look(page.submit("findings/2", {"answer.fact": "Rubber", "answer.certainty": "3"}))
    assert "Finding 2" in page.text
    page = page.submit("findings/2", {"clear": "1"})
    assert "Finding 2" not in page.text
    page = look(page.follow("To the profile"))
    early = look(page.follow("Look over and hand in")).submit("hand-in", status=409)
    assert "answer every question" in early.text
    page = look(page.submit("profile/who", {"answer.text": "Two.", "answer.limits": "No names."}))
    done = look(page.follow("Look over and hand in").submit("hand-in"))
    assert "Your work is handed in" in done.text
    assert "Waits for marks" in look(amina.get(OVERVIEW)).text
    assert all(SECRET not in each.html and "facts some" not in each.html for each in seen)


def test_doors_of_the_inventory(amina: Lens, world: World) -> None:
    made = begin(world.enrolment.id, at=clock.now())
    root = f"/en/capstones/{made}"
    assert amina.get(f"{root}/findings").title == "Inventory"
    assert amina.get(f"{root}/profile").title == "Inventory"
    assert amina.get(f"{root}/objects/3").title == "A crumpled paper"
    amina.get(f"{root}/objects/4", status=404)
    amina.get(f"{root}/debrief")
    describe_all(made, at=clock.now())
    close(made, at=clock.now())
    assert amina.get(f"{root}/objects/1").title == "Inventory"
    too_long = amina.get(f"{root}/findings").submit("findings/1", {"answer.fact": "x" * 3001}, status=422)
    assert "3,000 characters" in too_long.text


def test_receipts(amina: Lens, world: World) -> None:
    """The same key gets the same receipt; an older page is told; a refusal is said in words."""
    made = begin(world.enrolment.id, at=clock.now())
    url, token = f"/en/capstones/{made}/objects/1", amina.token()

    def send(to: str = url, **said: Any) -> tuple[int, dict[str, Any]]:
        envelope = {
            "csrf_token": token,
            "device": "device-01",
            "sequence": "5",
            "idempotency_key": uuid4().hex,
        }
        response = amina.client.post(to, data=envelope | said, headers={"X-Requested-With": "autosave"})
        session.rollback()
        return response.status_code, response.get_json()

    first = {"answer.what": "Paper", "idempotency_key": "key-0000001"}
    assert send(**first) == send(**first)
    assert send(**{**first, "answer.what": "Gold"})[0] == 409
    assert send(**{"answer.what": "Older", "sequence": "4"})[1]["counts"] is False
    status, told = send(f"/en/capstones/{made}/findings/1", **{"answer.fact": "Early"})
    assert (status, "still open" in told["text"]) == (409, True)
    assert send(f"/en/capstones/{made}/objects/3", **{"answer.what": "Deep"})[0] == 409
    assert send(f"/en/capstones/{made}/findings/1", **{"answer.certainty": "9"})[0] == 422


def test_foreign_work_is_not_found(amina: Lens, world: World, lens_of: LensOf) -> None:
    made = begin(world.enrolment.id, at=clock.now())
    for rest in ("", "/objects/1", "/findings", "/profile", "/hand-in", "/debrief"):
        lens_of(world.dina).get(f"/en/capstones/{made}{rest}", status=404)


def test_two_marks_and_the_debrief(waiting: UUID, world: World, lens_of: LensOf, app: Flask) -> None:
    """From the queue to the letter; the learner reads levels, words and the expert's work, and no marker's name."""
    vida, learner = trainer(world, "vida"), lens_of(world.amina)
    page = lens_of(world.trajce).get("/en/capstones/marking").follow("The bag")
    page = page.submit("marking/", {**BEST, "note-facts": "All there.", "row-1": "inference-as-fact"})
    assert "Another person marks" in page.text
    assert SECRET not in learner.get(f"/en/capstones/{waiting}/debrief").html
    lens_of(vida).get(page_of(waiting)).submit(
        "marking/", {**BEST, "level-doubt": "2", "comment": "Doubt more."}
    )
    session.expire_all()
    assert session.get_one(Attempt, waiting).state == "graded"
    debrief = learner.get(f"/en/capstones/{waiting}/debrief")
    for words in (
        "Passed with",
        "All there.",
        "Doubt more.",
        "An inference is taken for a fact",
        SECRET,
        "Somebody bought it",
    ):
        assert words in debrief.text
    assert debrief.link("Read again") == "/en/courses/small/lessons/first-lesson"
    for name in ("trajce", "vida"):
        assert name not in debrief.text
    letters = list((app.extensions["academy"].home / "mail").rglob("*.eml"))
    assert any("capstone" in each.read_text().lower() for each in letters)
    assert "Within the tolerance" in lens_of(vida).get("/en/capstones/marking/agreement").text


def test_nothing_of_the_expert_nor_the_rubric_comes_early(
    taught: UUID, world: World, lens_of: LensOf
) -> None:
    """Every page Amina can walk to, while she works and while her work waits, and what a script is answered."""
    lens = lens_of(world.amina)
    made = begin(world.enrolment.id, at=clock.now())
    describe_all(made, at=clock.now())
    close(made, at=clock.now())
    root = f"/en/capstones/{made}"
    closed = _walked(lens, OVERVIEW, f"{root}/findings", f"{root}/profile", f"{root}/hand-in", root)
    late = hand_in(world.foreign_enrolment.id, at=clock.now())
    mark(world, world.trajce, late, (1, 1), at=clock.now(), comment=SECRET)
    waits = _walked(
        lens_of(world.dina), OVERVIEW, f"/en/capstones/{late}/debrief", f"/en/capstones/{late}/objects/1"
    )
    assert min(closed, waits) > 15, "the walk has become short"


def _walked(lens: Lens, *starts: str) -> int:
    """Follow links and look for a canary; return how many pages were seen."""
    waiting, seen = list(starts), set[str]()
    while waiting and len(seen) < 40:
        path = waiting.pop(0).partition("#")[0]
        if path in seen or not path.startswith("/en"):
            continue
        seen.add(path)
        response = lens.client.get(path, follow_redirects=True)
        session.rollback()
        html = response.get_data(as_text=True)
        assert SECRET not in html, f"{path} gives the expert's work away"
        assert "facts some" not in html, f"{path} gives the rubric away"
        waiting.extend(re.findall(r'href="(/en[^"]*)"', html))
    return len(seen)


def scrubbed(lens: Lens, attempt_id: UUID) -> str:
    """Return a page without what differs from request to request."""
    html = lens.get(page_of(attempt_id)).html
    return re.sub(r'nonce="[^"]+"|name="csrf_token"[^>]*|value="[\w.-]{60,}"', "", html)


def test_marking_is_blind(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """No name in any byte; who comes second sees what the first saw; only who settles sees both, without names."""
    vida, zora = trainer(world, "vida"), trainer(world, "zora")
    for url in ("/en/capstones/marking", page_of(waiting)):
        html = lens_of(vida).get(url).html
        for secret in ("amina", "Amina", "Prvić", "Rangers", str(world.enrolment.id), str(world.amina.id)):
            assert secret not in html
    before = scrubbed(lens_of(vida), waiting)
    stale = lens_of(zora).get(page_of(waiting))
    first = lens_of(world.trajce).get(page_of(waiting))
    first.submit("marking/", {**BEST, "comment": CANARY})
    assert first.submit("marking/", {**BEST, "comment": CANARY}).title == "Capstones to mark"
    assert scrubbed(lens_of(vida), waiting) == before
    refused = lens_of(vida).get(page_of(waiting)).submit("marking/", {**LOW, "comment": ""}, status=422)
    assert CANARY not in refused.html
    assert "Say what was missing" in refused.text
    assert (
        "Choose a level"
        in lens_of(vida).get(page_of(waiting)).submit("marking/", {"level-facts": "9"}, status=422).text
    )
    lens_of(vida).get(page_of(waiting)).submit("marking/", LOW)
    shown = stale.submit("marking/", {**LOW, "comment": "Between."}, status=409)
    for words in (CANARY, "Facts and readings are one."):
        assert words in shown.text
    assert not {"trajce", "vida"} & set(shown.html.split())
    shown.submit("marking/", {**LOW, "comment": "Between."})
    debrief = lens_of(world.amina).get(f"/en/capstones/{waiting}/debrief")
    assert "The mark that settled it" in debrief.text
    assert "Not passed" in debrief.text


def test_who_marks(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """A reviewer of the branch does; a learner, a coordinator, a reviewer elsewhere do not."""
    for person in (world.amina, world.boris):
        lens_of(person).get("/en/capstones/marking", status=403)
    with db.writing():
        root = session.scalars(select(Agency.id).where(Agency.parent_id.is_(None))).one()
        for person, agency in ((world.carla, root), (world.dina, world.inspectors.id)):
            since = clock.now().date()
            session.add(
                Membership(person_id=person.id, agency_id=agency, role=Role.REVIEWER, starts_on=since)
            )
    assert (
        lens_of(world.carla).get("/en/author/approvals").follow("Capstones to mark").follow("The bag").status
        == 200
    )
    lens_of(world.dina).get(page_of(waiting), status=404)
    mark(world, world.carla, waiting, (3, 3), at=clock.now())
    assert "Waits for another person" in lens_of(world.carla).get("/en/capstones/marking").text


def test_the_editor(app: Flask, world: World, lens_of: LensOf) -> None:
    """The file is saved in order or not; beside it stands what is to be mended."""
    small = courses.prepare(PACKAGES / "small", keep=app.extensions["storage"].put).course
    document = with_activity(BAG, kind="capstone", content=CONTENT)(small)
    with db.writing():
        course = drafts.begin(
            slug="bagged", title="Bagged", agency_id=None, source_locale="en", level="supreme", track=None, by=None,
            at=clock.now(),
        )  # fmt: skip
        drafts.fill(
            course=course, document=document.model_copy(update={"slug": "bagged"}), by=None, at=clock.now()
        )
        course_id = course.id
    activity = session.scalars(
        select(ActivityDraft).where(ActivityDraft.course_id == course_id, ActivityDraft.slug == BAG)
    ).one()
    url = f"/en/author/capstones/{activity.id}"
    lens = lens_of(world.trajce)
    page = lens.get(url)
    assert "it can be published as it is" in page.text
    thin = KIND.write(CONTENT.model_copy(update={"criteria": []}))
    page = page.submit("capstones", {"source": thin})
    assert "no criterion" in page.text
    page = page.submit("capstones", {"source": "title: [\n"})
    assert "Blocks publishing" in page.text
    assert page.submit("capstones", {"source": KIND.write(CONTENT)}).status == 200
    lens_of(world.carla).get(url, status=403)
