"""One officer's whole way, in each language: from the welcome page to a certificate that a stranger verifies."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from pypdf import PdfReader

from academy.accounts.rules.passwords import DEMO_PASSWORD as PASSWORD
from academy.cases.content import CaseContent
from academy.i18n import LANGUAGES
from academy.quizzes.content import QuizContent
from tests.browser import pages
from tests.browser.conftest import Academy, Built
from tests.browser.deeds import claim, finish_quiz, solve_case, verify
from tests.browser.visitor import NARROW, WIDE, Visitor
from tests.browser.words import CourseWords

Visitors = Callable[..., Visitor]
NAME = "Amina Demo"


#: In Cyrillic on a phone each time; in the others before a release (``RELEASE=1``): the fences see their every page.
WALKS = [("sr-Cyrl", NARROW, "light")]
if os.environ.get("RELEASE"):
    WALKS += [("en", WIDE, "light"), ("sr-Latn", NARROW, "dark"), ("sq", WIDE, "dark")]


@pytest.mark.parametrize(("locale", "width", "theme"), WALKS)
def test_from_the_welcome_page_to_a_verified_certificate(
    visitor: Visitors, academy: Academy, built: Built, tmp_path: Path, locale: str, width: int, theme: str
) -> None:
    amina = visitor(locale=locale, width=width, theme=theme)
    course = academy.course[locale]
    _come_in(amina)
    _find_the_next_step(amina, course)
    _do_the_course(amina, course, built.app)
    number, printed = claim(amina, NAME, tmp_path)
    text = " ".join(page.extract_text() for page in PdfReader(printed).pages)
    assert number in text
    assert NAME in text
    stranger = visitor(locale=locale, width=WIDE if width == NARROW else NARROW, theme=theme)
    verify(stranger, number)
    for secret in ("Amina", "demo-learner"):
        assert secret not in stranger.page.content()


def _come_in(person: Visitor) -> None:
    """Arrive without a language in the path, look at another one, and sign in."""
    person.page.goto("/")
    own, other = person.locale, "sq" if person.locale != "sq" else "sr-Cyrl"
    welcome = pages.Welcome(person)
    welcome.follow("Sign in")
    front = pages.SignIn(person)
    front.speak(LANGUAGES[other].name, other)
    pages.SignIn(person).speak(LANGUAGES[own].name, own)
    pages.SignIn(person).enter("demo-learner", PASSWORD)


def _find_the_next_step(person: Visitor, course: CourseWords) -> None:
    """The start page names the next step; the course page shows what is done, and what is locked and why."""
    home = pages.Home(person)
    step = home.main.get_by_role("region", name=course.name("safety-gate"))
    expect(step.get_by_role("link", name=person._("Go on"))).to_be_visible()
    home.menu("Courses")
    pages.Courses(person).page.get_by_role("link", name=course.title).click()
    trail = pages.Course(person, course)
    trail.see("Opens when “%(module)s” is done.", module=course.course.modules[0].title)
    assert not trail.main.get_by_role("link", name=course.name("the-first-minutes"), exact=True).count()
    trail.open("read-the-danger")
    lesson = pages.Lesson(person, course, "read-the-danger")
    lesson.check_yourself()
    pages.Lesson(person, course, "read-the-danger").follow("Back to the course")
    pages.Course(person, course).open("safety-gate")


def _do_the_course(person: Visitor, course: CourseWords, app: Flask) -> None:
    """Take every activity from the safety gate to the end, each answer right; the cases are solved beside the browser."""
    slugs = [each.slug for each in course.activities]
    for slug in slugs[slugs.index("safety-gate") :]:
        following = slugs[slugs.index(slug) + 1] if slug != slugs[-1] else None
        content = next(each.content for each in course.activities if each.slug == slug)
        if isinstance(content, QuizContent):
            pages.QuizOverview(person, course, slug).press("Begin the quiz")
            finish_quiz(person, course, slug)
            pages.Result(person).follow("Go on with the course" if following else "To the course")
        elif isinstance(content, CaseContent):
            solve_case(app, "demo-learner", content, slug)
            person.go("courses/basic")
        else:
            pages.Lesson(person, course, slug).finish()
            continue
        trail = pages.Course(person, course)
        if following:
            trail.open(following)
