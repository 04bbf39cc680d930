"""What may be typed about cohorts, nominations, and in a class."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from academy.web.forms import Form

#: More than the largest hall; keeps a slip of the finger out.
LARGEST = 2000
LONGEST_TITLE, LONGEST_BODY, LONGEST_QUESTION, LONGEST_REASON = 120, 5000, 2000, 500


def _on_one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _trimmed(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


class CohortForm(Form):
    """What may be changed of a cohort. Agencies and trainers are filled in by the view."""

    name = StringField(
        _l("Name"), filters=[_on_one_line],
        validators=[DataRequired(_l("Give the cohort a name.")), Length(max=LONGEST_TITLE)],
        description=_l("Learners and coordinators see it, for example: Spring 2027, field track."),
    )  # fmt: skip
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Say when it begins."))])
    closes_on = DateField(
        _l("Last day to join"), validators=[Optional()],
        description=_l("Late joiners are welcome until then. Empty: for as long as there is room."),
    )  # fmt: skip
    capacity = IntegerField(
        _l("Places"), validators=[Optional(), NumberRange(1, LARGEST)],
        description=_l("Whoever is approved beyond this waits for a place. Empty: as many as come."),
    )  # fmt: skip
    nominations_until = DateField(
        _l("Agencies nominate until"), validators=[Optional()],
        description=_l("Empty: nobody is nominated for this cohort."),
    )  # fmt: skip
    agency = SelectField(
        _l("Held by"), description=_l("Coordinators above and below this agency can nominate their people.")
    )
    trainers = SelectMultipleField(
        _l("Trainers"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    #: What the form showed (``queries.picture_of``).
    based_on = HiddenField()


class NewCohortForm(CohortForm):
    """A cohort that is not there yet. The courses are filled in by the view."""

    course = SelectField(_l("Course"), description=_l("The cohort gets the edition that is live today."))


class DeclineForm(Form):
    """Why a nomination is declined."""

    reason = TextAreaField(
        _l("Reason"), filters=[_trimmed],
        validators=[DataRequired(_l("Say why, so that the agency knows.")), Length(max=LONGEST_REASON)],
        description=_l("The coordinator reads it."),
    )  # fmt: skip


class AnnouncementForm(Form):
    """News for a class."""

    title = StringField(
        _l("Heading"), filters=[_on_one_line],
        validators=[DataRequired(_l("Give the news a heading.")), Length(max=LONGEST_TITLE)],
    )  # fmt: skip
    body = TextAreaField(
        _l("Text"), filters=[_trimmed],
        validators=[DataRequired(_l("Write what your class should know.")), Length(max=LONGEST_BODY)],
        description=_l(
            "An empty line begins a paragraph; **bold**, *emphasis* and [words](https://…) for a link. "
            "Name nobody."
        ),
    )  # fmt: skip


class QuestionForm(Form):
    """A question to the trainers. The activities are filled in by the view."""

    activity = SelectField(_l("What is it about?"))
    text = TextAreaField(
        _l("Your question"), filters=[_trimmed],
        validators=[DataRequired(_l("Write your question.")), Length(max=LONGEST_QUESTION)],
        description=_l("Describe no real case and name nobody. The trainers see your call-sign."),
    )  # fmt: skip


class AnswerForm(Form):
    """An answer to a question."""

    answer = TextAreaField(
        _l("Answer"), filters=[_trimmed],
        validators=[DataRequired(_l("Write an answer.")), Length(max=LONGEST_BODY)],
    )  # fmt: skip
    is_shared = BooleanField(
        _l("Share question and answer with the whole class"),
        description=_l("The class does not see who asked. Look that the question does not give it away."),
    )
    #: The answer as the form showed it.
    based_on = HiddenField()
