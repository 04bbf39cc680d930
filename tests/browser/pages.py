"""The pages, as people meet them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from academy.items.content import Item
from tests.browser.answers import give
from tests.browser.page import Page
from tests.browser.visitor import Visitor
from tests.browser.words import CourseWords, flat, item_asked, plural_pattern


class Anything(Page):
    """A page of which only that is asked which all promise."""

    title, heading = "%(anything)s", "%(anything)s"


class Welcome(Page):
    """What a visitor sees first."""

    title, heading = "Welcome", "From the first call to the court"


class SignIn(Page):
    """The front door."""

    title = "Sign in"

    def enter(self, call_sign: str, password: str) -> None:
        """Type call-sign and password."""
        self.fill("Call-sign or e-mail", call_sign)
        self.fill("Password", password)
        self.press("Sign in")

    def code_of(self, call_sign: str) -> str:
        """Read an account's present code from the demo's list."""
        row = self.page.get_by_role("row", name=call_sign)
        return flat(row.get_by_role("cell").last.inner_text())


class Locked(Page):
    """A locked session, which names nobody."""

    title = "Locked"


class SecondStep(Page):
    """The code from the phone."""

    title = "One more step"


class Confirm(Page):
    """Password and code once more, before names leave the academy."""

    title = "Show that it is you"


class Home(Page):
    """A person's own start page."""

    title, heading = "Home", "Good to see you, %(name)s"


class Courses(Page):
    """The catalogue."""

    title = "Courses"

    def open(self, course: str) -> None:
        """Open a course by its title."""
        self.main.get_by_role("link", name=course).click()


class Course(Page):
    """One course."""

    def __init__(self, visitor: Visitor, course: CourseWords) -> None:
        super().__init__(visitor, title=course.title)
        self.course = course

    def open(self, slug: str) -> None:
        """Open an activity by its name."""
        self.main.get_by_role("link", name=self.course.name(slug), exact=True).click()


class Lesson(Page):
    """One lesson."""

    def __init__(self, visitor: Visitor, course: CourseWords, slug: str) -> None:
        super().__init__(visitor, title=course.name(slug))

    def check_yourself(self) -> None:
        """Answer the first question of the lesson with the first choice, and read what is said to it."""
        question = self.main.get_by_role(
            "region", name=re.compile(re.escape(self._("Check yourself:")))
        ).first
        question.get_by_role("radio").or_(question.get_by_role("checkbox")).first.check()
        question.get_by_role("button", name=self._("Check"), exact=True).click()
        expect(question.get_by_role("status")).to_be_visible()

    def finish(self) -> None:
        """Mark it as read."""
        self.press("Mark as read and go on")


class QuizOverview(Page):
    """What a quiz asks for."""

    def __init__(self, visitor: Visitor, course: CourseWords, slug: str) -> None:
        super().__init__(visitor, title=course.name(slug))


class QuizItem(Page):
    """One item of an attempt."""

    title, heading = "Item %(number)s of %(all)s, %(quiz)s", "Item %(number)s of %(all)s"

    def __init__(self, visitor: Visitor, items: list[Item], number: int, *, is_refused: bool = False) -> None:
        heading = visitor._(self.heading, number=number, all=len(items))
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text(heading)
        super().__init__(visitor, heading=heading)
        self.items, self.number = items, number

    @property
    def question(self) -> Locator:
        """The group of the item's inputs; its name is the prompt."""
        return self.main.get_by_role("group").filter(has=self.page.locator("legend")).first

    @property
    def item(self) -> Item:
        """The item that is asked, with its key."""
        return item_asked(self.items, self.question.locator("legend").inner_text())

    @property
    def line(self) -> Locator:
        """The live line that says where the answers are."""
        return self.main.locator("[data-saveline]")

    def expect_saved(self) -> None:
        """Expect the server to have acknowledged everything given so far."""
        expect(self.line).to_have_text(self.visitor.like("Saved on the server %(time)s UTC"))

    def expect_kept(self) -> None:
        """Expect an answer to wait on the device for a connection."""
        expect(self.line).to_have_text(
            self._("Kept on this device. It travels as soon as there is a connection.")
        )

    def answer(self) -> None:
        """Give the right answer."""
        give(self.question, self.item, self._)

    @property
    def forward(self) -> Locator:
        """The button to the next item, or to the look-over."""
        words = self._("Save and look over your answers")
        if self.number < len(self.items):
            words = self._("Save and go to item %(number)s", number=self.number + 1)
        return self.main.get_by_role("button", name=words, exact=True)

    def go_on(self) -> None:
        """Save and go to the next item, or to the look-over."""
        self.forward.click()


