"""What a coordinator may ask of a report: the filter in the address, and how the table is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField  # type: ignore[attr-defined]  # newer than the stubs

from academy.errors import NotFound
from academy.reports.rules.progress import State
from academy.web.forms import Form

#: Letters of a search that are read; nobody's name is longer.
LONGEST_WORDS = 100

STATES = {
    State.EVERYONE: _l("Everyone"),
    State.NOT_STARTED: _l("Not started"),
    State.UNDER_WAY: _l("In progress"),
    State.COMPLETED: _l("Completed"),
    State.LATE: _l("Past the due date"),
}


@dataclass(frozen=True)
class Filter:
    """What the page is narrowed to. Ids are as typed: the queries decide whether they are hers."""

    branch_id: UUID | None = None
    edition_id: UUID | None = None
    unit_id: UUID | None = None
    state: State = State.EVERYONE
    words: str = ""
    page: int = 1

    def query(self) -> dict[str, str]:
        """Return it as the values of an address or of hidden fields, the page left out."""
        values = {
            "branch": self.branch_id,
            "edition": self.edition_id,
            "unit": self.unit_id,
            "state": self.state.value,
            "q": self.words,
        }
        return {name: str(value) for name, value in values.items() if value}


def filter_from(values: Mapping[str, str]) -> Filter:
    """Read a filter from an address or a form. Raises NotFound for an id that cannot be one."""
    state, page = values.get("state", ""), values.get("page", "")
    return Filter(
        branch_id=_id(values.get("branch", "")),
        edition_id=_id(values.get("edition", "")),
        unit_id=_id(values.get("unit", "")),
        state=State(state) if state in STATES else State.EVERYONE,
        words=" ".join(values.get("q", "")[:LONGEST_WORDS].replace("\0", "").split()),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 8 else 1,
    )


class ExportForm(Form):
    """How the table is written."""

    separator = SelectField(
        _l("Columns parted by"),
        description=_l(
            "Choose what your spreadsheet expects: the semicolon where numbers have a decimal comma."
        ),
        choices=[SelectChoice(",", _l("Comma")), SelectChoice(";", _l("Semicolon"))],
    )
    has_bom = BooleanField(
        _l("Mark the file as Unicode (UTF-8)"),
        description=_l("Excel needs the mark to show Cyrillic letters."),
        default=True,
    )


def _id(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFound from error
