"""One computer at a station, two officers: what one leaves behind when she gets up is nothing, and nothing of hers is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from academy.items.kinds.single_choice.content import SingleChoice
from tests.browser import pages
from tests.browser.answers import expect_given
from tests.browser.conftest import Academy
from tests.browser.deeds import PASSWORD, begin_quiz, sign_in
from tests.browser.visitor import Visitor

FIRST, SECOND = "demo-learner", "demo-graduate"
LEFT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(({ name }) => name),
  ...await caches.keys(),
]"""


def sign_in_shared(person: Visitor, call_sign: str) -> None:
    """Sign in as on a computer that is not one's own."""
    person.go("sign-in")
    door = pages.SignIn(person)
    door.main.get_by_label(door._("This is a shared computer")).check()
    door.enter(call_sign, PASSWORD)
    pages.Home(person)


def tokens(person: Visitor) -> set[str]:
    """Return what the cookies of her browser hold."""
    return {cookie["value"] for cookie in person.context.cookies()}  # type: ignore[typeddict-item]


def test_lock_leave_and_find_everything_again(visitor: Callable[..., Visitor], academy: Academy) -> None:
    """She answers, locks and is followed by a colleague; no page, store, cookie or way back shows her."""
    desk, course = visitor(), academy.course["en"]
    desk.forgive("status of 40[14]")
    sign_in_shared(desk, FIRST)
    page = begin_quiz(desk, course, "safety-gate")
    while not isinstance(page.item, SingleChoice):
        page.go_on()
        page = pages.QuizItem(desk, page.items, page.number + 1)
    page.answer()
    page.expect_saved()
    item, number, address = page.item, page.number, desk.page.url
    other_tab = desk.context.new_page()
    other_tab.goto(address)
    held = tokens(desk)

    page.lock()
    locked = pages.Locked(desk)
    expect(other_tab).to_have_url(re.compile("/locked$"))
    for shown in (desk.page, other_tab):
        assert not {FIRST, course.title, course.name("safety-gate")} & set(
            re.findall(r"[^<>]+", shown.content())
        )
    desk.page.go_back()
    expect(desk.page).to_have_url(re.compile("/locked$"))
    other_tab.close()

    locked.press("Somebody else signs in")
    pages.SignIn(desk)
    assert desk.page.evaluate(LEFT) == []
    sign_in_shared(desk, SECOND)
    assert not tokens(desk) & held
    for _step in range(4):
        desk.page.go_back()
        assert FIRST not in desk.page.content()
    answer = desk.page.goto(address)
    assert answer
    assert answer.status == 404

    elsewhere = visitor()
    sign_in(elsewhere, FIRST)
    elsewhere.page.goto(address)
    expect_given(pages.QuizItem(elsewhere, course.items("safety-gate"), number).question, item)


def test_back_where_she_was(visitor: Callable[..., Visitor], academy: Academy) -> None:
    """With the keyboard, without script: lock is the second stop, and the password leads back."""
    person = visitor(has_script=False)
    sign_in(person, FIRST)
    person.go("certificates/")
    address = person.page.url
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Tab")
    expect(person.page.get_by_role("button", name=person._("Lock now"))).to_be_focused()
    person.page.keyboard.press("Enter")
    locked = pages.Locked(person)
    locked.fill("Password", PASSWORD)
    locked.press("Unlock")
    expect(person.page).to_have_url(address)
