"""The pages of people's marks: the queue, a mark by rubric, blindness, files, appeals."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from academy import clock, db
from academy.accounts.models import Person
from academy.audit.models import AuditEvent
from academy.db import session
from academy.learning.models import Attempt
from academy.quizzes.models import AnswerFile, Appeal, PersonMark
from tests.lens import Lens
from tests.marking import ESSAY, GLOVES, TWICE, hand_in, quiz, teach, trainer
from tests.pages.ladder import statements
from tests.world import World

LensOf = Callable[[Person], Lens]
BEST = {"level-order": "2", "level-words": "2"}
HALF = {"level-order": "1", "level-words": "1"}
CANARY = "CANARY-of-the-first-marker"


@pytest.fixture
def waiting(app: Flask, world: World) -> UUID:
    """Amina's essay, which two people mark."""
    teach(app, world, quiz(TWICE, pass_mark=0.5), at=clock.now())
    return hand_in(world.enrolment.id, {"report": "First we closed the area."}, at=clock.now())


def page_of(attempt_id: UUID, key: str = "report") -> str:
    """Return the address of a response to mark."""
    return f"/en/marking/{attempt_id}/{key}"


def test_what_is_practised_is_compared_and_not_marked(app: Flask, world: World, lens_of: LensOf) -> None:
    """It is graded at once without what a person marks, and says so."""
    essay = {**ESSAY, "gate": True, "model_answer": "Close the **area**."}
    teach(app, world, quiz(GLOVES, essay, practice="always"), at=clock.now())
    done = hand_in(world.enrolment.id, {"gloves": "a", "report": "We ran."}, at=clock.now(), is_practice=True)
    made = session.get_one(Attempt, done, populate_existing=True)
    assert (made.state, made.score, made.is_passed, made.gates_failed) == ("graded", 1.0, True, [])
    page = lens_of(world.amina).get(f"/en/attempts/{done}/result")
    assert "In practice nobody marks this, and it counts nothing. Compare" in page.text
    assert "<strong>area</strong>" in page.html
    assert "1 of 1" in page.text
    teach(app, world, quiz(ESSAY, practice="always"), at=clock.now())
    alone = hand_in(world.enrolment.id, {"report": "We ran."}, at=clock.now(), is_practice=True)
    page = lens_of(world.amina).get(f"/en/attempts/{alone}/result")
    assert "Nobody marks what was practised" in page.text


