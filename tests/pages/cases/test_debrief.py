"""After a case: the court step and the debrief, each for those whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from academy import db
from academy.accounts.models import Person
from academy.cases import service as cases
from academy.cases.content.actions import Wear
from academy.cases.models import CaseRun
from academy.courses.models import Edition
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort, Enrolment
from tests.lens import Lens
from tests.playing import AT, CASE, COURSE, act, begin, case_of, enrolled, play
from tests.world import World

PEOPLE = ("amina", "boris", "carla", "dina", "ada")
GIVE_UP = {"do": "conclude", "cause": "cannot_say"}
BADLY: list[dict[str, Any]] = [
    {"do": "hypothesise", "causes": {"shot": 0, "collision": 3, "illness": 0}},
    {"do": "collect", "exhibit": "owl", "container": "plastic_bag", "seal": "A-1"},
    {"do": "record", "exhibit": "owl", "line": {"step": "collected", "when": "07:00", "who": "Ranger"}},
    {
        "do": "conclude",
        "cause": "collision",
        "charge": "littering",
        "file": ["owl"],
        "cites": {"act": ["owl"]},
    },
]


@pytest.fixture
def places(app: Flask, world: World) -> dict[str, Enrolment]:
    return enrolled(app, world, *(getattr(world, name) for name in PEOPLE))


@pytest.fixture
def amina(world: World, lens_of: Callable[[Person], Lens]) -> Lens:
    return lens_of(world.amina)


def into_a_cohort(world: World, places: dict[str, Enrolment], *names: str) -> None:
    """Let some of them learn together, with Trajče as their trainer."""
    with db.writing():
        edition = session.get_one(Edition, places["amina"].edition_id)
        cohort: Cohort = learning.open_cohort(
            name="Owls", edition=edition, starts_on=AT.date(), closes_on=None, trainers=[world.trajce.id], by=None, at=AT
        )  # fmt: skip
        for name in names:
            session.get_one(Enrolment, places[name].id).cohort_id = cohort.id


def well(world: World, places: dict[str, Enrolment]) -> UUID:
    run_id = begin(places["amina"])
    play(world, world.amina, run_id, [step.act for step in case_of(places["amina"]).expert])
    return run_id


def badly(world: World, places: dict[str, Enrolment]) -> UUID:
    run_id = begin(places["amina"])
    for number, plain in enumerate(BADLY):
        act(world, world.amina, run_id, plain, after=number)
    return run_id


def gave_up(world: World, places: dict[str, Enrolment], name: str, minute: int, *, at: datetime = AT) -> UUID:
    """Let somebody close the case at once, as if she had put gloves on at a minute."""
    run_id = begin(places[name])
    act(world, getattr(world, name), run_id, GIVE_UP, after=0, at=at + timedelta(minutes=5))
    with db.writing():
        session.get_one(CaseRun, run_id).milestones = {str(_gloves(places)): minute}
    return run_id


def _gloves(places: dict[str, Enrolment]) -> int:
    """Return the step at which the expert puts gloves on."""
    return next(
        number for number, step in enumerate(case_of(places["amina"]).expert, 1) if isinstance(step.act, Wear)
    )


def test_a_case_played_well(world: World, places: dict[str, Enrolment], amina: Lens) -> None:
    page = amina.get(f"/en/cases/runs/{well(world, places)}/court")
    assert "Your record leaves the defence nothing to ask." in page.text
    assert "The charge stands" in page.text
    page = page.follow("Read the debrief")
    for words in ("Passed, 100%", "Nowhere that matters", "Proved", "Questioned: The farmer"):
        assert words in page.text
    assert "How others fared is shown from 5 closed runs on" in page.text
    assert "Look first, from a step away" in page.text


def test_a_case_played_badly(world: World, places: dict[str, Enrolment], amina: Lens) -> None:
    run_id = badly(world, places)
    page = amina.get(f"/en/cases/runs/{run_id}/court")
    for words in (
        "Excluded", "You touched this with your bare hands.", "You wrote 07:00. By every other record it was 09:10.",
        "There is no label.", "Too early", "Not proved", "The file comes back",
    ):  # fmt: skip
        assert words in page.text
    page = amina.get(f"/en/cases/runs/{run_id}/debrief")
    for words in (
        "A critical failure: no points make up for it", "Not passed, 0%", "Gloves before the owl", "not done",
        "Too early to rule all else out", "The owl is left out, and with it the X-ray.",
    ):  # fmt: skip
        assert words in page.text


def test_what_needed_a_power_is_told_with_the_law_and_who_verified_it(
    world: World, places: dict[str, Enrolment], amina: Lens
) -> None:
    run_id = begin(places["amina"])
    deeds = [
        {"do": "notify", "authority": "police"}, {"do": "wait"}, {"do": "move", "to": "shed"},
        {"do": "search", "pattern": "grid"}, GIVE_UP,
    ]  # fmt: skip
    for number, plain in enumerate(deeds):
        act(world, world.amina, run_id, plain, after=number)
    page = amina.get(f"/en/cases/runs/{run_id}/debrief")
    for words in (
        "Searched the place No power was named. Unlawful", "Powers: law of Country A", "Take an object as evidence Not verified",
        "Only the police may seize. Act 00", "This country has no entry for it.",
    ):  # fmt: skip
        assert words in page.text


def test_only_a_closed_run_of_ones_own_or_of_ones_learners(
    world: World, places: dict[str, Enrolment], amina: Lens, lens_of: Callable[[Person], Lens]
) -> None:
    run_id = begin(places["amina"])
    amina.get(f"/en/cases/runs/{run_id}/debrief", status=404)
    act(world, world.amina, run_id, GIVE_UP, after=0)
    trainer = lens_of(world.trajce)
    for page in ("court", "debrief"):
        amina.get(f"/en/cases/runs/{run_id}/{page}")
        lens_of(world.boris).get(f"/en/cases/runs/{run_id}/{page}", status=404)
        trainer.get(f"/en/cases/runs/{run_id}/{page}", status=404)
    into_a_cohort(world, places, "amina")
    cohort = session.scalars(select(Cohort.id).where(Cohort.name == "Owls")).one()
    session.rollback()
    listed = trainer.get(f"/en/cohorts/{cohort}").follow("The owl below the window")
    assert "amina" in listed.text and "Not passed, 0%" in listed.text
    listed.follow("Debrief of amina").follow("Back to the cohort")
    seen = trainer.get(f"/en/cases/runs/{run_id}/court").follow("To the debrief")
    assert "Played by amina" in seen.text
    assert world.amina.legal_name not in seen.text


def test_others_are_shown_from_five_on_and_the_own_cohort_first(
    world: World, places: dict[str, Enrolment], amina: Lens
) -> None:
    for minute, name in enumerate(PEOPLE, start=20):
        gave_up(world, places, name, minute)
    own = gave_up(
        world, places, "amina", 500, at=AT + timedelta(days=1)
    )  # who plays again counts as at first
    page = amina.get(f"/en/cases/runs/{own}/debrief")
    assert "Others: 5 runs by everybody who has played this case" in page.text
    assert "Protected: Gloves not done 09:24 09:22 09:21 to 09:23 100%" in page.text
    into_a_cohort(world, places, *PEOPLE)
    assert "Others: 5 runs of your cohort" in amina.get(f"/en/cases/runs/{own}/debrief").text


def test_what_is_no_longer_kept_is_said_to_be_gone(
    world: World, places: dict[str, Enrolment], amina: Lens
) -> None:
    """The result stays where it was; the page that retold the run says why there is nothing to retell."""
    run_id, enrolment_id = badly(world, places), places["amina"].id
    with db.writing():
        cases.forget_answers(enrolment_id=enrolment_id, at=AT)
        learning.forget_answers(enrolment_id=enrolment_id, at=AT)
    assert "no longer kept" in amina.get(f"/en/cases/runs/{run_id}/debrief", status=404).text
    amina.get(f"/en/courses/{COURSE}/cases/{CASE}")
