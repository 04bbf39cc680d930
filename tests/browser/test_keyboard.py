"""Signing in and taking a quiz with the keyboard alone; what has the focus can be seen."""

from __future__ import annotations

from collections.abc import Callable

from academy.accounts.rules.passwords import DEMO_PASSWORD as PASSWORD
from tests.browser import pages
from tests.browser.conftest import Academy
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

QUIZ = "safety-gate"


def test_signing_in_and_a_quiz_by_keyboard_alone(visitor: Callable[..., Visitor], academy: Academy) -> None:
    person = visitor(locale="sr-Latn")
    course = academy.course[person.locale]
    keys = Keyboard(person)
    person.go("sign-in")
    front = pages.SignIn(person)
    keys.tab_to(person.page.get_by_role("link", name=person._("Skip to content")), most=1)
    keys.press("Enter")
    keys.tab_to(front.main.get_by_label(person._("Call-sign or e-mail"), exact=True))
    keys.type("demo-learner")
    keys.tab_to(front.main.get_by_label(person._("Password"), exact=True))
    keys.type(PASSWORD)
    keys.press("Enter")
    home = pages.Home(person)
    keys.tab_to(home.main.get_by_role("link", name=person._("Go on"), exact=True))
    keys.press("Enter")
    overview = pages.QuizOverview(person, course, QUIZ)
    keys.tab_to(overview.main.get_by_role("button", name=person._("Begin the quiz")))
    keys.press("Space")
    items = course.items(QUIZ)
    for number in range(1, len(items) + 1):
        page = pages.QuizItem(person, items, number)
        keys.answer(page)
        keys.tab_to(page.forward)
        keys.press("Enter")
    keys.tab_to(pages.HandIn(person).main.get_by_role("button", name=person._("Hand in")))
    keys.press("Enter")
    pages.Result(person)
