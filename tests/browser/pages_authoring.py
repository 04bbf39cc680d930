"""The pages on which authors work, as they meet them."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.page import Page
from tests.browser.visitor import Visitor
from tests.browser.words import flat


class Desk(Page):
    """What somebody may author."""

    title = "Authoring"


class NewCourse(Page):
    """A course that begins."""

    title = "New course"


class Outline(Page):
    """The modules and activities of a course, in order."""

    def __init__(self, visitor: Visitor, course: str) -> None:
        super().__init__(visitor, title=course)

    def add_module(self, title: str) -> None:
        """Add a module at the end."""
        self.fill("Title of a new module", title)
        self.press("Add module")

    def add_to(self, module: str) -> Locator:
        """Return the link that adds an activity to a module."""
        words = f"{self._('Add an activity')} {self._('to “%(title)s”', title=module)}"
        return self.main.get_by_role("link", name=words, exact=True)

    def open(self, title: str) -> None:
        """Open an activity in its editor."""
        self.main.get_by_role("link", name=title, exact=True).click()

    def move(self, words: str, title: str) -> Locator:
        """Return the button that moves a module or an activity."""
        return self.main.get_by_role("button", name=self._(words, title=title), exact=True)

    @property
    def activities(self) -> list[str]:
        """The titles of the activities, in order."""
        links = self.main.locator(".outline-activity .outline-words").get_by_role("link")
        return [flat(title) for title in links.all_inner_texts()]


class NewActivity(Page):
    """An activity that is added."""

    title = "New activity"

    def kind(self, word: str) -> Locator:
        """Return the button of a kind."""
        return self.main.get_by_role("radio", name=re.compile(f"^{re.escape(self._(word))} "))

    def add(self, kind: str, title: str) -> None:
        """Choose what it is, give it a title, go on in its editor."""
        self.kind(kind).check()
        self.fill("Title", title)
        self.press("Add it")


class Editor(Page):
    """An activity in the hands of its author."""

    def __init__(self, visitor: Visitor, activity: str) -> None:
        super().__init__(visitor, title=activity)

    @property
    def line(self) -> Locator:
        """The live line that says where the draft is."""
        return self.main.locator(".statusbar").get_by_role("status")

    def to_the_outline(self) -> None:
        """Go back to the outline of the course by the path above the page: desk, outline, activity."""
        path = self.main.get_by_role("navigation", name=self._("You are here"), exact=True)
        path.get_by_role("link").nth(1).click()


class LessonEditor(Editor):
    """A lesson in the hands of its author."""

    @property
    def text(self) -> Locator:
        """The text."""
        return self.main.get_by_label(self._("Text"), exact=True)

    @property
    def preview(self) -> Locator:
        """The text as its readers will see it."""
        return self.main.get_by_role("region", name=self._("As readers will see it"), exact=True)

    def add(self, paragraph: str) -> None:
        """Type a paragraph at the end."""
        self.text.press("Control+End")
        self.page.keyboard.insert_text(f"\n\n{paragraph}")

    def use(self, tool: str, **values: object) -> None:
        """Press one of the writing tools."""
        tools = self.main.get_by_role("toolbar", name=self._("Writing tools"), exact=True)
        tools.get_by_role("button", name=self._(tool, **values), exact=True).click()

    def put_in(self, file: str) -> None:
        """Put a file of the course in at the end of the text."""
        self.text.press("Control+End")
        offers = self.main.get_by_role("group").filter(has_text=self._("Pictures, recordings and papers"))
        offers.locator("summary").click()
        offers.get_by_role("listitem").filter(has_text=file).get_by_role("button").click()

    def save_now(self) -> None:
        """Let the draft save itself at once, by the keyboard."""
        self.text.press("Control+s")

    def expect_saved(self) -> None:
        """Expect the server to have acknowledged what was typed."""
        expect(self.line).to_have_text(self.visitor.like("Saved %(time)s"))


class Merge(Page):
    """Two versions of one activity, side by side."""

    title = "Bring two versions together"

    @property
    def place(self) -> Locator:
        """The one place to be decided."""
        name = self._("Place %(number)s of %(total)s", number=1, total=1)
        return self.main.get_by_role("group", name=name, exact=True)

    def keep(self, message: str) -> None:
        """Decide what stays, and save it."""
        self.place.get_by_role("radio", name=self._(message), exact=True).check()
        self.press("Save what stays")


class NewItem(Page):
    """An item of a quiz that is written."""

    title = "New item"


class Library(Page):
    """The files of a course."""

    title = "Files of the course"


class AddFile(Page):
    """A file that is uploaded."""

    title = "Add a file"

    def add(self, file: FilePayload, shows: str) -> None:
        """Upload a picture that was made up for teaching."""
        self.main.get_by_label(self._("File"), exact=True).set_input_files(file)
        self.fill("What it shows or says", shows)
        self.choose("Licence", self._("Free for everybody (CC0 1.0)"))
        origin = self._("Made up for teaching: no real case and no real person is in it.")
        self.main.get_by_role("radio", name=origin, exact=True).check()
        self.press("Add the file")


class File(Page):
    """One file of a course."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        super().__init__(visitor, title=name)


class Publish(Page):
    """The check list of a draft, what changed, and publishing it."""

    title = "Publish “%(title)s”"

    def publish(self, number: int, notes: str) -> None:
        """Publish what the draft says."""
        self.fill("What is new in this edition", notes)
        self.press("Publish edition %(number)s", number=number)


class Editions(Page):
    """The editions of a course."""

    title = "Editions of “%(title)s”"

    def edition(self, number: int) -> Locator:
        """Return what is said of an edition."""
        return self.main.get_by_role("region", name=self._("Edition %(number)s", number=number), exact=True)

    def compare(self, number: int) -> None:
        """Compare an edition with the one before."""
        link = self._("Compare with the one before")
        self.edition(number).get_by_role("link", name=link, exact=True).click()

    def restore(self, number: int) -> None:
        """Restore an edition into the draft, and say so again when asked."""
        edition = self.edition(number)
        edition.locator("summary").filter(has_text=self._("Restore into the draft")).click()
        edition.get_by_role("button", name=self._("Restore it"), exact=True).click()


class Compare(Page):
    """Two editions, or one and the draft, beside each other."""

    title = "Compare editions of “%(title)s”"
