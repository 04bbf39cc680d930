"""Running a cohort: opening, changing, deciding nominations, telling and answering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.cohorts.models import Nomination, Question
from academy.db import session
from academy.learning.models import Cohort, CohortTrainer, Enrolment
from tests.domains.test_cohorts import learners, nominated, opened
from tests.lens import Lens, Page
from tests.world import World

LensOf = Callable[[Person], Lens]


def mail(app: Flask) -> list[str]:
    """What was written, the oldest first; the spool is emptied."""
    spool = sorted(app.extensions["post"].spool.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    letters = [path.read_text() for path in spool]
    for path in spool:
        path.unlink()
    return letters


def form(world: World, **changed: str) -> dict[str, str | list[str]]:
    today = clock.now().date()
    return {
        "name": "Autumn", "course": "small", "starts_on": str(today), "closes_on": str(today + timedelta(days=60)),
        "capacity": "2", "nominations_until": str(today + timedelta(days=20)), "agency": "",
        "trainers": [str(world.trajce.id)],
    } | changed  # fmt: skip


def test_opening_a_cohort(world: World, lens_of: LensOf) -> None:
    """From the list to a cohort of her own, which she trains from the start."""
    page = lens_of(world.trajce).get("/en/cohorts/").follow("Open a cohort")
    assert [
        each.get("checked") is not None for each in page.tree.iter("input") if each.get("name") == "trainers"
    ] == [True]
    page = page.submit("/cohorts/new", form(world))
    assert page.title == "Autumn"
    cohort = session.scalars(select(Cohort).where(Cohort.name == "Autumn")).one()
    assert (cohort.capacity, cohort.agency_id, cohort.edition_id) == (2, None, world.edition.id)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "Spring"}, "Another cohort has this name"),
        ({"closes_on": "2020-01-01"}, "before the first day"),
        ({"trainers": []}, "at least one trainer"),
        ({"capacity": "0"}, "Places"),
        ({"starts_on": "soon"}, "date"),
        ({"trainers": [str(uuid4())]}, "not a valid choice"),
        ({"agency": str(uuid4())}, "Not a valid choice"),
        ({"name": " "}, "Give the cohort a name"),
    ],
)
def test_a_form_that_is_wrong(world: World, lens_of: LensOf, changed: dict[str, str], words: str) -> None:
    """Shown again with what was typed, and nothing is kept."""
    page = (
        lens_of(world.trajce)
        .get("/en/cohorts/new")
        .submit("/cohorts/new", form(world, **changed), status=422)
    )
    assert words in page.text
    assert session.scalars(select(Cohort.name)).all() == ["Spring"]


def test_an_administrator_opens_one(world: World, lens_of: LensOf) -> None:
    """She is no trainer, so she names one; the cohort stands on her list."""
    page = lens_of(world.ada).get("/en/cohorts/").follow("Open a cohort").submit("/cohorts/new", form(world))
    assert page.title == "Autumn"
    assert "Autumn" in lens_of(world.ada).get("/en/cohorts/").text


def test_changing_and_closing(world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.trajce)
    page = lens.get(f"/en/cohorts/{world.cohort.id}/").follow("Settings")
    page = page.submit(f"/en/cohorts/{world.cohort.id}/settings", {"name": "Spring field", "capacity": "7"})
    assert page.title == "Spring field"
    page.follow("Settings").submit("/close", {})
    assert session.get_one(Cohort, world.cohort.id).closes_on == clock.now().date()


def test_two_tabs(world: World, lens_of: LensOf) -> None:
    """The second form is refused with what the cohort is by now."""
    lens = lens_of(world.trajce)
    where = f"/en/cohorts/{world.cohort.id}/settings"
    first, second = lens.get(where), lens.get(where)
    first.submit(where, {"name": "First"})
    page = second.submit(where, {"name": "Second"}, status=409)
    assert "Somebody has changed this cohort" in page.text
    assert page.submit(where, {"capacity": "3"}).title == "First"


def test_deciding(app: Flask, world: World, lens_of: LensOf) -> None:
    """Approve, decline with a reason, by call-sign only; letters name nobody."""
    cohort = opened(world, capacity=1)
    people = learners(world, 3)
    nominated(world, cohort, people)
    mail(app)
    page = lens_of(world.trajce).get(f"/en/cohorts/{cohort.id}/").follow("Nominations")
    assert "rangers-0" in page.text
    assert "Person rangers-0" not in page.html
    assert "Rangers" not in page.text.replace("rangers", "")
    nominations = {n.person_id: n.id for n in session.scalars(select(Nomination))}
    ids = [nominations[each.id] for each in people]
    page = page.submit(f"/nominations/{ids[0]}/approval")
    assert "is enrolled" in page.text
    page = page.submit(f"/nominations/{ids[1]}/approval")
    assert "Number 1 on the waiting list" in page.text
    page = lens_of(world.trajce).get(f"/en/nominations/{ids[2]}/refusal")
    page.submit("/refusal", {"reason": " "}, status=422)
    page = page.submit("/refusal", {"reason": "Next year"})
    assert "Next year" in page.text
    letters = mail(app)
    to = sorted(line for letter in letters for line in letter.splitlines() if line.startswith("To: "))
    assert to == [
        "To: boris@example.org", "To: boris@example.org", "To: boris@example.org", "To: rangers-0@example.org",
        "To: rangers-1@example.org", "To: rangers-2@example.org",
    ]  # fmt: skip
    for letter in letters:
        body = letter.partition("\n\n")[2]
        assert not any(
            word in body for word in ("Person", "rangers", "Nominated", "Next year", "Small", "trajce")
        )


def test_a_double_click_approves_once(world: World, lens_of: LensOf) -> None:
    cohort = opened(world)
    nominated(world, cohort, learners(world, 1))
    page = lens_of(world.trajce).get(f"/en/cohorts/{cohort.id}/nominations")
    page.submit("/approval")
    page.submit("/approval", status=409)
    assert session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id)).one()


def test_taking_a_place_back(world: World, lens_of: LensOf) -> None:
    """The next in line moves up."""
    cohort = opened(world, capacity=1)
    first, second = nominated(world, cohort, learners(world, 2))
    lens = lens_of(world.trajce)
    page = lens.get(f"/en/cohorts/{cohort.id}/nominations")
    page.submit(f"{first}/approval").submit(f"{second}/approval")
    lens.get(f"/en/nominations/{first}/refusal").submit("/refusal", {"reason": "Never came"})
    assert session.get_one(Nomination, second).state == "enrolled"


def test_news(app: Flask, world: World, lens_of: LensOf) -> None:
    """Markdown without anything dangerous; a letter to each learner, without the text."""
    mail(app)
    lens = lens_of(world.trajce)
    page = lens.get(f"/en/cohorts/{world.cohort.id}/").follow("News")
    page.submit("/announcements", {"title": "", "body": ""}, status=422)
    body = (
        "Bring **gloves**.\n\n<script>alert(1)</script> [map](https://example.org) [bad](javascript:alert(1))"
    )
    page = page.submit("/announcements", {"title": "Tomorrow <b>", "body": body})
    assert "<strong>gloves</strong>" in page.html
    assert "<script>alert" not in page.html
    assert 'href="javascript' not in page.html
    letters = mail(app)
    assert len(letters) == 2
    assert "Tomorrow" not in "".join(letters)
    assert f"/en/classes/{world.cohort.id}/" in letters[0].replace("=\n", "")
    read = lens_of(world.amina).get(f"/en/classes/{world.cohort.id}/")
    assert "Bring gloves" in read.text
    assert "trajce" in read.text


def test_answering(app: Flask, world: World, lens_of: LensOf) -> None:
    """A question by call-sign, an answer the class may read, a letter to who asked."""
    asked = _ask(world, lens_of, "How deep?")
    mail(app)
    page = lens_of(world.trajce).get(f"/en/cohorts/{world.cohort.id}/").follow("Questions")
    assert "amina" in page.text
    assert "Amina Prvić" not in page.text
    page = page.follow("How deep?")
    page.submit(f"/questions/{asked.id}", {"answer": ""}, status=422)
    page = page.submit(f"/questions/{asked.id}", {"answer": "To the knee.\nNo deeper.", "is_shared": "y"})
    assert "Answered and shared" in page.text
    [letter] = mail(app)
    assert "To: amina@example.org" in letter
    assert "knee" not in letter
    read = lens_of(world.dina).get(f"/en/classes/{world.cohort.id}/")
    assert "How deep?" in read.text and "To the knee." in read.text
    assert "amina" not in read.text
    # mending the answer starts from the answer that stands, line ends or not
    page = (
        lens_of(world.trajce)
        .get(f"/en/questions/{asked.id}")
        .submit("/questions/", {"answer": "To the hip."})
    )
    assert session.get_one(Question, asked.id).answer == "To the hip."


def test_two_trainers_answer(world: World, lens_of: LensOf) -> None:
    """The second sees the first one's answer and keeps what she typed."""
    with db.writing():
        session.add(CohortTrainer(cohort_id=world.cohort.id, person_id=world.ada.id))
    asked = _ask(world, lens_of, "Why?")
    mine = lens_of(world.trajce).get(f"/en/questions/{asked.id}")
    hers = lens_of(world.ada).get(f"/en/questions/{asked.id}")
    mine.submit("/questions/", {"answer": "First answer"})
    page = hers.submit("/questions/", {"answer": "Second answer"}, status=409)
    assert "First answer" in page.text
    assert "Second answer" in page.html
    page.submit("/questions/", {"answer": "Both answers"})
    assert session.get_one(Question, asked.id).answer == "Both answers"


