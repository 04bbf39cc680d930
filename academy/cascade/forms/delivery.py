"""What an assessor notes where a graduate teaches."""

from __future__ import annotations

from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from academy.cascade.rules.delivery import Seen
from academy.web.forms import Form

SEEN = {Seen.MET: _l("Met"), Seen.NOT_MET: _l("Not met"), Seen.NOT_SEEN: _l("Not seen")}
#: What is looked for, by its key.
CRITERIA = {
    "objectives": _l("Says at the start what trainees will be able to do, and comes back to it at the end."),
    "safety": _l("Briefs on safety before every exercise, and stops what is unsafe."),
    "national-law": _l("Uses the law, the authorities and the forms of this country, not those of another."),
    "custody": _l("Teaches an unbroken chain of custody: seal, label, log and handover, each with time and person."),
    "fact-and-inference": _l("Keeps what was seen apart from what is concluded from it."),
    "practice": _l("Gives every trainee time to practise, and says what to do better."),
    "no-open-cases": _l("Uses no open case, and names no suspect."),
    "answers": _l("Answers questions rightly, or says that she will find out."),
    "assessment": _l("Holds the assessment fairly: own work, the same time and terms for everybody."),
}  # fmt: skip


class DeliveryForm(Form):
    """Everything of a sign-off but the criteria."""

    key = HiddenField(default=lambda: uuid4().hex, validators=[Regexp(r"[0-9a-f]{32}\Z")])
    number = HiddenField(validators=[Regexp(r"\d{1,4}\Z")])
    observed_on = DateField(_l("Observed on"), validators=[InputRequired(_l("Choose the day."))])
    note = TextAreaField(
        _l("Note for the leader"), validators=[Length(max=4000)],
        description=_l("What was good, what to practise. Write no names and nothing of a real case."),
    )  # fmt: skip
