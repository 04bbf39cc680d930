"""What a coordinator may ask of a report: the filter in the address, and how the table is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField  # type: ignore[attr-defined]  # newer than the stubs

from academy.errors import NotFound
from academy.reports.formats.tables import Format, Terms
from academy.reports.rules.progress import State
from academy.reports.rules.schedules import Report, Rhythm
from academy.web.forms import Form

#: Letters of a search that are read; nobody's name is longer.
LONGEST_WORDS = 100

STATES = {
    State.EVERYONE: _l("Everyone"),
    State.NOT_STARTED: _l("Not started"),
    State.UNDER_WAY: _l("In progress"),
    State.COMPLETED: _l("Completed"),
    State.LATE: _l("Past the due date"),
    State.STUCK: _l("Stuck"),
    State.EXPIRING: _l("Certificate runs out soon"),
}
REPORTS = {
    Report.PROGRESS: _l("Progress"),
    Report.STUCK: _l("Stuck and past the due date"),
    Report.EXPIRING: _l("Certificates that run out soon"),
    Report.COHORTS: _l("Cohorts compared"),
}
RHYTHMS = {
    Rhythm.WEEKLY: _l("Every week"),
    Rhythm.MONTHLY: _l("Every month"),
    Rhythm.QUARTERLY: _l("Every three months"),
}
FORMATS = {
    Format.CSV: _l("CSV, for any program"),
    Format.XLSX: _l("XLSX, for a spreadsheet"),
    Format.PDF: _l("PDF, for paper"),
    Format.JSON: _l("JSON, for other systems"),
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
    country: str = ""
    course_id: UUID | None = None
    cohort_id: UUID | None = None

    def query(self) -> dict[str, str]:
        """Return it as the values of an address or of hidden fields, the page left out."""
        values = {
            "branch": self.branch_id,
            "edition": self.edition_id,
            "unit": self.unit_id,
            "state": self.state.value,
            "q": self.words,
            "country": self.country,
            "course": self.course_id,
            "cohort": self.cohort_id,
        }
        return {name: str(value) for name, value in values.items() if value}

    def place(self, edition_id: UUID, *, with_unit: bool = True) -> dict[str, str]:
        """Return the same without state and search: the people a figure is counted over. It is never empty."""
        bare = replace(self, state=State.EVERYONE, words="", edition_id=edition_id)
        return (bare if with_unit else replace(bare, unit_id=None)).query()

    def cohort(self, cohort_id: UUID, edition_id: UUID) -> dict[str, str]:
        """Return the same place with nothing but a cohort asked for."""
        return replace(self, cohort_id=cohort_id, course_id=None).place(edition_id)


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
        country=values.get("country", "")[:2],
        course_id=_id(values.get("course", "")),
        cohort_id=_id(values.get("cohort", "")),
    )


class ExportForm(Form):
    """How the table is written."""

    format = SelectField(
        _l("Format"),
        choices=[SelectChoice(each.value, words) for each, words in FORMATS.items()],
        default=Format.CSV.value,
    )
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

    @property
    def terms(self) -> Terms:
        """What was chosen."""
        return Terms(Format(self.format.data), self.separator.data, self.has_bom.data)

    @property
    def is_print(self) -> bool:
        """Whether it is for paper."""
        return bool(self.format.data == Format.PDF)


class ScheduleForm(Form):
    """Which report shall come again and again, and how often."""

    report = SelectField(
        _l("Report"), choices=[SelectChoice(each.value, words) for each, words in REPORTS.items()]
    )
    rhythm = SelectField(
        _l("How often?"),
        choices=[SelectChoice(each.value, words) for each, words in RHYTHMS.items()],
        default=Rhythm.MONTHLY.value,
    )


def _id(typed: str) -> UUID | None:
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFound from error
