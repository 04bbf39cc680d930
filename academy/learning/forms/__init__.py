"""What those who run a cohort may type: other dates, prior learning; and how locks and dates are put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from academy.learning.rules import Dates
from academy.web.forms import Form

if TYPE_CHECKING:
    from collections.abc import Mapping

#: In the choice of whom an override is for: everybody.
EVERYBODY = "cohort"


def _text(value: str | None) -> str:
    return (value or "").strip()


class StandInForm(Form):
    """What stands in for the edition, and why."""

    opens_on = DateField(_l("Opens on"), validators=[Optional()])
    due_on = DateField(_l("Due on"), validators=[Optional()])
    closes_on = DateField(
        _l("Open until"), validators=[Optional()],
        description=_l("The last day. Later answers are kept and do not count."),
    )  # fmt: skip
    attempts = IntegerField(
        _l("Attempts"), validators=[Optional(), NumberRange(min=1, max=50)],
        description=_l("Altogether, instead of what the edition says."),
    )  # fmt: skip
    minutes = IntegerField(
        _l("Minutes"), validators=[Optional(), NumberRange(min=1, max=24 * 60)],
        description=_l("For each attempt, instead of what the edition says."),
    )  # fmt: skip
    extra_minutes = IntegerField(
        _l("Extra minutes"), validators=[Optional(), NumberRange(min=1, max=24 * 60)],
        description=_l("On top of what there are. Open attempts get them at once."),
    )  # fmt: skip
    reason = StringField(
        _l("Why"), filters=[_text], validators=[InputRequired(_l("Say why; it stays on record.")), Length(max=500)],
        description=_l("The learners concerned can read this. Name nobody."),
    )  # fmt: skip

    @property
    def stands(self) -> Dates:
        """What was typed, as the rules take it."""
        return Dates(
            self.opens_on.data, self.due_on.data, self.closes_on.data, self.attempts.data, self.minutes.data,
            self.extra_minutes.data,
        )  # fmt: skip


class OverrideForm(StandInForm):
    """A new override: for whom, and at which activity."""

    whom = SelectField(_l("For whom"))
    activity = SelectField(_l("Where"), validate_choice=True)

    def offer(self, people: Mapping[str, str], activities: Mapping[str, str]) -> None:
        """Offer the learners by enrolment and the activities by slug."""
        self.whom.choices = [(EVERYBODY, _l("The whole cohort")), *people.items()]
        self.activity.choices = [("", _l("The course as a whole")), *activities.items()]


class ChangeOverrideForm(StandInForm):
    """An override to change; ``seen`` says which state of it was on the form."""

    seen = HiddenField()


class PriorLearningForm(Form):
    """Evidence that a learner could do an activity before."""

    activity = SelectField(_l("Activity"))
    evidence = TextAreaField(
        _l("Evidence"), filters=[_text],
        validators=[InputRequired(_l("Say what shows it: a certificate, a post held, something you saw.")), Length(max=2000)],
        description=_l("What shows it: a certificate, a post held, something you saw. Name no person and no case."),
    )  # fmt: skip
    reason = StringField(
        _l("Why it counts here"), filters=[_text],
        validators=[InputRequired(_l("Say why; it stays on record.")), Length(max=500)],
        description=_l("The learner can read this."),
    )  # fmt: skip


class WithdrawForm(Form):
    """Why prior learning is withdrawn."""

    withdrawal = StringField(
        _l("Why it is withdrawn"), filters=[_text],
        validators=[InputRequired(_l("Say why; it stays on record.")), Length(max=500)],
    )  # fmt: skip


class MoveForm(Form):
    """The edition to go on in, and the digest of what was shown."""

    to = HiddenField()
    seen = HiddenField()
