"""What people do in more than one journey."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries as people
from academy.accounts.models import Person
from academy.accounts.rules.passwords import DEMO_PASSWORD as PASSWORD
from academy.cases import queries as case_queries
from academy.cases import service as cases
from academy.cases.content import CaseContent
from academy.courses.queries import reading
from academy.db import session
from academy.i18n import LANGUAGES
from academy.learning.models import Enrolment
from tests.browser import pages, pages_authoring
from tests.browser.visitor import Visitor
from tests.browser.words import CourseWords


def sign_in(person: Visitor, call_sign: str, password: str = PASSWORD) -> pages.Home:
    """Come in by the front door, with the second factor where the account has one."""
    person.go("sign-in")
    front = pages.SignIn(person)
    code = front.code_of(call_sign)
    front.enter(call_sign, password)
    if code.isdigit():
        step = pages.SecondStep(person)
        step.fill("Six-digit code", code)
        step.press("Sign in")
    return pages.Home(person)


def confirm(person: Visitor, onlooker: Visitor, call_sign: str) -> None:
    """Prove once more who she is; the demo shows the code at the front door, to somebody who is not signed in."""
    page = pages.Confirm(person)
    onlooker.go("sign-in")
    page.fill("Six-digit code", pages.SignIn(onlooker).code_of(call_sign))
    page.fill("Password", PASSWORD)
    page.press("Go on")


def begin_quiz(person: Visitor, course: CourseWords, slug: str) -> pages.QuizItem:
    """Begin a quiz from its overview."""
    person.go(f"courses/basic/quizzes/{slug}")
    pages.QuizOverview(person, course, slug).press("Begin the quiz")
    return pages.QuizItem(person, course.items(slug), 1)


def finish_quiz(person: Visitor, course: CourseWords, slug: str) -> None:
    """Answer every item from the first on, and hand in."""
    items = course.items(slug)
    for number in range(1, len(items) + 1):
        page = pages.QuizItem(person, items, number)
        page.answer()
        page.go_on()
    look_over = pages.HandIn(person)
    look_over.see("Every item is answered")
    look_over.press("Hand in")


def solve_case(app: Flask, call_sign: str, case: CaseContent, slug: str) -> None:
    """Play a case as its expert did, by the verbs the pages use: playing at a browser has journeys of its own."""
    at = clock.now()
    with app.app_context():
        person = session.scalars(select(Person).where(Person.call_sign == call_sign)).one()
        actor = people.actor_for(person, on=at.date())
        with db.writing():
            enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()
            read = reading(edition_id=enrolment.edition_id, locale="en")
            law = cases.law_for(case, country="XA", on=at.date())
            run_id = cases.begin(
                enrolment=enrolment, activity=slug, case=case, reading=read, law=law, at=at
            ).id
        for number, step in enumerate(case.expert):
            with db.writing():
                sent = cases.Sent(step.act, number, f"{slug}-{number}", "device-01")
                seated = case_queries.run_in_turn(actor, run_id, key=sent.key)
                cases.act(seated=seated, case=case, sent=sent, at=at)
        db.session.remove()


def claim(person: Visitor, name: str, folder: Path) -> tuple[str, Path]:
    """Claim the certificate of the course just completed, in her language; return its number and the PDF."""
    person.page.get_by_role("main").get_by_role(
        "link", name=person._("Claim your certificate"), exact=True
    ).click()
    page = pages.Claim(person)
    page.choose("Language of the certificate", LANGUAGES[person.locale].name)
    page.main.get_by_role("radio", name=name).check()
    page.press("Make my certificate")
    certificate = pages.Certificate(person)
    with person.page.expect_download() as download:
        certificate.follow("Download the PDF")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return certificate.number, path


def verify(stranger: Visitor, number: str) -> None:
    """Ask for a certificate as anyone may, and learn no name."""
    stranger.go("verify")
    page = pages.Verify(stranger)
    page.fill("Number", number)
    page.press("Check")
    pages.Verified(stranger).see("Not shown")


def begin_course(author: Visitor, title: str) -> None:
    """Begin a course, written in English, from the desk."""
    pages_authoring.Desk(author).follow("New course")
    page = pages_authoring.NewCourse(author)
    page.fill("Title", title)
    page.choose("Language it is written in", LANGUAGES["en"].name)
    page.press("Begin the course")
