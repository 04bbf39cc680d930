"""What may be typed about a commitment, and the words for its kind and for how far it is."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectChoice, SelectField, TextAreaField  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from academy.cascade.rules.commitments import MADE, WITHDRAWN, Kind, Progress
from academy.web.forms import Form

KINDS = {
    Kind.TRAIN: _l("Train colleagues"),
    Kind.PROTOCOL: _l("Write or improve a protocol"),
    Kind.EQUIPMENT: _l("Set up equipment or a kit"),
    Kind.LINE: _l("Open a line to a laboratory or a prosecutor"),
    Kind.CASE_WORK: _l("Case work"),
    Kind.OTHER: _l("Something else"),
}
#: Where a commitment stands, in words, with the kind and the icon of its tag.
STAGES = {
    MADE: (_l("No report yet"), "", ""),
    Progress.NOT_BEGUN: (_l("Not begun"), "warn", "clock"),
    Progress.UNDER_WAY: (_l("Under way"), "accent", "clock"),
    Progress.KEPT: (_l("Fulfilled"), "ok", "check"),
    Progress.GIVEN_UP: (_l("Given up"), "danger", "close"),
    WITHDRAWN: (_l("Withdrawn"), "", "close"),
}


def _trimmed(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


class CommitmentForm(Form):
    """What a graduate commits herself to."""

    key = HiddenField(default=lambda: uuid4().hex, validators=[Regexp(r"[0-9a-f]{32}\Z")])
    kind = SelectField(_l("Kind"), choices=[SelectChoice(*each) for each in KINDS.items()])
    text = TextAreaField(
        _l("What you will do"), filters=[_trimmed],
        validators=[DataRequired(_l("Write a few sentences.")), Length(max=500)],
        description=_l("In your own words, so that you and your agency can tell whether it is done. Name nobody, and describe no real case."),
    )  # fmt: skip
    due_on = DateField(
        _l("By when"), validators=[InputRequired(_l("Choose the day."))],
        description=_l("Within two years."),
    )  # fmt: skip


class ProgressForm(Form):
    """How far a graduate says she is."""

    number = HiddenField(validators=[Regexp(r"\d{1,4}\Z")])
    progress = RadioField(
        _l("How far are you?"), choices=[SelectChoice(each.value, STAGES[each][0]) for each in Progress],
        validators=[InputRequired(_l("Choose one."))],
    )  # fmt: skip
    note = TextAreaField(
        _l("Note"), filters=[_trimmed], validators=[Length(max=1000)],
        description=_l("What came of it, or what is in the way. Name nobody, and describe no real case."),
    )  # fmt: skip
