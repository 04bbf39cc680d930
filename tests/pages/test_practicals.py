"""Practicals: the learner's page, the assessor's desk, the sign-off, the sheet, the author's page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.courses import service as courses
from academy.courses.models import ActivityDraft, Course
from academy.courses.package import Package
from academy.courses.service import drafts
from academy.db import session
from academy.learning import queries as learning
from academy.learning import service as records
from academy.learning.models import Cohort, Enrolment
from academy.learning.rules import Dates
from academy.practicals.models import SignOff
from academy.practicals.rules import KIND
from tests.kinds import PRACTICAL, Field, course_id, in_the_field
from tests.lens import Lens
from tests.world import World

SHOW = f"/en/courses/kinds/practicals/{PRACTICAL}"
KEYS = ("stops", "gloves", "mask", "path", "notes")
ALL = {f"seen-{key}": "met" for key in KEYS}


@pytest.fixture
def field(app: Flask, world: World) -> Field:
    return in_the_field(app, world)


@pytest.fixture
def vera(field: Field, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(field.vera)


@pytest.fixture
def amina(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.amina)


def assess(field: Field) -> str:
    return f"/en/enrolments/{field.amina.id}/practicals/{PRACTICAL}"


def test_her_practical(field: Field, amina: Lens) -> None:
    page = amina.get(SHOW)
    assert page.title == "Entering a scene"
    for words in (
        "It may be poisoned",
        "Stops at the tape",
        "Critical",
        "Protection",
        "2 of 3 must be met",
        "Tape",
    ):
        assert words in page.text
    assert page.text.index("It may be poisoned") < page.text.index("Enter the marked area")


def test_from_the_desk_to_the_record(field: Field, vera: Lens, amina: Lens) -> None:
    page = vera.get("/en/assessments").follow("Entering a scene").follow("amina")
    assert "Go 1" in page.text
    done = page.submit("practicals", ALL | {"seen-notes": "not-seen", "note": "Calm."})
    assert "amina has passed: 4 of 5" in done.text
    assert learning.completions(field.amina.id) == {PRACTICAL: 0.8}
    seen = amina.get(SHOW)
    for words in ("Passed", "Calm.", "vera", "Go 1", "Not seen"):
        assert words in seen.text
    assert "passed already" in vera.get(assess(field)).text


def test_a_double_click_signs_once(field: Field, vera: Lens) -> None:
    page = vera.get(assess(field))
    page.submit("practicals", ALL)
    page.submit("practicals", ALL)
    assert len(session.scalars(select(SignOff)).all()) == 1


def test_a_critical_one_and_the_resit(field: Field, vera: Lens, amina: Lens) -> None:
    page = vera.get(assess(field))
    assert (
        "a critical criterion is not met" in page.submit("practicals", ALL | {"seen-gloves": "not-met"}).text
    )
    assert learning.completions(field.amina.id) == {}
    stale = page.submit("practicals", ALL | {"key": uuid4().hex}, status=409)
    assert "since you opened the page" in stale.text
    assert "amina has passed" in stale.submit("practicals").text
    assert learning.completions(field.amina.id) == {PRACTICAL: 1.0}


def test_resits_by_an_override(field: Field, vera: Lens, amina: Lens, world: World) -> None:
    """Her page counts them, and the group's page and the form let her assessor go on."""
    for _go in (1, 2):
        vera.get(assess(field)).submit("practicals", ALL | {"seen-gloves": "not-met"})
    assert "no resit is left" in vera.get(assess(field)).text
    assert "No resit is left" in amina.get(SHOW).text
    group = f"/en/cohorts/{field.cohort.id}/practicals/{PRACTICAL}"
    assert assess(field) not in vera.get(group).html
    with db.writing():
        records.set_override(
            holder=session.get_one(Enrolment, field.amina.id), activity=PRACTICAL, stands=Dates(attempts=3),
            reason="The weather", by=world.actor(world.trajce), at=clock.now(),
        )  # fmt: skip
    assert "No resit is left" not in amina.get(SHOW).text
    assert "no resit is left" not in vera.get(assess(field)).text
    assert assess(field) in vera.get(group).html


def test_something_is_missing(field: Field, vera: Lens) -> None:
    page = vera.get(assess(field)).submit("practicals", {"seen-stops": "met", "note": "Keep me"}, status=422)
    assert "Note every criterion" in page.text
    assert page.text.count("Choose one.") == 4
    assert "Keep me" in page.html
    assert "amina has passed" in page.submit("practicals", ALL).text


def test_from_paper(field: Field, vera: Lens, world: World) -> None:
    """Whoever observed it stands on the record, whoever copied it in the audit trail."""
    page = vera.get(assess(field))
    page.submit(
        "practicals",
        ALL
        | {
            "entered_from": "paper",
            "assessor": str(field.vera.id),
            "observed_on": clock.now().date().isoformat(),
        },
    )
    signed = session.scalars(select(SignOff)).one()
    assert (signed.entered_from, signed.assessor_id) == ("paper", field.vera.id)
    foreign = vera.get(f"/en/enrolments/{field.dina.id}/practicals/{PRACTICAL}")
    foreign.submit(
        "practicals", ALL | {"entered_from": "paper", "assessor": str(world.trajce.id)}, status=422
    )


