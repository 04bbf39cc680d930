"""A practice day: an agency nominates, two people approve, a trainer runs attendance, an assessor signs off."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import pages, pages_cohorts
from tests.browser.deeds import sign_in
from tests.browser.visitor import NARROW, Visitor

Visitors = Callable[..., Visitor]
TODAY, WINTER = "Demo practice day", "Demo winter practice day"
#: Two people of the coordinator's agency: one is nominated by the demo, one is left for her.
FIRST, SECOND = "ranger-012", "ranger-023"


def test_an_agency_nominates_two_people_approve_and_who_comes_too_late_waits(visitor: Visitors) -> None:
    boris, trajce, ada = visitor(locale="sr-Latn"), visitor(width=NARROW, theme="dark"), visitor(locale="sq")
    sign_in(boris, "demo-coordinator").menu("Agency")
    pages.Progress(boris).follow("Nominate for a cohort")
    pages_cohorts.OpenCohorts(boris).main.get_by_role("link", name=WINTER, exact=True).click()
    nominating = pages_cohorts.Nominating(boris)
    nominating.main.get_by_role("checkbox", name=SECOND).check()
    nominating.press("Nominate")
    for call_sign in (FIRST, SECOND):
        nominating.expect_state(call_sign, "To be decided")
    pages_cohorts.Nominating(boris)
    sign_in(trajce, "demo-trainer").menu("Cohorts")
    pages.Cohorts(trajce).main.get_by_role("link", name=WINTER, exact=True).click()
    pages.Cohort(trajce).follow("Settings")
    settings = pages_cohorts.CohortSettings(trajce)
    settings.main.get_by_label(trajce._("Places")).fill("1")
    settings.press("Save")
    pages.Cohort(trajce).follow("Nominations")
    for call_sign in (FIRST, SECOND):
        desk = pages_cohorts.Nominations(trajce)
        desk.approve(call_sign)
        desk.see("Your approval is noted. A second person must approve as well.")
        expect(
            desk.main.get_by_role("button", name=trajce._("Approve %(person)s", person=call_sign))
        ).to_have_count(0)
    sign_in(ada, "demo-administrator")
    ada.page.goto(trajce.page.url.replace(f"/{trajce.locale}/", f"/{ada.locale}/"))
    pages_cohorts.Nominations(ada).approve(FIRST)
    desk = pages_cohorts.Nominations(ada)
    desk.see("Approved: the person has a place and is enrolled.")
    desk.approve(SECOND)
    pages_cohorts.Nominations(ada).see(
        "Approved. The person is on the waiting list: no place is free, or the person is in this course with another class."
    )
    boris.page.reload()
    answered = pages_cohorts.Nominating(boris)
    answered.expect_state(FIRST, "Has a place")
    answered.expect_state(SECOND, "Number %(place)s on the waiting list", place=1)


def test_a_trainer_runs_attendance_by_the_list_and_by_the_code_in_the_room(visitor: Visitors) -> None:
    trajce, goran = visitor(theme="dark"), visitor(locale="sr-Cyrl", width=NARROW)
    sign_in(trajce, "demo-trainer").menu("Cohorts")
    pages.Cohorts(trajce).main.get_by_role("link", name=TODAY, exact=True).click()
    pages.Cohort(trajce).follow("Meetings")
    pages_cohorts.Meetings(trajce).follow("Attendance")
    attendance = pages_cohorts.Attendance(trajce)
    attendance.presence("officer-011", "Late").check()
    attendance.presence("officer-017", "Absent").check()
    attendance.press("Save the list")
    attendance = pages_cohorts.Attendance(trajce)
    expect(attendance.presence("officer-011", "Late")).to_be_checked()
    attendance.follow("Show a code in the room")
    pages_cohorts.Wall(trajce).press("Show the code for half an hour")
    expect(trajce.page.locator(".wall-code")).to_be_visible()
    wall = pages_cohorts.Wall(trajce)
    sign_in(goran, "demo-graduate")
    goran.go("courses/practice-day/meetings/briefing")
    pages_cohorts.Meeting(goran).follow("I am here")
    here = pages_cohorts.Here(goran)
    here.fill("Code on the wall", wall.code)
    here.press("I am here")
    expect(goran.page).to_have_url(re.compile(r"/meetings/briefing$"))
    pages_cohorts.Meeting(goran).see("Present")
    wall.press("Close and go on with the list")
    attendance = pages_cohorts.Attendance(trajce)
    expect(attendance.presence("demo-graduate", "Present")).to_be_checked()
    attendance.see("%(there)s of %(all)s are there", there=2)


def test_an_assessor_signs_off_the_mock_scene_on_a_phone(visitor: Visitors) -> None:
    assessor = visitor(locale="sq", width=NARROW)
    sign_in(assessor, "demo-assessor").menu("Cohorts")
    pages.Cohorts(assessor).follow("Assessments")
    desk = pages_cohorts.Assessments(assessor)
    desk.fill("Call-sign", "demo-graduate")
    desk.press("Find")
    desk = pages_cohorts.Assessments(assessor)
    found = assessor.like("%(person)s: %(practical)s", person="demo-graduate")
    desk.main.get_by_role("link", name=found).click()
    sheet = pages_cohorts.Assess(assessor)
    sheet.observe("Met")
    sheet.main.get_by_label(assessor._("Note for the learner")).fill("A calm lead. Practise the log.")
    sheet.press("Sign off")
    group = pages_cohorts.PracticalGroup(assessor)
    group.see("%(person)s has passed: %(met)s of %(total)s criteria met.", person="demo-graduate")
    expect(group.main.get_by_role("listitem").filter(has_text="demo-graduate")).to_contain_text(
        assessor._("Passed")
    )
