"""What happens to answers when something goes wrong: the line, the session, the time, another page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlalchemy import update

from academy import clock, db
from academy.items.content import Item
from academy.items.kinds.numeric.content import Numeric
from academy.items.kinds.single_choice.content import SingleChoice
from academy.learning.models import Attempt, AttemptState
from tests.browser import pages
from tests.browser.answers import expect_given, named
from tests.browser.conftest import Academy, Built
from tests.browser.deeds import begin_quiz, sign_in
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import NARROW, Visitor
from tests.browser.words import CourseWords

Visitors = Callable[..., Visitor]
QUIZ = "safety-gate"
SAVES = "**/attempts/*/items/*"
#: A browser that keeps nothing: private windows, full disks.
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"


def at_a_choice(person: Visitor, academy: Academy) -> pages.QuizItem:
    """Sign in, begin the quiz, and go to its first item with one right choice that is not its last item."""
    course = academy.course["en"]
    sign_in(person, "demo-learner")
    return to_kind(person, course, begin_quiz(person, course, QUIZ), SingleChoice)


def to_kind(person: Visitor, course: CourseWords, page: pages.QuizItem, kind: type[Item]) -> pages.QuizItem:
    """Go on to the first item of a kind."""
    items = course.items(QUIZ)
    while not isinstance(page.item, kind):
        page.go_on()
        page = pages.QuizItem(person, items, page.number + 1)
    return page


def panel(page: pages.QuizItem) -> Locator:
    """What says that something is not on the server yet."""
    return page.main.get_by_role("region", name=page._("Not on the server yet"))


def cut(person: Visitor) -> Callable[[], None]:
    """Let saves fail, and nothing else; return what mends them."""
    person.forgive("ERR_FAILED")

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    person.context.route(SAVES, refuse)
    return lambda: person.context.unroute(SAVES, refuse)


def pick_wrong(page: pages.QuizItem) -> None:
    """Pick a choice that is not the right one."""
    assert isinstance(page.item, SingleChoice)
    wrong = next(choice for choice in page.item.choices if not choice.right)
    named(page.question, "radio", wrong.text).check()


@pytest.mark.parametrize("storage", ["kept", "none"])
def test_moving_on_waits_for_the_line(visitor: Visitors, academy: Academy, storage: str) -> None:
    """Offline the page stays and says what is not on the server yet; with the line back she goes on by the same button."""
    person = visitor(width=NARROW)
    if storage == "none":
        person.context.add_init_script(NO_STORAGE)
    page = at_a_choice(person, academy)
    address = person.page.url
    person.forgive("ERR_INTERNET_DISCONNECTED")
    person.context.set_offline(True)
    page.answer()
    page.expect_kept()
    page.go_on()
    expect(panel(page)).to_be_focused()
    expect(panel(page).get_by_role("listitem")).to_contain_text(f"Item {page.number} of")
    expect(panel(page).get_by_role("button", name="Go on; it stays on this device")).to_be_hidden()
    assert person.page.url == address
    person.inspect()
    Keyboard(person).tab_to(panel(page).get_by_role("button", name="Try again"))
    person.page.keyboard.press("Enter")
    expect(panel(page)).to_be_visible()
    person.context.set_offline(False)
    expect(panel(page)).to_be_hidden()
    page.go_on()
    following = pages.QuizItem(person, page.items, page.number + 1)
    following.see("%(num)d answer saved", num=1)
    person.page.goto(address)
    expect_given(pages.QuizItem(person, page.items, page.number).question, page.item)


def test_links_wait_too_and_she_may_go_on_knowingly(visitor: Visitors, academy: Academy) -> None:
    """Where a quiz is free and without deadline an answer may stay on the device; it says so, and it travels later."""
    person = visitor()
    page = at_a_choice(person, academy)
    right = next(choice.text for choice in page.item.choices if choice.right)  # type: ignore[attr-defined]
    mend = cut(person)
    page.answer()
    page.follow("Look over and hand in")
    panel(page).get_by_role("button", name="Go on; it stays on this device").click()
    review = pages.HandIn(person)
    waiting = review.main.get_by_role("region", name="On this device only")
    expect(waiting.get_by_role("listitem")).to_contain_text(f"Item {page.number} of")
    review.press("Hand in")
    expect(review.main.get_by_role("region", name="Not on the server yet")).to_be_focused()
    expect(review.main.get_by_role("button", name="Go on; it stays on this device")).to_be_hidden()
    mend()
    review.press("Try again")
    result = pages.Result(person, is_passed=False)
    result.follow("What is saved, and where")
    saved = pages.Saved(person)
    expect(saved.main.get_by_role("row").filter(has_text=right)).to_have_count(1)
    saved.see("Nothing. Everything you answered here is on the server.")


def test_a_session_that_ends_keeps_the_page(visitor: Visitors, academy: Academy) -> None:
    """She signs in again in another tab, comes back to the same page with the same answer, and goes on."""
    person, other = visitor(), visitor()
    page = at_a_choice(person, academy)
    sign_in(other, "demo-learner")
    other.go("account")
    pages.Account(other).press("Sign out on every device")
    pages.SignIn(other)
    person.forgive("status of 40[01]")
    page.answer()
    page.go_on()
    expect(panel(page)).to_be_focused()
    panel(page).get_by_text("Your session has ended").is_visible()
    person.inspect()
    quiz = person.page
    with person.context.expect_page() as opened:
        panel(page).get_by_role("link", name="Sign in in another tab").click()
    person.page = opened.value
    sign_in(person, "demo-learner")
    person.page.close()
    person.page = quiz
    panel(page).get_by_role("button", name="Try again").click()
    following = pages.QuizItem(person, page.items, page.number + 1)
    following.see("%(num)d answer saved", num=1)


def test_somebody_else_on_the_same_device(visitor: Visitors, academy: Academy) -> None:
    """An answer that waits is neither lost nor somebody else's: it travels when its owner is back."""
    person = visitor()
    page = at_a_choice(person, academy)
    address = person.page.url
    mend = cut(person)
    page.answer()
    page.expect_kept()
    quiz, person.page = person.page, person.context.new_page()
    person.go("home")
    pages.Home(person).sign_out()
    sign_in(person, "demo-trainer")
    mend()
    person.forgive("status of 40[0134]")
    quiz.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.line).to_contain_text("Sign in again in another tab")
    person.go("home")
    pages.Home(person).sign_out()
    sign_in(person, "demo-learner")
    person.page.close()
    person.page = quiz
    quiz.evaluate("window.dispatchEvent(new Event('online'))")
    page.expect_saved()
    quiz.goto(address)
    expect_given(pages.QuizItem(person, page.items, page.number).question, page.item)