def test_the_whole_way(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """Queue, first mark, second mark, letter; the learner reads levels and comments and not who gave them."""
    queue = lens_of(world.trajce).get("/en/cohorts/").follow("To mark")
    page = queue.follow("Write the first lines")
    assert page.title == "Response 1 of 1"
    assert "First we closed the area." in page.text
    done = page.submit("marking/", {**BEST, "comment": "Well observed."})
    assert "Another person marks this response too" in done.text
    assert "Waits for another person" in done.text
    before = lens_of(world.amina).get(f"/en/attempts/{waiting}/result")
    assert "Well observed." not in before.html
    lens_of(trainer(world, "vida")).get(page_of(waiting)).submit(
        "marking/", {**BEST, "level-words": "1", "comment": "Clearer."}
    )
    session.expire_all()
    assert session.get_one(Attempt, waiting).score == 0.875
    result = lens_of(world.amina).get(f"/en/attempts/{waiting}/result")
    assert "Well observed." in result.text
    assert "Clearer." in result.text
    assert "All steps named" in result.text
    for name in ("trajce", "vida"):
        assert name not in result.text


def test_the_marker_sees_no_name(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """Neither call-sign nor legal name nor agency, in any byte of queue and response."""
    lens = lens_of(world.trajce)
    for url in ("/en/marking", page_of(waiting)):
        html = lens.get(url).html
        for secret in ("amina", "Amina", "Prvić", "Rangers", str(world.enrolment.id), str(world.amina.id)):
            assert secret not in html


def test_the_second_is_blind_to_the_first(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """Byte for byte the page of who comes second is that of who comes first."""
    vida, zora = trainer(world, "vida"), trainer(world, "zora")
    before = scrubbed(lens_of(vida), waiting)
    lens_of(world.trajce).get(page_of(waiting)).submit("marking/", {**HALF, "comment": CANARY})
    assert session.scalar(select(func.count()).select_from(PersonMark)) == 1
    assert scrubbed(lens_of(vida), waiting) == before
    refused = lens_of(vida).get(page_of(waiting)).submit("marking/", HALF, status=422)
    assert CANARY not in refused.html
    assert "checked" in refused.html
    assert "Say what was missing" in refused.text
    lens_of(vida).get(page_of(waiting)).submit(
        "marking/", {"level-order": "0", "level-words": "0", "comment": "Nothing in it."}
    )
    deciding = lens_of(zora).get(page_of(waiting))
    assert CANARY in deciding.text
    assert "Nothing in it." in deciding.text
    for name in ("trajce", "vida"):
        assert name not in deciding.html
    deciding.submit("marking/", {**HALF, "comment": "Fair."})
    session.expire_all()
    assert session.get_one(Attempt, waiting).score == 0.5


def scrubbed(lens: Lens, attempt_id: UUID) -> str:
    """Return a page without what differs from request to request."""
    html = lens.get(page_of(attempt_id)).html
    return re.sub(r'nonce="[^"]+"|name="csrf_token"[^>]*|value="[\w.-]{60,}"', "", html)


def test_a_decision_that_was_not_seen_is_shown_first(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """Who began blind and would be the third is shown both marks before hers counts."""
    vida, zora = trainer(world, "vida"), trainer(world, "zora")
    stale = lens_of(zora).get(page_of(waiting))
    lens_of(world.trajce).get(page_of(waiting)).submit("marking/", {**BEST, "comment": CANARY})
    lens_of(vida).get(page_of(waiting)).submit(
        "marking/", {"level-order": "0", "level-words": "0", "comment": "No."}
    )
    shown = stale.submit("marking/", {**HALF, "comment": "Fair."}, status=409)
    assert CANARY in shown.text
    assert "Fair." in shown.html
    shown.submit("marking/", {**HALF, "comment": "Fair."})
    session.expire_all()
    assert session.get_one(Attempt, waiting).state == "graded"


def test_levels_are_asked_for(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """A missing or foreign level is said, and what was chosen stays chosen."""
    lens = lens_of(world.trajce)
    for wrong in ({"level-order": "2"}, {**BEST, "level-words": "9"}, {**BEST, "level-words": "x"}):
        page = lens.get(page_of(waiting)).submit("marking/", {**wrong, "comment": "Kept words"}, status=422)
        assert "Choose a level for each criterion." in page.text
        assert "Kept words" in page.html


def test_a_second_click_leads_on(waiting: UUID, world: World, lens_of: LensOf) -> None:
    lens = lens_of(world.trajce)
    page = lens.get(page_of(waiting))
    page.submit("marking/", BEST)
    assert page.submit("marking/", BEST).title == "To mark"
    assert lens.get(page_of(waiting)).title == "To mark"


def test_the_next_response_follows(app: Flask, world: World, lens_of: LensOf) -> None:
    """The oldest first, each as one of so many."""
    teach(app, world, quiz(GLOVES, ESSAY), at=clock.now())
    for enrolment, text in ((world.enrolment, "Older text."), (world.foreign_enrolment, "Younger text.")):
        hand_in(enrolment.id, {"report": text}, at=clock.now())
    page = lens_of(world.trajce).get("/en/marking").follow("Write the first lines")
    assert (page.title, "Older text." in page.text) == ("Response 1 of 2", True)
    page = page.submit("marking/", BEST)
    assert (page.title, "Younger text." in page.text) == ("Response 1 of 1", True)
    assert page.submit("marking/", BEST).title == "To mark"


def test_who_may_mark(waiting: UUID, world: World, lens_of: LensOf) -> None:
    """Another role stays outside; who trains elsewhere finds nothing; an unknown response or item is not found."""
    for person in (world.amina, world.boris):
        lens_of(person).get("/en/marking", status=403)
        lens_of(person).get(page_of(waiting), status=403)
    stranger = trainer(world, "vera")
    with db.writing():
        session.execute(db.Base.metadata.tables["cohort_trainer"].delete().where(
            db.Base.metadata.tables["cohort_trainer"].c.person_id == stranger.id
        ))  # fmt: skip
    lens = lens_of(stranger)
    assert "Nothing waits for your mark" in lens.get("/en/marking").text
    lens.get(page_of(waiting), status=404)
    lens_of(world.trajce).get(page_of(uuid4()), status=404)
    lens_of(world.trajce).get(page_of(waiting, "nothing"), status=404)


def test_the_queue_asks_few_statements(app: Flask, world: World, lens_of: LensOf) -> None:
    teach(app, world, quiz(ESSAY), at=clock.now())
    for enrolment in (world.enrolment, world.foreign_enrolment):
        hand_in(enrolment.id, {"report": "Words."}, at=clock.now())
    lens = lens_of(world.trajce)
    lens.get("/en/marking")
    with statements() as asked:
        lens.get("/en/marking")
    assert len(asked) <= 8


# ---- files ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(app: Flask, world: World) -> UUID:
    """A file in Amina's attempt that is handed in."""
    upload = {"key": "files", "kind": "upload", "prompt": "Send the sheet.", "criteria": ESSAY["criteria"]}
    teach(app, world, quiz(upload), at=clock.now())
    made = hand_in(world.enrolment.id, {}, at=clock.now())
    digest = app.extensions["storage"].put(b"%PDF-1.4 hers")
    with db.writing():
        row = AnswerFile(
            attempt_id=made, item="files", name="sheet.pdf", mime="application/pdf", size=13, digest=digest, sent_at=clock.now()
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def test_files_open_to_their_learner_and_her_markers(file: UUID, world: World, lens_of: LensOf) -> None:
    """As something to keep, that can do nothing; that a marker read it is in the audit trail."""
    url = f"/en/answers/files/{file}"
    for person, noted in ((world.amina, 0), (world.trajce, 1), (world.ada, 2)):
        response = lens_of(person).get(url).response
        assert response.get_data() == b"%PDF-1.4 hers"
        assert response.headers["Content-Disposition"] == "attachment; filename=sheet.pdf"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert noted == session.scalar(select(func.count()).where(AuditEvent.verb == "read-answer-file"))
    for stranger in (world.dina, world.boris, world.carla):
        lens_of(stranger).get(url, status=404)
    lens_of(world.amina).get(f"/en/answers/files/{uuid4()}", status=404)


def test_a_marker_waits_for_the_handing_in(file: UUID, world: World, lens_of: LensOf) -> None:
    with db.writing():
        session.get_one(Attempt, session.get_one(AnswerFile, file).attempt_id).state = "in-progress"
    lens_of(world.trajce).get(f"/en/answers/files/{file}", status=404)
    lens_of(world.amina).get(f"/en/answers/files/{file}")


# ---- appeals -------------------------------------------------------------------------------------------------------


@pytest.fixture
def failed(app: Flask, world: World) -> UUID:
    """Amina's attempt with one of two items wrong."""
    teach(app, world, quiz(GLOVES, {**GLOVES, "key": "hat"}), at=clock.now())
    return hand_in(world.enrolment.id, {"gloves": "a", "hat": "b"}, at=clock.now())


def test_an_appeal_from_end_to_end(failed: UUID, app: Flask, world: World, lens_of: LensOf) -> None:
    """The learner objects, trainers get a letter, one decides, the learner reads the answer and her new result."""
    amina = lens_of(world.amina)
    page = amina.get(f"/en/attempts/{failed}/result").follow("I object to this mark")
    page.submit("appeal", {"reason": " "}, status=422)
    sent = page.submit("appeal", {"reason": "A hat protects the head."})
    assert "Your appeal is on its way" in sent.text
    assert "Under way" in sent.text
    letters = list((app.extensions["post"].spool).glob("*.eml"))
    assert letters
    listed = lens_of(world.trajce).get("/en/cohorts/").follow("Appeals")
    assert "since today" in listed.text
    decision = listed.follow("What do you put on first?")
    assert "A hat protects the head." in decision.text
    for secret in ("amina", "Prvić"):
        assert secret not in decision.html
    decision.submit("appeals/", {"verdict": "upheld", "points": "0", "answer": "Yes."}, status=422)
    decision.submit("appeals/", {"verdict": "upheld", "points": "1", "answer": " "}, status=422)
    decided = decision.submit("appeals/", {"verdict": "upheld", "points": "1", "answer": "You are right."})
    assert "The appeal is answered" in decided.text
    answer = amina.get(f"/en/attempts/{failed}/items/hat/appeal")
    assert "You are right." in answer.text
    assert "trajce" in answer.text
    result = amina.get(f"/en/attempts/{failed}/result")
    assert "Passed" in result.text
    assert "Your appeal was upheld." in result.text
    again = decision.submit("appeals/", {"verdict": "dismissed", "points": "", "answer": "No."}, status=409)
    assert "You are right." in again.text


def test_appeals_of_others_and_of_the_unmarked(failed: UUID, world: World, lens_of: LensOf) -> None:
    url = f"/en/attempts/{failed}/items/hat/appeal"
    for person in (world.dina, world.boris, world.trajce):
        lens_of(person).get(url, status=404)
    lens_of(world.amina).get(f"/en/attempts/{failed}/items/nothing/appeal", status=404)
    full = lens_of(world.amina).get(f"/en/attempts/{failed}/items/gloves/appeal")
    assert "nothing to object to" in full.text
    lens_of(world.boris).get("/en/appeals", status=403)


def test_unreleased_marks_cannot_be_appealed(app: Flask, world: World, lens_of: LensOf) -> None:
    """Before marks are shown there is no door that would tell them."""
    hidden = {"during": [], "at_once": ["response"], "later": ["response"], "closed": ["response"]}
    teach(app, world, quiz(GLOVES, review=hidden), at=clock.now())
    made = hand_in(world.enrolment.id, {"gloves": "b"}, at=clock.now())
    lens_of(world.amina).get(f"/en/attempts/{made}/items/gloves/appeal", status=404)


def test_old_appeals_stand_out(failed: UUID, world: World, lens_of: LensOf) -> None:
    with db.writing():
        session.add(
            Appeal(attempt_id=failed, item="hat", reason="Why?", made_at=clock.now() - timedelta(days=9))
        )
    assert "for 9 days" in lens_of(world.trajce).get("/en/appeals").text
