"""The pages of cohorts, meetings and practicals, as agencies, trainers, assessors and learners meet them."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.page import Page
from tests.browser.words import flat


class OpenCohorts(Page):
    """The cohorts a coordinator can nominate for."""

    title = "Nominate for a cohort"


class Nominating(Page):
    """What a coordinator nominates for one cohort."""

    title, heading = "Nominations for %(cohort)s", "%(anything)s"

    def expect_state(self, call_sign: str, message: str, **values: object) -> None:
        """Expect one of her nominations to stand like this."""
        expect(self.main.get_by_role("listitem").filter(has_text=call_sign)).to_contain_text(
            self._(message, **values)
        )


class Nominations(Page):
    """Nominations as those meet them who decide."""

    title, heading = "Nominations for %(cohort)s", "Nominations"

    def approve(self, call_sign: str) -> None:
        """Say yes to one."""
        self.press("Approve %(person)s", person=call_sign)


class CohortSettings(Page):
    """Dates, places and trainers of a cohort."""

    title, heading = "Settings of %(cohort)s", "%(anything)s"


class Meetings(Page):
    """The dates of a cohort's meetings."""

    title, heading = "Meetings of %(cohort)s", "Meetings"


class Attendance(Page):
    """The list of who was there."""

    title, heading = "Attendance: %(meeting)s", "%(anything)s"

    def presence(self, call_sign: str, word: str) -> Locator:
        """Return the button that notes somebody."""
        person = self.main.get_by_role("group", name=re.compile(rf"^{re.escape(call_sign)}\b"))
        return person.get_by_role("radio", name=self._(word), exact=True)


class Wall(Page):
    """The code for the wall of the room."""

    title, heading = "Code in the room: %(meeting)s", "%(anything)s"

    @property
    def code(self) -> str:
        """The code that is shown now."""
        return flat(self.main.locator(".wall-code").inner_text())


class Meeting(Page):
    """A meeting, as its learners see it."""

    title, heading = "%(meeting)s", "%(anything)s"


class Here(Page):
    """Where somebody in the room types the code."""

    title, heading = "I am here: %(meeting)s", "%(anything)s"


class Assessments(Page):
    """What an assessor may sign off."""

    title = "Assessments"


class PracticalGroup(Page):
    """A practical of a cohort: who has shown it, and who not yet."""

    title, heading = "%(practical)s", "%(anything)s"


class Assess(Page):
    """One go of one learner, criterion by criterion."""

    title, heading = "%(person)s: %(practical)s", "%(anything)s"

    def observe(self, word: str) -> None:
        """Note every criterion alike."""
        for button in self.main.get_by_role("radio", name=self._(word), exact=True).all():
            button.check()
