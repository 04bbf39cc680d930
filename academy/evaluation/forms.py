"""The words of what supervisors are asked, and what may be typed on the pages of evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from academy.evaluation.rules import Period, Step
from academy.web.forms import Form

#: Keeps a slip of the finger out.
MOST = 100_000
LONGEST_SOURCE = 200

#: In the order of ``rules.QUESTIONS``.
QUESTIONS = {
    "safety": _l("Protected herself and others as the find called for: gloves, distance, a clear no."),
    "scene": _l("Secured a place before anything on it was touched."),
    "authority": _l("Called the authority in charge before doing anything else with the find."),
    "custody": _l("Handed over something found, with a record of every hand that held it."),
    "file": _l("Wrote notes or a report that went into a file for the prosecution."),
    "teaching": _l("Showed colleagues something of what the course teaches."),
}
STEPS = {
    Step.SEVERAL: _l("Several times"),
    Step.ONCE: _l("Once"),
    Step.NEVER: _l("Never"),
    Step.NO_OCCASION: _l("There was no occasion"),
}


def period_words(period: Period) -> str:
    """Return a period as people say it."""
    if period.months == 3:
        return str(_("Quarter %(part)s of %(year)s", part=period.part, year=period.starts_on.year))
    return str(_("Half %(part)s of %(year)s", part=period.part, year=period.starts_on.year))


class AnswerForm(Form):
    """What was seen of one officer. The answers themselves are read by ``rules.read_answers``."""

    #: What the form showed (``service.version_of``).
    based_on = HiddenField()


class SupervisorForm(Form):
    """Who is asked about an officer; the choices are filled in by the view."""

    supervisor = SelectField(_l("Who is asked"))
    based_on = HiddenField()


def _on_one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class FiguresForm(Form):
    """The counts of one period."""

    cases_opened = IntegerField(
        _l("Cases opened"), validators=[InputRequired(_l("Type a whole number.")), NumberRange(0, MOST)]
    )
    files_sent = IntegerField(
        _l("Files sent to the prosecution"),
        validators=[InputRequired(_l("Type a whole number.")), NumberRange(0, MOST)],
    )
    source = StringField(
        _l("Where the counts are from"), filters=[_on_one_line],
        validators=[InputRequired(_l("Say where the counts are from.")), Length(max=LONGEST_SOURCE)],
        description=_l("A register or a report, for example: annual report, table 4. Name no case and nobody."),
    )  # fmt: skip


class CaseReportForm(FiguresForm):
    """The counts of a period that is chosen; the periods are filled in by the view."""

    period = SelectField(_l("Period"))


class TableForm(Form):
    """How the page is taken away."""

    kind = SelectField(
        _l("As"), choices=[SelectChoice("xlsx", _l("Workbook (XLSX)")), SelectChoice("csv", _l("CSV"))]
    )


def missing_words(missing: tuple[str, ...]) -> Mapping[str, str]:
    """Return what is said beside each question that lacks an answer."""
    return {key: str(_("Please answer this one.")) for key in missing}
