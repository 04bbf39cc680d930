"""What may be typed about a training."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from academy.cascade.rules import TrainingState
from academy.cascade.rules.trainings import MOST_PLACES
from academy.web.forms import Form

#: Where a training stands, in words, with the kind and the icon of its tag.
STATES = {
    TrainingState.PROPOSED: (_l("Proposed"), "warn", "clock"),
    TrainingState.APPROVED: (_l("Approved"), "accent", "check"),
    TrainingState.DECLINED: (_l("Declined"), "danger", "close"),
    TrainingState.HELD: (_l("Held"), "ok", "check"),
    TrainingState.CANCELLED: (_l("Called off"), "danger", "close"),
}


def _on_one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _trimmed(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


class ProposalForm(Form):
    """A training that a graduate wants to hold. The courses are filled in by the view."""

    key = HiddenField(default=lambda: uuid4().hex, validators=[Regexp(r"[0-9a-f]{32}\Z")])
    course = SelectField(
        _l("Course"), description=_l("The one your certificate is of, or one of a lower level, as it is live today.")
    )  # fmt: skip
    title = StringField(
        _l("Title"), filters=[_on_one_line], validators=[DataRequired(_l("Give it a title.")), Length(max=120)],
        description=_l("Trainees and coordinators see it, for example: First responders, northern region."),
    )  # fmt: skip
    place = StringField(
        _l("Place"), filters=[_on_one_line],
        validators=[DataRequired(_l("Say where it is held.")), Length(max=120)],
    )  # fmt: skip
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Choose its first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Say when it ends."))])
    places = IntegerField(
        _l("Places"), validators=[InputRequired(_l("Type a whole number.")), NumberRange(1, MOST_PLACES)],
        description=_l("How many colleagues you can teach well at once."),
    )  # fmt: skip


class ReasonForm(Form):
    """Why a training is declined or called off."""

    reason = TextAreaField(
        _l("Reason"), filters=[_trimmed], validators=[DataRequired(_l("Say why.")), Length(max=500)],
        description=_l("Whoever leads the training and whoever decides on it read it."),
    )  # fmt: skip


class ReportForm(Form):
    """How a training went, as its leader says."""

    report = TextAreaField(
        _l("Report"), filters=[_trimmed],
        validators=[DataRequired(_l("Write a few sentences.")), Length(max=2000)],
        description=_l("What went well, what did not, what you would change. Name nobody, and describe no real case."),
    )  # fmt: skip
