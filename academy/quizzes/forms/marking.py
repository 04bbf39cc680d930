"""What may be typed about marks: a person's mark, an appeal and its answer, a regrade."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    DecimalField,
    HiddenField,
    RadioField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from academy.quizzes.models import Policy
from academy.web.forms import Form

LONGEST = 4000
POLICIES = {
    Policy.FULL_CREDIT: _l("Full credit to everybody"),
    Policy.BOTH_KEYS: _l("Both keys are right: the better of both marks counts"),
    Policy.NEW_KEY: _l("Only the new key is right"),
    Policy.NONE: _l("Change no result; the decision is only recorded"),
}


class MarkForm(Form):
    """A mark by a rubric; its levels are named by the rubric itself, so the view reads them."""

    comment = TextAreaField(
        _l("To the learner"), validators=[Length(max=LONGEST)],
        description=_l("What was good, and what was missing. Needed unless everything is at its best level. Write no names."),
    )  # fmt: skip
    #: Whether the two earlier marks stood on the page.
    deciding = HiddenField()


class AppealForm(Form):
    """Why a mark is not right."""

    reason = TextAreaField(
        _l("Why the mark is not right"),
        validators=[InputRequired(_l("Say why; a person reads it and answers.")), Length(max=LONGEST)],
        description=_l("Say what in your answer deserves more, and where you take that from. Name nobody and no real case."),
    )  # fmt: skip


class DecisionForm(Form):
    """The answer to an appeal."""

    verdict = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("upheld", _l("Upheld: the mark is raised")),
            SelectChoice("dismissed", _l("Dismissed: the mark stays")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    points = DecimalField(
        _l("Points from now on"), places=None, validators=[Optional(), NumberRange(min=0, max=10000)],
        description=_l("Only where the appeal is upheld. More than now, and no more than the item has."),
    )  # fmt: skip
    answer = TextAreaField(
        _l("Reasons, to the learner"),
        validators=[InputRequired(_l("Give your reasons; the learner reads them.")), Length(max=LONGEST)],
    )


class RegradeForm(Form):
    """A decision on an item that was shown with what it would do; ``seen`` tells what was shown."""

    reason = TextAreaField(
        _l("Why it is marked anew"),
        validators=[InputRequired(_l("Say why; learners whose result changes read it.")), Length(max=2000)],
        description=_l("Learners whose result changes read this. Name nobody."),
    )
    seen = HiddenField()