class HandIn(Page):
    """The look-over before handing in."""

    title = "Look over and hand in"

    def expect_open(self, number: int) -> None:
        """Expect that many items to be open."""
        words = plural_pattern(
            self.visitor.locale, "%(num)d item is still open", "%(num)d items are still open", number
        )
        expect(self.main.get_by_text(words).first).to_be_visible()


class Result(Page):
    """The result of an attempt, item by item."""

    title = "Result: %(quiz)s"

    def __init__(self, visitor: Visitor, *, is_passed: bool = True) -> None:
        super().__init__(visitor, heading=visitor._("Passed" if is_passed else "Not passed yet"))


class Saved(Page):
    """What the server holds of an attempt, and what is on this device only."""

    title = "What is saved, and where"


class Certificates(Page):
    """A person's certificates."""

    title = "Certificates"


class Claim(Page):
    """Language and name of a certificate to be made."""

    title = "Claim your certificate"


class Certificate(Page):
    """One certificate, as its holder sees it."""

    title = "Certificate %(number)s"

    @property
    def number(self) -> str:
        """Its number."""
        found = re.search(r"[A-Z]{3}-\w{4}-\w{4}", self.page.get_by_role("heading", level=1).inner_text())
        assert found
        return found[0]


class Verify(Page):
    """Where anyone types a certificate's number."""

    title = "Verify a certificate"


class Verified(Page):
    """The answer to anyone."""

    title = "This certificate is valid"


class Revoked(Page):
    """The answer to anyone, once it was taken back."""

    title = "This certificate was revoked"


class RevokeCertificate(Page):
    """Where an administrator takes a certificate back."""

    title = "Revoke a certificate"


class Unknown(Page):
    """The answer about a number that nobody gave out."""

    title = "No such certificate is known"


class Progress(Page):
    """A coordinator's view of her agency."""

    title, heading = "Progress of %(branch)s", "%(anything)s"


class Cohort(Page):
    """One cohort of a trainer."""

    title = "%(cohort)s"


class CohortQuiz(Page):
    """What a cohort answered in a quiz."""

    def __init__(self, visitor: Visitor, course: CourseWords, slug: str) -> None:
        super().__init__(visitor, title=course.name(slug))


class ProgressOfPerson(Page):
    """One officer, as her coordinator sees her."""

    title, heading = "Progress of %(call_sign)s", "%(anything)s"


class AgencyCertificates(Page):
    """The certificates of an agency."""

    title = "Certificates of your agency"


class ProposeBatch(Page):
    """The certificates to be exported at once."""

    title = "Export certificates"


class OneBatch(Page):
    """An export, and how far it is."""

    title = "Export certificates"


class Cohorts(Page):
    """A trainer's cohorts."""

    title = "Cohorts"


class People(Page):
    """The people somebody looks after."""

    title = "People"


class Invite(Page):
    """Inviting somebody."""

    title = "Invite somebody"


class Person(Page):
    """One person, as those who look after her see her."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        super().__init__(visitor, title=name)


class NewPassword(Page):
    """Choosing a password, by a letter's link or a code on paper."""

    def __init__(self, visitor: Visitor, title: str, *, is_refused: bool = False) -> None:
        super().__init__(visitor, title=title, is_refused=is_refused)


class PrintedCode(Page):
    """A code on paper, shown once."""

    title = "A code to hand over"


class Account(Page):
    """A person's own account."""

    title = "Your account"


class Security(Page):
    """What a person signs in with."""

    title = "Sign-in and security"


class OwnData(Page):
    """What the academy keeps of somebody, told to her."""

    title = "Your data"


class EraseSelf(Page):
    """What goes and what stays, and the way to go."""

    title = "Erase my data"


class Farewell(Page):
    """The last page of somebody who has been erased."""

    title = "Your data is erased"
