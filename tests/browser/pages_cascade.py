"""The pages of graduates who teach."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator

from academy.cascade.rules.delivery import CRITERIA
from tests.browser.page import Page


class Trainings(Page):
    """A graduate's trainings and her lineage."""

    title = "Train colleagues"

    @property
    def lineage(self) -> Locator:
        """Who taught whom."""
        return self.main.get_by_role("list", name=self._("Your lineage"), exact=True)


class Proposal(Page):
    """A training that is to be held."""

    title = "Propose a training"

    def propose(self, *, course: str, title: str, place: str, day: date) -> None:
        """Fill the form in for one day, and send it."""
        self.choose("Course", course)
        self.fill("Title", title)
        self.fill("Place", place)
        for label in ("First day", "Last day"):
            self.fill(label, day.isoformat())
        self.fill("Places", "8")
        self.press("Propose it")


class Training(Page):
    """One training; its title is its own."""


class Cascade(Page):
    """The cascade of an agency."""

    title = "Cascade"


class Delivery(Page):
    """What an assessor saw of a training."""

    title, heading = "Observed delivery: %(training)s", "Observed delivery"

    def sign(self, note: str) -> None:
        """Note every criterion as met, and sign."""
        for key in CRITERIA:
            self.main.locator(f"input[name=seen-{key}][value=met]").check()
        self.main.get_by_label(self._("Note for the leader")).fill(note)
        self.press("Sign off")