def test_her_own_trainer_only_where_the_course_says_so(
    app: Flask, field: Field, world: World, lens_of: Callable[[Person], Lens]
) -> None:
    lens = lens_of(world.trajce)
    assert "Your own cohort" in lens.get("/en/assessments").text
    page = lens.get(f"/en/cohorts/{field.cohort.id}/practicals/{PRACTICAL}")
    assert "Somebody else signs off" in page.text
    lens.get(assess(field), status=404)
    lens.post(assess(field), ALL | {"csrf_token": lens.token()}, status=404)
    found = lens.get("/en/assessments?call_sign=Amina")
    assert "You train this learner" in found.text
    with db.writing():
        document = field.course.model_copy(update={"trainer_may_assess": True, "summary": "Again"})
        edition = courses.publish(
            package=Package(course=document, media={}, catalogues={}), by=None, at=clock.now()
        ).edition
        session.get_one(Cohort, field.cohort.id).edition_id = edition.id
        session.get_one(Enrolment, field.amina.id).edition_id = edition.id
    assert "amina has passed" in lens.get(assess(field)).submit("practicals", ALL).text


def test_the_sheet(field: Field, vera: Lens) -> None:
    page = vera.get(f"/en/cohorts/{field.cohort.id}/practicals/{PRACTICAL}").follow("Sheet for paper")
    for words in ("amina", "dina", "▲ Stops at the tape", "Protection", "signature", "2 must be met"):
        assert words in page.text


def test_finding_a_learner(field: Field, vera: Lens, world: World) -> None:
    with db.writing():
        session.get_one(Enrolment, field.amina.id).cohort_id = None
    page = vera.get("/en/assessments?call_sign=AMINA").follow("amina: Entering a scene")
    assert "amina has passed" in page.submit("practicals", ALL).text
    assert "Nobody of this call-sign" in vera.get("/en/assessments?call_sign=ghost").text


def test_other_people(field: Field, world: World, lens_of: Callable[[Person], Lens], lens: Lens) -> None:
    group = f"/en/cohorts/{field.cohort.id}/practicals/{PRACTICAL}"
    for page in (group, f"{group}/sheet", assess(field)):
        for person in (world.amina, world.boris, world.ada):
            assert "another role" in lens_of(person).get(page, status=403).text
        assert "/en/sign-in" in lens.client.get(page).headers["Location"]
    vera = lens_of(field.vera)
    unknown = vera.get(f"/en/enrolments/{uuid4()}/practicals/{PRACTICAL}", status=404)
    assert unknown.text == vera.get(f"/en/enrolments/{field.amina.id}/practicals/nothing", status=404).text
    vera.get(f"/en/cohorts/{uuid4()}/practicals/{PRACTICAL}", status=404)
    lens_of(world.boris).get(SHOW, status=404)


def drafted(field: Field) -> ActivityDraft:
    with db.writing():
        course = session.get_one(Course, course_id())
        drafts.fill(course=course, document=field.course, by=None, at=clock.now())
    return session.scalars(select(ActivityDraft).where(ActivityDraft.slug == PRACTICAL)).one()


def source(draft: ActivityDraft) -> str:
    session.expire_all()
    return str(session.scalar(select(ActivityDraft.source).where(ActivityDraft.id == draft.id)))


def test_writing_a_practical(field: Field, vera: Lens) -> None:
    draft = drafted(field)
    before = source(draft)
    page = vera.get(f"/en/author/practicals/{draft.id}")
    page.submit("author/practicals", {})
    assert source(draft) == before, "saving what was not touched changes nothing"
    more = page.submit("author/practicals", {"rows.do": "criteria.add", "criteria-0-text": "Stops and looks"})
    assert source(draft) == before, "a new row is not saved yet"
    assert "Stops and looks" in more.html
    moved = more.submit(
        "author/practicals", {"rows.do": "criteria.up.5", "criteria-5-text": "Leaves by the same way"}
    )
    saved = moved.submit("author/practicals", {"criteria-4-critical": "y", "resits": "", "needed": "50"})
    assert "Saved" in saved.text
    after = KIND.read(source(draft))
    assert [(each.key, each.text, each.critical) for each in after.criteria][-2:] == [
        ("criterion-1", "Leaves by the same way", True), ("notes", "Notes the time", False)
    ]  # fmt: skip
    assert (after.needed, after.resits) == (0.5, None)
    gone = (
        vera.get(f"/en/author/practicals/{draft.id}")
        .submit("author/practicals", {"rows.do": "criteria.remove.0"})
        .submit("author/practicals", {})
    )
    assert "Stops and looks" not in gone.html


def test_a_refused_practical_keeps_what_was_typed(field: Field, vera: Lens) -> None:
    draft = drafted(field)
    page = vera.get(f"/en/author/practicals/{draft.id}")
    refused = page.submit(
        "author/practicals", {"needed": "120", "criteria-0-text": "x" * 1001, "task": "Kept"}, status=422
    )
    assert "Kept" in refused.html
    assert "1000" in refused.text
    vera.get(f"/en/author/practicals/{uuid4()}", status=404)
