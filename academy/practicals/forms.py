"""What may be typed about practicals: one go as an assessor saw it, and the practical itself."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from academy.practicals.content import Criterion, PracticalContent
from academy.practicals.rules import Observed
from academy.richtext import folded
from academy.web.forms import Form
from academy.web.rows import free_key

KEY = r"[a-z0-9]+(-[a-z0-9]+)*\Z"
OBSERVED = {
    Observed.MET: _l("Met"),
    Observed.NOT_MET: _l("Not met"),
    Observed.NOT_SEEN: _l("Not seen"),
}


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class SignOffForm(Form):
    """Everything of a sign-off but the criteria, which are the edition's own. The view fills in who may have observed."""

    key = HiddenField(default=lambda: uuid4().hex, validators=[Regexp(r"[0-9a-f]{32}\Z")])
    number = HiddenField(validators=[Regexp(r"\d{1,4}\Z")])
    entered_from = RadioField(
        _l("Entered"),
        choices=[
            SelectChoice("observed", _l("On the spot, by myself")),
            SelectChoice("paper", _l("Copied from a signed sheet")),
        ],
        default="observed",
    )
    observed_on = DateField(_l("Observed on"), validators=[InputRequired(_l("Choose the day."))])
    assessor = SelectField(
        _l("Observed by"),
        description=_l("From a sheet: whoever signed it. The academy notes that you copied it."),
    )
    note = TextAreaField(
        _l("Note for the learner"), validators=[Length(max=4000)],
        description=_l("What was good, what to practise. Write no names and nothing of a real case."),
    )  # fmt: skip


class CriterionForm(Form):
    """One criterion; the row of a form, so without a token of its own."""

    class Meta(Form.Meta):
        """The form around it carries the token."""

        csrf = False

    key = HiddenField(validators=[Optional(), Regexp(KEY), Length(max=60)])
    text = TextAreaField(_l("What can be seen"), validators=[Length(max=1000)])
    critical = BooleanField(_l("Critical: not met, the whole is not passed"))
    group = StringField(_l("Heading it stands under"), filters=[_stripped], validators=[Length(max=200)])


class PracticalForm(Form):
    """A practical as its author writes it."""

    title = StringField(
        _l("Title"), filters=[_stripped], validators=[InputRequired(_l("Give it a title.")), Length(max=200)]
    )
    minutes = IntegerField(
        _l("Minutes"), validators=[InputRequired(_l("Type a whole number.")), NumberRange(1, 600)],
        description=_l("How long one learner takes."),
    )  # fmt: skip
    task = TextAreaField(
        _l("Task"), validators=[Length(max=20000)],
        description=_l("What the learner is told. An empty line begins a new paragraph."),
    )  # fmt: skip
    safety = TextAreaField(
        _l("Safety first"), validators=[Length(max=20000)], description=_l("Read out before it begins.")
    )
    materials = TextAreaField(
        _l("What has to be laid out"), validators=[Length(max=4000)], description=_l("One thing to a line.")
    )
    needed = IntegerField(
        _l("Others needed, in per cent"),
        validators=[InputRequired(_l("Type a whole number.")), NumberRange(0, 100)],
        description=_l(
            "How many of the criteria that are not critical must be met. Every critical one must be in any case."
        ),
    )
    resits = IntegerField(
        _l("Resits"),
        validators=[Optional(), NumberRange(0, 20)],
        description=_l("Empty: as often as it takes."),
    )
    criteria = FieldList(FormField(CriterionForm))


def written(practical: PracticalContent) -> dict[str, Any]:
    """Return what the form says of a practical."""
    return {
        "title": practical.title, "minutes": practical.minutes, "task": practical.task, "safety": practical.safety,
        "materials": "\n".join(practical.materials), "needed": round(practical.needed * 100), "resits": practical.resits,
        "criteria": [each.model_dump() for each in practical.criteria],
    }  # fmt: skip


def content_of(form: PracticalForm, before: PracticalContent) -> PracticalContent:
    """Return the practical that a form in order holds; a criterion keeps its key, a new one gets one.

    A share that was finer than whole per cent ``before`` stays so unless it was changed.
    """
    typed = form.needed.data or 0
    share = before.needed if round(before.needed * 100) == typed else typed / 100
    rows = form.criteria.data
    taken = {row["key"] for row in rows if row["key"]}
    criteria = [
        Criterion(
            key=row["key"] or free_key("criterion", taken), text=folded(row["text"] or ""), critical=row["critical"],
            group=folded(row["group"] or ""),
        )
        for row in rows
    ]  # fmt: skip
    lines = (folded(line) for line in (form.materials.data or "").splitlines())
    return PracticalContent(
        title=folded(form.title.data or ""), minutes=form.minutes.data, task=folded(form.task.data or ""),
        safety=folded(form.safety.data or ""), materials=[line for line in lines if line],
        criteria=criteria, needed=share, resits=form.resits.data,
    )  # fmt: skip
