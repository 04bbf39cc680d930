"""What all page objects share: making one waits for the page and inspects it, so no journey can skip that."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

#: What parts a page's own title from the academy's name.
DASH = " – "


class Page:
    """What all pages share. ``title`` and ``heading`` are messages of the interface, or given as they stand."""

    title: ClassVar[str] = ""
    #: The page's h1; the same as the title where it is left out.
    heading: ClassVar[str] = ""

    def __init__(
        self, visitor: Visitor, *, title: str = "", heading: str = "", is_refused: bool = False
    ) -> None:
        self.visitor, self.page, self._ = visitor, visitor.page, visitor._
        own = re.escape(title) if title else visitor.like(self.title).pattern
        above = re.escape(heading) if heading else visitor.like(self.heading).pattern if self.heading else own
        error = re.escape(f"{self._('Error')}: ") if is_refused else ""
        expect(self.page).to_have_title(
            re.compile(f"^{error}{own}{DASH}{re.escape(self._('Wildlife Crime Academy'))}$")
        )
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{above}$"))
        assert self.page.get_by_role("heading", level=1).count() == 1
        expect(self.page.locator("html")).to_have_attribute("lang", visitor.locale)
        visitor.inspect()

    @property
    def main(self) -> Locator:
        """The page without its head and foot."""
        return self.page.get_by_role("main")

    def see(self, message: str, **values: object) -> None:
        """Expect a message on the page."""
        expect(self.main.get_by_text(self.visitor.like(message, **values)).first).to_be_visible()

    def press(self, message: str, **values: object) -> None:
        """Press the button of these words."""
        self.main.get_by_role("button", name=self._(message, **values), exact=True).click()

    def follow(self, message: str, **values: object) -> None:
        """Follow the link of these words."""
        self.main.get_by_role("link", name=self._(message, **values), exact=True).first.click()

    def fill(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        self.main.get_by_label(self._(label), exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from the list of this label."""
        self.main.get_by_label(self._(label), exact=True).select_option(label=option)

    def menu(self, message: str) -> None:
        """Follow a word of the main menu."""
        menu = self.page.get_by_role("navigation", name=self._("Main"), exact=True)
        menu.get_by_role("link", name=self._(message), exact=True).click()

    def speak(self, name: str, locale: str) -> None:
        """Change the language by the menu at the top; the page stays."""
        head = self.page.get_by_role("banner")
        head.get_by_role("group").filter(has_text=self._("Language")).locator("summary").click()
        head.get_by_role("link", name=name, exact=True).click()
        self.visitor.locale = locale
        self._ = self.visitor._

    def lock(self) -> None:
        """Lock by the button at the top."""
        self.page.get_by_role("banner").get_by_role("button", name=self._("Lock now")).click()

    def sign_out(self) -> None:
        """Sign out on the page of the account."""
        self.visitor.go("account")
        self.press("Sign out")
