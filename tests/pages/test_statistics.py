"""The statistics of a quiz as authors and trainers read them: withheld while few, sorted, taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from academy import clock
from academy.accounts.models import Person
from academy.courses.models import ActivityDraft
from academy.db import session
from tests.lens import Lens
from tests.marking import GLOVES, QUIZ, quiz, teach
from tests.sitting import sat
from tests.world import World

LensOf = Callable[[Person], Lens]
ITEMS = (
    {**GLOVES, "key": "gloves", "competency": "safety"},
    {**GLOVES, "key": "hat", "prompt": "What do you put on next?"},
    {"key": "alone", "kind": "true-false", "prompt": "You may go alone.", "answer": False},
    {"key": "minutes", "kind": "numeric", "prompt": "How many minutes?", "answer": 30, "unit": "min"},
)


@pytest.fixture
def edition(app: Flask, world: World) -> UUID:
    """An edition whose quiz asks certainty."""
    return teach(app, world, quiz(*ITEMS, certainty=True), at=clock.now() - timedelta(days=3))


def sit(world: World, edition: UUID, people: int) -> None:
    """Let people sit it: the first item is easy, the second costs the unsure half's marks, the third is nobody's."""
    answered = [
        {
            "gloves": ("a", 1.0, 3, 20), "hat": ("a", 1.0, 2, 40) if place % 2 else ("b", 0.0, 3, 40),
            "alone": (True, 0.0, 1, 10), "minutes": ("30", 1.0, 1, 65) if place % 2 else ("12", 0.0, 1, 65),
        }
        for place in range(people)
    ]  # fmt: skip
    at = clock.now() - timedelta(days=1)
    sat(edition, QUIZ, answered, agency_id=world.rangers.id, at=at, cohort_id=world.cohort.id)


@pytest.fixture
def url(edition: UUID) -> str:
    draft = session.scalars(select(ActivityDraft.id).where(ActivityDraft.slug == QUIZ)).one()
    session.rollback()
    return f"/en/author/quizzes/{draft}"


def test_few_people_are_no_figures(world: World, edition: UUID, url: str, lens_of: LensOf) -> None:
    sit(world, edition, 9)
    page = lens_of(world.trajce).get(url).follow("Statistics")
    assert "Too few to tell" in page.text
    assert "so far 9 have" in page.text
    assert "%" not in page.text


def test_some_people_are_some_figures(world: World, edition: UUID, url: str, lens_of: LensOf) -> None:
    sit(world, edition, 12)
    page = lens_of(world.trajce).get(f"{url}/statistics")
    assert "withheld: 12 of 20 needed" in page.text
    item = page.follow("What do you put on first?")
    assert "withheld: 12 of 20 needed" in item.text
    assert "12 people" in item.text


def test_from_the_quiz_to_its_items(world: World, edition: UUID, url: str, lens_of: LensOf) -> None:
    """An author reads the whole, what to look at, an item's options, the common answers, and sorts."""
    sit(world, edition, 24)
    lens = lens_of(world.trajce)
    page = lens.get(f"{url}/statistics")
    for words in (
        "Too easy",
        "Too hard",
        "Easily guessed",
        "Internal consistency",
        "safety",
        "Without a competency",
        "too sure",
    ):
        assert words in page.text, words
    rising = lens.get(f"{url}/statistics?sort=facility").text
    assert (
        rising.index("What do you put on next?")
        < rising.index("You may go alone.")
        < rising.index("What do you put on first?")
    )
    falling = lens.get(f"{url}/statistics?sort=-facility").text
    assert falling.index("What do you put on first?") < falling.index("You may go alone.")
    options = page.follow("What do you put on next?")
    assert "12 people" in options.text
    assert "100%" in options.text
    assert "40 s" in options.text
    typed = page.follow("How many minutes?")
    assert "30 min" in typed.text
    assert "1 min 5 s" in typed.text
    assert "False" in page.follow("You may go alone.").text
    assert lens.get(f"{url}/statistics/no-such-item", status=404)
    assert lens.get(f"{url}/statistics?edition=99", status=404)
    assert "Too few to tell" in lens.get(f"{url}/statistics?edition=1").text


def test_a_trainer_reads_those_of_her_cohort(world: World, edition: UUID, url: str, lens_of: LensOf) -> None:
    sit(world, edition, 24)
    lens = lens_of(world.trajce)
    page = lens.get(f"/en/cohorts/{world.cohort.id}/quizzes/{QUIZ}").follow("Statistics of first attempts")
    assert "24" in page.text
    assert "Rangers" not in page.text, "the breakdown by agency is for those who look after one"
    assert "What was answered" in page.follow("What do you put on first?").text
    assert lens_of(world.amina).get(f"{url}/statistics", status=403)


def test_agencies_are_named_to_whom_they_are_in_the_care_of(
    world: World, edition: UUID, url: str, lens_of: LensOf
) -> None:
    sit(world, edition, 24)
    assert "Rangers" in lens_of(world.ada).get(f"{url}/statistics").text


def test_the_table_is_taken_away(world: World, edition: UUID, url: str, lens_of: LensOf) -> None:
    """As CSV and as a workbook, in the order of the page."""
    sit(world, edition, 24)
    client = lens_of(world.trajce).client
    sent = client.get(f"{url}/statistics-table?sort=facility")
    assert sent.headers["Content-Disposition"].startswith(f'attachment; filename="statistics-{QUIZ}-')
    rows = list(csv.reader(io.StringIO(sent.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["hat", "alone", "minutes", "gloves"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}/statistics-table?as=xlsx").data))
    assert [cell.value for cell in book.worksheets[0]["A"]] == [
        "Name of the item",
        "gloves",
        "hat",
        "alone",
        "minutes",
    ]
    cohort = client.get(f"/en/cohorts/{world.cohort.id}/quizzes/{QUIZ}/statistics-table")
    assert cohort.status_code == 200
