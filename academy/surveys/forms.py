"""A survey as its author writes it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from academy.richtext import folded
from academy.surveys.content import SurveyChoice, SurveyContent, SurveyQuestion
from academy.web.forms import Form
from academy.web.rows import free_key

KEY = r"[a-z0-9]+(-[a-z0-9]+)*\Z"
KINDS = {
    "scale": _l("A scale of five steps"),
    "choice": _l("One of several choices"),
    "many": _l("Any number of choices"),
    "text": _l("Words of her own"),
}


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class QuestionForm(Form):
    """One question; the row of a form, so without a token of its own."""

    class Meta(Form.Meta):
        """The form around it carries the token."""

        csrf = False

    key = HiddenField(validators=[Optional(), Regexp(KEY), Length(max=60)])
    text = TextAreaField(_l("Question"), validators=[Length(max=1000)])
    kind = SelectField(
        _l("Answered by"),
        choices=[SelectChoice(name, label) for name, label in KINDS.items()],
        default="scale",
    )
    choices = TextAreaField(
        _l("Choices"),
        validators=[Length(max=4000)],
        description=_l("One to a line; only for a question with choices."),
    )
    low = StringField(
        _l("What 1 means"),
        filters=[_stripped],
        validators=[Length(max=200)],
        description=_l("Only for a scale."),
    )
    high = StringField(
        _l("What 5 means"),
        filters=[_stripped],
        validators=[Length(max=200)],
        description=_l("Only for a scale."),
    )
    is_required = BooleanField(_l("Must be answered"))


class SurveyForm(Form):
    """The whole survey."""

    title = StringField(
        _l("Title"), filters=[_stripped], validators=[InputRequired(_l("Give it a title.")), Length(max=200)]
    )
    minutes = IntegerField(
        _l("Minutes"), validators=[InputRequired(_l("Type a whole number.")), NumberRange(1, 600)],
        description=_l("How long it takes to answer."),
    )  # fmt: skip
    intro = TextAreaField(
        _l("Introduction"), validators=[Length(max=20000)],
        description=_l("What you want to know and what becomes of it. That answers bear no name is said in any case."),
    )  # fmt: skip
    questions = FieldList(FormField(QuestionForm))


def standard_questions() -> list[dict[str, Any]]:
    """Return the questions that many courses ask alike, as rows of the form in the author's language."""
    rows = (
        (
            "use",
            "scale",
            _("How much of it will you use in your service?"),
            _("Nothing"),
            _("Nearly all"),
            "",
        ),
        (
            "close",
            "scale",
            _("How close is it to what you meet at work?"),
            _("Far from it"),
            _("Very close"),
            "",
        ),
        ("clear", "scale", _("How clear was what you had to do?"), _("Never clear"), _("Always clear"), ""),
        (
            "helped",
            "scale",
            _("How well were you helped when you asked?"),
            _("Not at all"),
            _("Very well"),
            "",
        ),
        (
            "sure",
            "scale",
            _("How sure are you now that you would do it right?"),
            _("Not sure"),
            _("Quite sure"),
            "",
        ),
        (
            "send",
            "scale",
            _("Would you tell a colleague to take this course?"),
            _("Certainly not"),
            _("Certainly"),
            "",
        ),
        ("pace", "choice", _("The pace was"), "", "", "\n".join((_("too slow"), _("right"), _("too fast")))),
        ("change", "text", _("What should be changed first? Name nobody."), "", "", ""),
    )
    names = ("key", "kind", "text", "low", "high", "choices")
    return [dict(zip(names, row, strict=True)) | {"is_required": row[0] == "use"} for row in rows]


def written(survey: SurveyContent) -> dict[str, Any]:
    """Return what the form says of a survey."""
    rows = [
        {**each.model_dump(exclude={"choices"}), "choices": "\n".join(choice.text for choice in each.choices)}
        for each in survey.questions
    ]
    return {"title": survey.title, "minutes": survey.minutes, "intro": survey.intro, "questions": rows}


def content_of(form: SurveyForm, before: SurveyContent) -> SurveyContent:
    """Return the survey that a form in order holds; questions, and choices that read as ``before``, keep their keys."""
    rows = form.questions.data
    taken = {row["key"] for row in rows if row["key"]}
    known = {question.key: question for question in before.questions}
    questions = [
        _question(row, row["key"] or free_key("question", taken), known.get(row["key"])) for row in rows
    ]
    return SurveyContent(
        title=folded(form.title.data or ""), minutes=form.minutes.data, intro=folded(form.intro.data or ""), questions=questions
    )  # fmt: skip


def _question(row: dict[str, Any], key: str, before: SurveyQuestion | None) -> SurveyQuestion:
    kind = row["kind"]
    lines = [line for line in map(folded, (row["choices"] or "").splitlines()) if line]
    is_scale = kind == "scale"
    return SurveyQuestion(
        key=key, kind=kind, text=folded(row["text"] or ""), is_required=row["is_required"],
        choices=_choices(lines, before) if kind in ("choice", "many") else [],
        low=folded(row["low"] or "") if is_scale else "", high=folded(row["high"] or "") if is_scale else "",
    )  # fmt: skip


def _choices(lines: list[str], before: SurveyQuestion | None) -> list[SurveyChoice]:
    """Give each line a key: that of the choice that read so before, that of the one reworded in its place, or a new one."""
    old = before.choices if before else []
    keys = {choice.text: choice.key for choice in old}
    kept = {line: keys[line] for line in lines if line in keys}
    taken, found = set(keys.values()), []
    used = set(kept.values())
    for place, line in enumerate(dict.fromkeys(lines)):
        reworded = old[place].key if place < len(old) and old[place].key not in used else None
        key = kept.get(line) or reworded or free_key("choice", taken)
        used.add(key)
        found.append(SurveyChoice(key=key, text=line))
    return found
