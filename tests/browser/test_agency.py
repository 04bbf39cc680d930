"""The coordinator's, the trainer's and the stranger's journeys: who sees whom, and what leaves the academy."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import pages
from tests.browser.conftest import Academy
from tests.browser.deeds import confirm, sign_in
from tests.browser.page import Page
from tests.browser.visitor import NARROW, WIDE, Visitor

Visitors = Callable[..., Visitor]
#: Call-signs and names of people of other agencies in the demo.
FOREIGN = re.compile(r"\b(officer|inspector|analyst)-\d")


def test_a_coordinator_sees_her_own_people_and_nobody_else(visitor: Visitors) -> None:
    boris = visitor(locale="sr-Cyrl")
    sign_in(boris, "demo-coordinator").menu("Agency")
    report = pages.Progress(boris)
    expect(_people(report).get_by_role("rowheader").filter(has_text="demo-graduate")).to_be_visible()
    assert not FOREIGN.search(boris.page.content())
    report.choose("State", boris._("Completed"))
    report.press("Show")
    completed = pages.Progress(boris)
    rows = _people(completed).get_by_role("rowheader")
    expect(rows.filter(has_text="demo-graduate")).to_be_visible()
    expect(rows.filter(has_text="demo-learner")).to_have_count(0)
    rows.filter(has_text="demo-graduate").get_by_role("link").click()
    pages.ProgressOfPerson(boris)
    theirs = boris.page.url
    carla = visitor(locale="sr-Cyrl")
    sign_in(carla, "demo-stranger")
    carla.forgive("status of 404")
    answer = carla.page.goto(theirs)
    assert answer
    assert answer.status == 404
    assert "demo-graduate" not in carla.page.content()


def test_a_coordinator_takes_the_table_along_after_proving_who_she_is(
    visitor: Visitors, later: Callable[[timedelta], None], tmp_path: Path
) -> None:
    boris, onlooker = visitor(), visitor()
    sign_in(boris, "demo-coordinator").menu("Agency")
    pages.Progress(boris)
    later(timedelta(minutes=20))
    boris.page.get_by_role("button", name="Download", exact=True).click()
    confirm(boris, onlooker, "demo-coordinator")
    report = pages.Progress(boris)
    table = _download(boris, report.main.get_by_role("button", name="Download", exact=True), tmp_path)
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8-sig"))))
    assert any("demo-graduate" in row for row in rows)
    assert len(rows) > 10
    assert not FOREIGN.search(table.read_text("utf-8-sig"))


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_trainer_reads_a_cohorts_answers_by_call_sign(
    visitor: Visitors, academy: Academy, width: int, theme: str
) -> None:
    trajce = visitor(locale="sq", width=width, theme=theme)
    course = academy.course["sq"]
    sign_in(trajce, "demo-trainer").menu("Cohorts")
    pages.Cohorts(trajce).main.get_by_role("link", name="Demo Autumn").click()
    cohort = pages.Cohort(trajce)
    expect(_people(cohort).get_by_role("rowheader").filter(has_text="inspector-")).not_to_have_count(0)
    assert "Amina Demo" not in trajce.page.content()
    cohort.main.get_by_role("link", name=course.name("safety-gate"), exact=True).click()
    answers = pages.CohortQuiz(trajce, course, "safety-gate")
    first = answers.main.get_by_role("region").filter(has=trajce.page.get_by_role("group")).first
    first.locator("summary").click()
    expect(first.get_by_role("rowheader").filter(has_text="ranger-")).not_to_have_count(0)
    assert "Amina Demo" not in trajce.page.content()
    trajce.inspect()


def _people(page: Page) -> Locator:
    return page.main.get_by_role("table").first


def _download(person: Visitor, button: Locator, folder: Path) -> Path:
    with person.page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
