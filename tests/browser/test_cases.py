"""Investigations at a browser: one played well, at first by keyboard alone; one badly and without a script; one by a team."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Person
from academy.cases.content import Action, CaseContent, action_of, plain
from academy.cli import CURRICULUM
from academy.courses.queries import newest_edition, reading
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Cohort
from tests.browser.conftest import Built
from tests.browser.deeds import sign_in
from tests.browser.pages_cases import (
    CaseOverview,
    CaseScene,
    Court,
    Debrief,
    Keys,
    Mouse,
    Officer,
    Story,
    Team,
)
from tests.browser.visitor import NARROW, Visitor

Visitors = Callable[..., Visitor]
RING, FOLD = "ring-at-the-border", "handover-at-the-fold"
#: So many actions are done without ever touching a mouse.
BY_KEYBOARD = 5
RUN = re.compile(r"/cases/runs/([0-9a-f-]{36})")


def case_of(built: Built, slug: str) -> CaseContent:
    """Return a case of the case book."""
    with built.app.app_context():
        found = reading(edition_id=newest_edition("casebook").id, locale="en").course.activity(slug)
        db.session.remove()
    assert found is not None
    assert isinstance(found[1].content, CaseContent)
    return found[1].content


def begin(person: Visitor, case: CaseContent) -> None:
    """Come in as the graduate, and begin the ring anew."""
    sign_in(person, "demo-graduate")
    person.go(f"courses/casebook/cases/{RING}")
    CaseOverview(person, title=case.title).press("Begin the case anew")
    CaseScene(person)


def read_debrief(person: Visitor) -> Debrief:
    """Go on from the court to the debrief, and read both ways step by step."""
    Court(person).follow("Read the debrief")
    debrief = Debrief(person)
    for words in ("Your steps", "The expert’s steps, and her reasons"):
        debrief.main.get_by_role("group").filter(has_text=words).locator("summary").click()
    person.inspect()
    return debrief


def test_played_well_and_at_first_by_keyboard_alone(visitor: Visitors, built: Built) -> None:
    person, case = visitor(), case_of(built, RING)
    begin(person, case)
    story, officer = Story(case), Officer(person, Keys(person))
    for number, step in enumerate(case.expert):
        if number == BY_KEYBOARD:
            officer.hands = Mouse()
        officer.do(story.go_on(step.act))
    debrief = read_debrief(person)
    debrief.see("Passed, %(score)s")
    debrief.see("Nowhere that matters: everything an expert looks for was done.")


def test_played_badly_without_a_script_on_a_phone(visitor: Visitors, built: Built) -> None:
    person, case = visitor(width=NARROW, has_script=False), case_of(built, RING)
    begin(person, case)
    story, officer = Story(case), Officer(person)
    for each in yaml.safe_load((CURRICULUM / "demo" / "runs.yaml").read_text())[RING]:
        officer.do(story.go_on(action_of(each)))
    debrief = read_debrief(person)
    debrief.see("Not passed, %(score)s")
    expect(debrief.main.get_by_role("heading", name="critical failure")).to_be_visible()
    debrief.see(
        "A cause was named in the file before anything bore it out. “It cannot be said yet” would have been an answer, and a respectable one."
    )
    expect(
        debrief.main.get_by_role("region", name="Where your way and the expert’s part")
        .get_by_role("listitem")
        .first
    ).to_be_visible()


def enrol_in_case_book(app: Flask, call_sign: str) -> None:
    """Let somebody play the case book who has not been in it."""
    with app.app_context():
        with db.writing():
            person = session.scalars(select(Person).where(Person.call_sign == call_sign)).one()
            edition = newest_edition("casebook")
            cohort = session.scalars(select(Cohort).where(Cohort.edition_id == edition.id)).one()
            enrolment = learning.enrol(
                person_id=person.id,
                agency_id=person.memberships[0].agency_id,
                edition=edition,
                cohort=cohort,
                by=None,
                at=clock.now(),
            )
            for _module, activity in reading(edition_id=edition.id, locale="en").course.activities():
                if activity.slug != FOLD:
                    learning.complete(enrolment=enrolment, activity=activity.slug, at=clock.now())
        db.session.remove()


def sit_down(person: Visitor, call_sign: str, case: CaseContent, role: str, code: str = "") -> Team:
    """Come in, and open a team or join one by its code."""
    sign_in(person, call_sign)
    person.go(f"courses/casebook/cases/{FOLD}")
    page = CaseOverview(person, title=case.title)
    form = page.main.locator("form").filter(
        has=person.page.get_by_role("heading", name="Join with a code" if code else "Open a team")
    )
    if code:
        form.get_by_label("Code of the team").fill(code)
    form.get_by_label("Your role").select_option(role)
    form.get_by_role("button").click()
    return Team(person)


def revived(visitor: Visitors, person: Visitor) -> Visitor:
    """Kill somebody's browser and start it again: it has its cookies, and opens the page that it had open."""
    address, cookies = person.page.url, person.context.cookies()
    person.context.close()
    again = visitor(width=person.width)
    again.context.add_cookies(cookies)  # type: ignore[arg-type]
    again.page.goto(address)
    CaseScene(again)
    return again


def of_the_vulture(case: CaseContent) -> Iterator[Action]:
    """Give what the experts do with the vulture, from the first photograph to the file."""
    seen = set[tuple[str, str]]()
    for action in (step.act for step in case.expert):
        said = plain(action)
        what = said.get("exhibit") or said.get("what") or said.get("request") or said.get("to") or ""
        is_first = (action.role, action.do) not in seen
        goes = (
            what in ("vulture", "necropsy")
            or (action.do in ("wear", "hypothesise", "wait") and is_first)
            or what == "institute"
        )
        if action.role in ("patrol", "vet") and goes:
            seen.add((action.role, action.do))
            yield action
    yield action_of(
        {
            "do": "conclude",
            "role": "prosecutor",
            "cause": "poisoning",
            "file": ["vulture"],
            "cites": {"harm": ["vulture", "necropsy"]},
        }
    )


def test_three_browsers_play_a_joint_case_and_one_of_them_dies(visitor: Visitors, built: Built) -> None:
    case = case_of(built, FOLD)
    enrol_in_case_book(built.app, "demo-learner")
    patrol, vet, prosecutor = visitor(), visitor(width=NARROW), visitor(has_script=False)
    team = sit_down(patrol, "demo-graduate", case, "patrol")
    code = team.main.locator(".team-code").inner_text()
    sit_down(vet, "demo-stranger", case, "vet", code)
    sit_down(prosecutor, "demo-learner", case, "prosecutor", code).press("Begin the case")
    for person in (patrol, vet, prosecutor):
        person.go(f"cases/runs/{RUN.findall(patrol.page.url)[0]}")
        CaseScene(person)
    officers = {"patrol": Officer(patrol), "vet": Officer(vet), "prosecutor": Officer(prosecutor)}
    story = Story(case)
    for action in of_the_vulture(case):
        if action.do == "hand_over":
            officers["vet"] = Officer(revived(visitor, vet))
        if action.do == "receive":  # her page has heard of it by itself
            expect(officers["vet"].page.get_by_role("link", name="hands over to you")).to_be_visible()
        if action.do == "conclude":
            prosecutor.page.reload()
        officers[action.role].do(story.go_on(action))
    Court(prosecutor)
    for role in ("patrol", "vet"):
        person = officers[role].person
        person.go(f"cases/runs/{RUN.findall(person.page.url)[0]}/debrief")
        Debrief(person).see("Points by competency")
