"""A coordinator imports a list with errors, mends it, nominates, follows, and freezes figures for a donor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from academy import clock
from tests.browser import pages, pages_cohorts, pages_roster
from tests.browser.deeds import sign_in
from tests.browser.page import Page
from tests.browser.visitor import NARROW, Visitor

SPRING = "Demo Spring"
GOOD = ("Sokol-71,Вук Вуковић,vuk@rangers.example", "Sokol-72,Ana Anić,")


def test_a_coordinator_imports_mends_nominates_follows_and_freezes(
    visitor: Callable[..., Visitor],
) -> None:
    boris = visitor(width=NARROW, theme="dark")
    sign_in(boris, "demo-coordinator").menu("Agency")
    pages.Progress(boris).main.get_by_role("link", name="People").first.click()  # with how many wait
    pages_roster.People(boris).follow("Import a list of people")
    pages_roster.Roster(boris).send(*GOOD, "demo-stranger,Somebody Else,", "x,,no address")
    report = pages_roster.RosterReport(boris)
    report.see("This call-sign or this address cannot be taken: ask your administrator.")
    expect(report.main.get_by_role("button", name="Write the list")).to_have_count(0)
    report.follow("Send the file again")
    pages_roster.Roster(boris).send(*GOOD)
    report = pages_roster.RosterReport(boris)
    report.main.get_by_label("I know these people, and they serve here").check()
    report.press("Write the list")
    written = pages_roster.RosterWritten(boris)
    written.see("You see these codes only now")
    _let_agencies_nominate(visitor())
    written.follow("Nominate these people for a cohort")
    pages_cohorts.OpenCohorts(boris).main.get_by_role("link", name=SPRING, exact=True).click()
    nominating = pages_cohorts.Nominating(boris)
    nominating.main.get_by_role("checkbox", name="Sokol-71").check()
    nominating.press("Nominate")
    pages_cohorts.Nominating(boris).expect_state("Sokol-71", "To be decided")
    boris.go("agency/")
    pages.Progress(boris).follow("Frozen figures")
    pages_roster.FrozenFigures(boris).follow("Freeze today’s figures")
    freezing = pages_roster.Freezing(boris)
    freezing.main.get_by_role("textbox").first.fill("For the donor")
    freezing.press("Freeze these figures")
    Page(boris, title="For the donor")


def _let_agencies_nominate(trajce: Visitor) -> None:
    """Have the trainer of a course that anybody may take ask agencies for people."""
    sign_in(trajce, "demo-trainer").menu("Cohorts")
    pages.Cohorts(trajce).main.get_by_role("link", name=SPRING, exact=True).click()
    pages.Cohort(trajce).follow("Settings")
    settings = pages_cohorts.CohortSettings(trajce)
    soon = str(clock.now().date() + timedelta(days=7))
    for label in ("Last day to join", "Agencies nominate until"):
        settings.main.get_by_label(trajce._(label)).fill(soon)
    settings.press("Save")
    pages.Cohort(trajce)
