"""How people come in: by a letter's link, by a code on paper; and how they go out, everywhere at once."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from email.policy import default

from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.conftest import Academy
from tests.browser.deeds import sign_in
from tests.browser.page import Page
from tests.browser.visitor import NARROW, Visitor

Visitors = Callable[..., Visitor]
CHOSEN = "mokra gora gleda reku u zoru"


def test_an_administrator_invites_somebody_who_comes_in_by_the_letter(
    visitor: Visitors, academy: Academy
) -> None:
    ada = visitor(locale="sr-Latn")
    sign_in(ada, "demo-administrator").follow("People")
    pages.People(ada).follow("Invite somebody")
    _invite(ada, "Sokol-12", "sokol@demo.example")
    pages.Person(ada, "Mila Sokolović")
    new = visitor(locale="sr-Latn", width=NARROW, theme="dark")
    new.page.goto(_link_in(academy.letters()[-1]))
    welcome = pages.NewPassword(new, new._("Welcome. Choose a password"))
    welcome.see("Your call-sign is %(call_sign)s. You sign in with it.", call_sign="Sokol-12")
    _choose_password(welcome)
    front = pages.SignIn(new)
    front.enter("Sokol-12", CHOSEN)
    pages.Home(new).see("Choose your first course")


def test_an_officer_without_mail_comes_in_by_a_printed_code(visitor: Visitors, academy: Academy) -> None:
    boris = visitor(locale="sq")
    sign_in(boris, "demo-coordinator")
    boris.go("people")
    pages.People(boris).follow("Invite somebody")
    _invite(boris, "Sokol-13", "")
    paper = pages.PrintedCode(boris)
    code = re.search(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}\b", paper.main.inner_text())
    assert code
    assert academy.letters() == []
    officer = visitor(locale="sq", width=NARROW)
    officer.go("sign-in")
    pages.SignIn(officer).follow("I have a code on paper")
    form = pages.NewPassword(officer, officer._("Set a password with your code"))
    form.fill("Call-sign", "sokol-13")
    form.fill("Code from the paper", "AAAAA-AAAAA-AAAAA-AAAAA")
    _choose_password(form)
    form = pages.NewPassword(officer, officer._("Set a password with your code"), is_refused=True)
    form.fill("Code from the paper", code[0].lower().replace("-", " "))
    _choose_password(form)
    pages.SignIn(officer).enter("Sokol-13", CHOSEN)
    pages.Home(officer)


def test_signing_out_everywhere_ends_the_other_session(visitor: Visitors) -> None:
    phone, desk = visitor(width=NARROW), visitor(theme="dark")
    for each in (phone, desk):
        sign_in(each, "demo-learner")
    phone.go("account")
    account = pages.Account(phone)
    expect(account.main.get_by_role("button", name=re.compile("^End the session"))).to_have_count(1)
    account.press("Sign out on every device")
    pages.SignIn(phone).see("You are signed out on every device.")
    desk.page.reload()
    pages.SignIn(desk)


def test_a_wrong_password_is_said_and_the_field_marked(visitor: Visitors) -> None:
    person = visitor(locale="sr-Cyrl", width=NARROW)
    person.go("sign-in")
    pages.SignIn(person).enter("demo-learner", "not the password")
    refused = pages.SignIn(person, is_refused=True)
    password = refused.main.get_by_label(person._("Password"), exact=True)
    expect(password).to_have_attribute("aria-invalid", "true")
    refused.main.get_by_role("alert").or_(refused.main.get_by_role("group")).get_by_role("link").first.click()
    expect(password).to_be_focused()


def _invite(by: Visitor, call_sign: str, address: str) -> None:
    form = pages.Invite(by)
    form.fill("Full name", "Mila Sokolović")
    form.fill("Call-sign", call_sign)
    form.main.get_by_label(re.compile(f"^{re.escape(by._('E-mail'))}")).fill(address)
    form.choose("Agency or unit", "Demo Rangers North")
    if not address:
        form.main.get_by_label(by._("I know this person, who serves here")).check()
    form.press("Invite")


def _choose_password(form: Page) -> None:
    form.fill("New password", CHOSEN)
    form.fill("The same password again", CHOSEN)
    form.press("Set the password")


def _link_in(letter: str) -> str:
    text = email.message_from_string(letter, policy=default).get_content()
    found = re.search(r"http://127\.0\.0\.1:\d+/\S+", text)
    assert found, text
    return found[0]
