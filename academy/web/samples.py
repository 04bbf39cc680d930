"""A form with a field of every kind, some filled in wrongly: what the page of components shows. Not for readers."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from academy.web.forms import Form

WAYS = [SelectChoice("mail", "By mail"), SelectChoice("printed", "As a printed code")]
AGENCIES = [SelectChoice("a", "Demo Ranger Service"), SelectChoice("b", "Demo Police")]


class SampleForm(Form):
    """Every kind of field; its words are not translated, since only builders see the page."""

    call_sign = StringField("Call-sign", [InputRequired()], description="As your agency gave it to you.")
    email = EmailField("E-mail address")
    password = PasswordField("Password", [Length(min=15)])
    learners = IntegerField("Learners", [NumberRange(min=1)])
    begins_on = DateField("Begins on")
    agency = SelectField("Agency", choices=AGENCIES)
    way = RadioField("How does the invitation travel?", choices=WAYS)
    note = TextAreaField("Note")
    is_shared = BooleanField("This is a shared computer")


def sample_form() -> SampleForm:
    """Return the form, validated with an empty call-sign, a short password and no learners."""
    typed = MultiDict(
        {"password": "short", "learners": "0", "way": "mail", "is_shared": "y", "begins_on": "2026-01-01"}
    )
    form = SampleForm(typed, meta={"csrf": False})
    form.validate()
    return form