def _ask(world: World, lens_of: LensOf, text: str) -> Question:
    lens_of(world.amina).get(f"/en/classes/{world.cohort.id}/").submit("/questions", {"text": text})
    return session.scalars(select(Question)).one()


def _pages(world: World, nomination: object, question: object) -> list[str]:
    cohort = f"/en/cohorts/{world.cohort.id}"
    return [
        f"{cohort}/settings", f"{cohort}/nominations", f"{cohort}/announcements", f"{cohort}/questions",
        f"/en/nominations/{nomination}/refusal", f"/en/questions/{question}",
    ]  # fmt: skip


def test_other_roles_and_strangers(app: Flask, world: World, lens_of: LensOf, lens: Lens) -> None:
    """403 with words for another role, the sign-in page for nobody, 404 for a trainer of another cohort."""
    asked = _ask(world, lens_of, "Mine?")
    at = clock.now()
    with db.writing():
        wish = Nomination(
            cohort_id=world.cohort.id, person_id=world.boris.id, agency_id=world.rangers.id,
            state="nominated", nominated_at=at, nominated_by_id=world.boris.id,
        )  # fmt: skip
        session.add(wish)
    for path in _pages(world, wish.id, asked.id):
        for person in (world.amina, world.boris, world.carla):
            assert "another role" in lens_of(person).get(path, status=403).text
        assert "/en/sign-in" in lens.client.get(path).headers["Location"]
        for person in (world.trajce, world.ada):
            lens_of(person).get(path)
    with db.writing():
        session.delete(session.get_one(CohortTrainer, (world.cohort.id, world.trajce.id)))
    for path in _pages(world, wish.id, asked.id):
        gone = lens_of(world.trajce).get(path, status=404)
        unknown = "/".join(str(uuid4()) if len(part) == 36 else part for part in path.split("/"))
        assert lens_of(world.trajce).get(unknown, status=404).text == gone.text
    for path in (f"/en/nominations/{wish.id}/approval", f"/en/cohorts/{world.cohort.id}/close"):
        assert _posted(lens_of(world.trajce), path).status == 404
        assert _posted(lens_of(world.boris), path, status=403).status == 403