def test_two_devices(visitor: Visitors, academy: Academy) -> None:
    """A page that has not seen the newer answer is told of it, and its reader says which is to count."""
    phone, desk = visitor(width=NARROW), visitor()
    there = at_a_choice(phone, academy)
    sign_in(desk, "demo-learner")
    desk.page.goto(phone.page.url)
    here = pages.QuizItem(desk, there.items, there.number)
    pick_wrong(there)
    there.expect_saved()
    there.answer()
    there.expect_saved()
    expect(phone.page.locator("form[data-module~=autosave] [name=sequence]")).to_have_value("2")
    pick_wrong(here)
    expect(panel(here)).to_contain_text("holds a newer answer")
    desk.inspect()
    panel(here).get_by_role("link", name="Load the newer answer").click()
    here = pages.QuizItem(desk, there.items, there.number)
    expect_given(here.question, here.item)


def test_let_the_one_on_this_page_count(visitor: Visitors, academy: Academy) -> None:
    """The other way: her own page's answer stands above what it now knows of."""
    phone, desk = visitor(width=NARROW), visitor()
    there = at_a_choice(phone, academy)
    sign_in(desk, "demo-learner")
    desk.page.goto(phone.page.url)
    here = pages.QuizItem(desk, there.items, there.number)
    there.answer()
    there.expect_saved()
    pick_wrong(there)
    expect(phone.page.locator("form[data-module~=autosave] [name=sequence]")).to_have_value("2")
    there.expect_saved()
    here.answer()
    panel(here).get_by_role("button", name="Let the one on this page count").click()
    here.expect_saved()
    phone.page.reload()
    again = pages.QuizItem(phone, there.items, there.number)
    expect_given(again.question, again.item)


def test_the_time_ends(visitor: Visitors, academy: Academy, built: Built) -> None:
    """What is typed to the last is flushed, and the page hands in; a screen reader hears the last seconds."""
    person = visitor()
    course = academy.course["en"]
    sign_in(person, "demo-learner")
    page = begin_quiz(person, course, QUIZ)
    _end_in(built, seconds=9)
    person.page.reload()
    page = pages.QuizItem(person, page.items, page.number)
    expect(person.page.get_by_role("timer")).to_contain_text("Time left, by the server’s clock")
    page.answer()
    pages.Result(person, is_passed=False)
    expect(page.main).to_contain_text("Right")


def test_more_time_is_learned_with_the_next_save(visitor: Visitors, academy: Academy, built: Built) -> None:
    """Minutes that are given after the start reach an open page."""
    person = visitor()
    course = academy.course["en"]
    sign_in(person, "demo-learner")
    page = begin_quiz(person, course, QUIZ)
    _end_in(built, seconds=100)
    person.page.reload()
    page = to_kind(person, course, pages.QuizItem(person, page.items, 1), SingleChoice)
    _end_in(built, seconds=4000)
    with person.page.expect_response(SAVES) as saved:
        page.answer()
    assert int(saved.value.headers["x-seconds-left"]) > 3600
    page.expect_saved()
    expect(person.page.get_by_role("timer").locator("[data-timer-digits]")).to_have_text(
        re.compile(r"^01:0\d:\d\d$")
    )


def test_emptying_a_field_oneself_takes_the_answer_back(visitor: Visitors, academy: Academy) -> None:
    """The script says so expressly; the page of what is saved shows it."""
    person = visitor()
    course = academy.course["en"]
    if not any(isinstance(item, Numeric) for item in course.items(QUIZ)):
        pytest.skip("the demo's quiz asks for no number")
    sign_in(person, "demo-learner")
    page = to_kind(person, course, begin_quiz(person, course, QUIZ), Numeric)
    page.answer()
    page.expect_saved()
    page.question.get_by_role("textbox").fill("")
    expect(person.page.locator("form[data-module~=autosave] [name=act]")).to_have_value("clear")
    page.expect_saved()
    person.page.reload()
    again = pages.QuizItem(person, page.items, page.number)
    expect(again.question.get_by_role("textbox")).to_have_value("")


def _end_in(built: Built, *, seconds: int) -> None:
    """Let every open attempt end soon: as an override would, but to the second."""
    end = clock.now() + timedelta(seconds=seconds)
    is_open = Attempt.state == AttemptState.IN_PROGRESS
    with built.app.app_context():
        with db.writing():
            db.session.execute(update(Attempt).where(is_open).values(deadline_at=end, ends_at=end))
        db.session.remove()
