"""The pages by which an agency's list of people comes in, and figures are frozen."""

from __future__ import annotations

from tests.browser.page import Page


class People(Page):
    """Everybody a coordinator looks after."""

    title = "People"


class Roster(Page):
    """Where a list of people is sent."""

    title = "Import a list of people"

    def send(self, *rows: str) -> None:
        """Send a list as a text file, its head first."""
        content = "\n".join(("Call-sign,Full name,E-mail", *rows, "")).encode()
        self.main.get_by_label(self._("File"), exact=True).set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
        )
        self.press("Read the file")


class RosterReport(Page):
    """What a list comes to."""

    title = "What the file comes to"


class RosterWritten(Page):
    """A list is written."""

    title = "The list is written"


class FrozenFigures(Page):
    """The snapshots of an agency."""

    title = "Frozen figures"


class Freezing(Page):
    """What freezing would publish."""

    title = "Freeze figures"