def _posted(lens: Lens, path: str, status: int = 404) -> Page:
    return lens.post(path, {"csrf_token": lens.token()}, status=status)


def test_a_closed_cohort_lets_nobody_in(world: World, lens_of: LensOf) -> None:
    """Said in words, not by a failure."""
    cohort = opened(world)
    nominated(world, cohort, learners(world, 1))
    page = lens_of(world.trajce).get(f"/en/cohorts/{cohort.id}/nominations")
    with db.writing():
        session.get_one(Cohort, cohort.id).closes_on = clock.now().date() - timedelta(days=1)
    assert "This cohort is closed" in page.submit("/approval", status=409).text


def test_restricted_course(world: World, lens_of: LensOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button is there for whoever may press it; the page says how many are needed."""
    cohort = opened(world)
    nominated(world, cohort, learners(world, 1))
    monkeypatch.setattr("academy.cohorts.views.nominations._is_restricted", lambda _cohort: True)
    page = lens_of(world.trajce).get(f"/en/cohorts/{cohort.id}/nominations")
    assert "two people" in page.text
    page = page.submit("/approval")
    assert "A second person must approve" in page.text
    assert not [each for each in page.forms() if "/approval" in (each.get("action") or "")]
    page = lens_of(world.ada).get(f"/en/cohorts/{cohort.id}/nominations").submit("/approval")
    assert "Approved by trajce, ada" in page.text
