"""A graduate runs a national session, and its trainees appear in her lineage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from academy import clock
from tests.browser import pages, pages_cascade, pages_cohorts
from tests.browser.conftest import Academy
from tests.browser.deeds import claim, sign_in
from tests.browser.visitor import NARROW, Visitor

Visitors = Callable[..., Visitor]
SESSION = "Patrols of the coast"
#: Rangers who have done the course before and come to brush it up.
TRAINEES = ("ranger-012", "ranger-023")


def test_a_graduate_runs_a_national_session(visitor: Visitors, academy: Academy, tmp_path: Path) -> None:
    goran, boris = visitor(width=NARROW), visitor(locale="sq", theme="dark")
    sign_in(goran, "demo-graduate").menu("Certificates")
    pages.Certificates(goran)
    claim(goran, "Goran Demo", tmp_path)
    goran.go("home")
    pages.Home(goran).follow("Train colleagues")
    pages_cascade.Trainings(goran).follow("Propose a training")
    pages_cascade.Proposal(goran).propose(
        course=academy.course["en"].title, title=SESSION, place="Old mill", day=clock.now().date()
    )
    pages_cascade.Training(goran, title=SESSION).see("Proposed")
    _decide(boris)
    _nominate(boris)
    pages_cascade.Training(goran, title=SESSION)
    goran.page.reload()
    pages_cascade.Training(goran, title=SESSION).follow("Run the cohort")
    pages_cascade.Training(goran, title=SESSION).follow("Nominations")
    for call_sign in TRAINEES:
        pages_cohorts.Nominations(goran).approve(call_sign)
    pages_cohorts.Nominations(goran).follow(SESSION)
    pages_cascade.Training(goran, title=SESSION)
    _observe(visitor(theme="dark"))
    goran.go("trainings/")
    lineage = pages_cascade.Trainings(goran).lineage
    expect(lineage).to_contain_text("Delivery observed: passed")
    for call_sign in TRAINEES:
        expect(lineage).to_contain_text(call_sign)


def _decide(boris: Visitor) -> None:
    """Find the proposal on the agency's page, and say yes."""
    sign_in(boris, "demo-coordinator").menu("Agency")
    pages.Progress(boris).follow("Cascade")
    pages_cascade.Cascade(boris).follow(SESSION)
    pages_cascade.Training(boris, title=SESSION).press("Approve")
    pages_cascade.Training(boris, title=SESSION).see(
        "The training is approved. Agencies can nominate people for it now."
    )


def _nominate(boris: Visitor) -> None:
    boris.go("home")
    pages.Home(boris).follow("Nominate for a cohort")
    pages_cohorts.OpenCohorts(boris).main.get_by_role("link", name=SESSION, exact=True).click()
    nominating = pages_cohorts.Nominating(boris)
    for call_sign in TRAINEES:
        nominating.main.get_by_role("checkbox", name=call_sign).check()
    nominating.press("Nominate")
    for call_sign in TRAINEES:
        pages_cohorts.Nominating(boris).expect_state(call_sign, "To be decided")


def _observe(assessor: Visitor) -> None:
    sign_in(assessor, "demo-assessor").menu("Cohorts")
    pages.Cohorts(assessor).follow("Trainings of graduates")
    pages_cascade.Trainings(assessor).follow(SESSION)
    pages_cascade.Training(assessor, title=SESSION).follow("Sign off what I saw")
    pages_cascade.Delivery(assessor).sign("Calm and clear.")
    pages_cascade.Training(assessor, title=SESSION).see("Calm and clear.")
