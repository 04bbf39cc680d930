"""Answers are kept: as they are given, on another device, while the line is down, without script, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.answers import expect_given
from tests.browser.conftest import Academy
from tests.browser.deeds import begin_quiz, claim, finish_quiz, sign_in, verify
from tests.browser.visitor import NARROW, Visitor
from tests.browser.words import CourseWords

Visitors = Callable[..., Visitor]
QUIZ = "safety-gate"


def test_an_answer_is_saved_as_it_is_given_and_found_on_another_device(
    visitor: Visitors, academy: Academy
) -> None:
    phone, desk = visitor(width=NARROW), visitor(theme="dark")
    course = academy.course["en"]
    sign_in(phone, "demo-learner")
    begin_quiz(phone, course, QUIZ)
    number, page = _first_of_kind(phone, course, "single-choice")
    page.answer()
    page.expect_saved()
    sign_in(desk, "demo-learner").see("In progress")
    desk.go(f"courses/basic/quizzes/{QUIZ}")
    pages.QuizOverview(desk, course, QUIZ).follow("Go on where you stopped")
    desk.page.goto(phone.page.url)
    there = pages.QuizItem(desk, course.items(QUIZ), number)
    expect_given(there.question, there.item)
    there.follow("Look over and hand in")
    pages.HandIn(desk).expect_open(len(course.items(QUIZ)) - 1)


def test_an_answer_given_while_the_line_is_down_is_kept_and_sent(visitor: Visitors, academy: Academy) -> None:
    person = visitor(locale="sr-Cyrl", width=NARROW)
    course = academy.course["sr-Cyrl"]
    sign_in(person, "demo-learner")
    begin_quiz(person, course, QUIZ)
    _number, page = _first_of_kind(person, course, "single-choice")
    person.forgive("ERR_INTERNET_DISCONNECTED")
    person.context.set_offline(True)
    page.answer()
    page.expect_kept()
    person.inspect()
    person.context.set_offline(False)
    page.expect_saved()
    person.page.reload()
    again = pages.QuizItem(person, course.items(QUIZ), page.number)
    expect_given(again.question, again.item)


def test_a_lost_session_keeps_the_answer_until_she_signs_in_again(
    visitor: Visitors, academy: Academy
) -> None:
    person, other = visitor(), visitor()
    course = academy.course["en"]
    sign_in(person, "demo-learner")
    begin_quiz(person, course, QUIZ)
    _number, page = _first_of_kind(person, course, "single-choice")
    sign_in(other, "demo-learner")
    other.go("account")
    pages.Account(other).press("Sign out on every device")
    pages.SignIn(other)
    person.forgive("status of 40[01]")
    page.answer()
    expect(page.line.get_by_role("link")).to_be_visible()
    address = person.page.url
    sign_in(person, "demo-learner")
    person.page.goto(address)
    again = pages.QuizItem(person, course.items(QUIZ), page.number)
    again.expect_saved()
    expect_given(again.question, again.item)


def test_everything_works_without_script(visitor: Visitors, academy: Academy) -> None:
    person = visitor(locale="sr-Latn", width=NARROW, has_script=False)
    course = academy.course["sr-Latn"]
    sign_in(person, "demo-learner")
    person.go("courses/basic/lessons/when-to-stop")
    lesson = pages.Lesson(person, course, "when-to-stop")
    lesson.press("Go on")
    pages.QuizOverview(person, course, QUIZ).press("Begin the quiz")
    finish_quiz(person, course, QUIZ)
    pages.Result(person).follow("Go on with the course")
    pages.Course(person, course).open("the-first-minutes")
    pages.Lesson(person, course, "the-first-minutes").finish()
    pages.Lesson(person, course, "one-way-in")


def test_a_certificate_is_claimed_and_verified_without_script(visitor: Visitors, tmp_path: Path) -> None:
    graduate = visitor(locale="en", has_script=False)
    sign_in(graduate, "demo-graduate").menu("Certificates")
    pages.Certificates(graduate)
    number, _printed = claim(graduate, "Goran Demo", tmp_path)
    verify(visitor(has_script=False), number)


def test_a_number_that_nobody_gave_out_is_unknown(visitor: Visitors) -> None:
    stranger = visitor(locale="sq", theme="dark")
    stranger.forgive("status of 404")
    stranger.go("verify")
    page = pages.Verify(stranger)
    page.fill("Number", "not a number")
    page.press("Check")
    page = pages.Verify(stranger, is_refused=True)
    page.fill("Number", "WCA-0000-0000")
    page.press("Check")
    pages.Unknown(stranger)


def _first_of_kind(person: Visitor, course: CourseWords, kind: str) -> tuple[int, pages.QuizItem]:
    """Go on through an attempt to the first item of a kind."""
    items = course.items(QUIZ)
    for number in range(1, len(items) + 1):
        page = pages.QuizItem(person, items, number)
        if page.item.kind == kind:
            return number, page
        page.go_on()
    raise AssertionError(kind)
