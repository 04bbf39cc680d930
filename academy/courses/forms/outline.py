"""What may be typed about a course, its modules and the places of its activities."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from academy import i18n
from academy.courses.content import Renews
from academy.web.forms import Form

LEVELS = {"basic": _l("Basic"), "advanced": _l("Advanced"), "supreme": _l("Supreme")}
#: Kind of activity → what it is for.
PURPOSES = {
    "lesson": _l("Text, pictures and films to read and watch, with questions on the way."),
    "quiz": _l("Questions that are marked, with a pass mark."),
    "meeting": _l("A class in a room or online, with a list of who was there."),
    "practical": _l("A skill shown to an assessor, who ticks what can be observed."),
    "survey": _l("Questions without right or wrong, to hear what learners think."),
    "case": _l("An investigation to work through."),
    "linkage": _l("Many incidents, some by the same hand: link them or separate them, with reasons."),
    "capstone": _l("A bag to search: inventory first, then what follows from it. Two people mark it."),
}
#: Kind of activity → its name.
KIND_NAMES = {
    "lesson": _l("Lesson"),
    "quiz": _l("Quiz"),
    "meeting": _l("Meeting"),
    "practical": _l("Practical"),
    "survey": _l("Survey"),
    "case": _l("Case"),
    "linkage": _l("Linkage board"),
    "capstone": _l("Capstone"),
}
_LEVELS = [SelectChoice(*each) for each in LEVELS.items()]
_LANGUAGES = [SelectChoice(each.code, each.name) for each in i18n.LANGUAGES.values()]
SLUG = Regexp(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Use small letters a to z, digits and single hyphens.")
)


def one_line(text: str | None) -> str | None:
    """Bring typed text to one line."""
    return " ".join(text.split()) if text else text


def _lines(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


def _title(label: LazyString = _l("Title")) -> StringField:  # noqa: B008 - said in the language of each page
    return StringField(
        label, filters=[one_line], validators=[DataRequired(_l("Type a title.")), Length(max=200)]
    )


def _slug() -> StringField:
    return StringField(
        _l("Name in addresses"),
        filters=[one_line],
        validators=[DataRequired(_l("Type a name.")), Length(max=60), SLUG],
    )


class TitleForm(Form):
    """A module that is added, by its title."""

    title = _title(_l("Title of a new module"))
    revision = HiddenField()


class NewActivityForm(Form):
    """An activity that is added: its kind, chosen from what there is, and its title."""

    kind = SelectField(_l("Kind"))
    title = _title()
    revision = HiddenField()


class NewCourseForm(Form):
    """A course that begins. Agencies and tracks are filled in by the view."""

    title = _title()
    agency = SelectField(
        _l("Whose course it is"),
        description=_l("Authors of this agency, and of those above it, can change the course."),
    )
    level = SelectField(_l("Level"), choices=_LEVELS)
    track = SelectField(_l("Track"), validate_choice=False)
    source_locale = SelectField(_l("Language it is written in"), choices=_LANGUAGES)


class CopyForm(Form):
    """A copy of a course."""

    title = _title()
    agency = SelectField(_l("Whose course it is"))


class CourseForm(Form):
    """What a course says of the whole; conditions have a form of their own."""

    title = _title()
    summary = TextAreaField(
        _l("Summary"), filters=[_lines], validators=[Length(max=2000)],
        description=_l("Two or three sentences for the catalogue."),
    )  # fmt: skip
    statement = TextAreaField(
        _l("What the certificate says"), filters=[_lines], validators=[Length(max=2000)],
        description=_l("What was assessed, in one sentence."),
    )  # fmt: skip
    level = SelectField(_l("Level"), choices=_LEVELS)
    track = SelectField(_l("Track"))
    source_locale = SelectField(_l("Language it is written in"), choices=_LANGUAGES)
    hours = IntegerField(
        _l("Hours of work"),
        validators=[
            InputRequired(_l("Type a number from 1 to 400.")),
            NumberRange(1, 400, _l("Type a number from 1 to 400.")),
        ],
    )
    valid_months = IntegerField(
        _l("Months the certificate is valid"),
        validators=[Optional(), NumberRange(1, 240, _l("Type a number from 1 to 240."))],
        description=_l("Leave it empty where the certificate does not expire."),
    )
    is_open = BooleanField(
        _l("Learners may start it themselves"), description=_l("Otherwise their agency nominates them.")
    )
    is_restricted = BooleanField(_l("Two people must approve each nomination"))
    needs_approval = BooleanField(_l("A second person must approve each edition"))
    trainer_may_assess = BooleanField(
        _l("A learner’s own trainer may sign off her practicals"),
        description=_l("Otherwise the assessor is somebody else."),
    )
    renews_course = SelectField(
        _l("Re-test for"),
        description=_l(
            "Whoever completes this course renews her certificate of that one, and gets none of this. It is not in the catalogue."
        ),
    )
    renews_opens_days = IntegerField(
        _l("Open so many days before the end"),
        validators=[Optional(), NumberRange(1, 730, _l("Type a number from 1 to 730."))],
    )
    renews_grace_days = IntegerField(
        _l("Open so many days after the end"),
        validators=[Optional(), NumberRange(0, 365, _l("Type a number from 0 to 365."))],
    )
    renews_months = IntegerField(
        _l("Months it is renewed for"),
        validators=[Optional(), NumberRange(1, 240, _l("Type a number from 1 to 240."))],
        description=_l("Leave it empty for as long as the course itself says."),
    )
    seen = HiddenField()

    @property
    def renews(self) -> dict[str, object] | None:
        """What makes it a re-test, as drafts keep it; None where it is none."""
        if not self.renews_course.data:
            return None
        said = {name: self[f"renews_{name}"].data for name in ("opens_days", "grace_days", "months")}
        typed = {name: value for name, value in said.items() if value is not None}
        return Renews(course=self.renews_course.data, **typed).model_dump(mode="json")

    @staticmethod
    def renewing(renews: Mapping[str, object] | None) -> dict[str, object]:
        """Return what the fields show of a re-test as drafts keep it."""
        said = renews or Renews(course="none").model_dump(mode="json")
        return {
            "renews_course": said["course"] if renews else "",
            **{f"renews_{name}": said[name] for name in ("opens_days", "grace_days", "months")},
        }


class ModuleForm(Form):
    """What is said of a module; its condition and its sources have forms of their own."""

    title = _title()
    summary = TextAreaField(_l("Summary"), filters=[_lines], validators=[Length(max=2000)])
    slug = _slug()
    gate = BooleanField(
        _l("Gate"), description=_l("What comes after it stays closed until everything required here is done.")
    )
    seen = HiddenField()


class PlaceForm(Form):
    """Where an activity stands and what is asked of it; its condition has a form of its own."""

    slug = _slug()
    module_id = SelectField(_l("Module"))
    is_required = BooleanField(_l("Required"), description=_l("The course is complete only when it is done."))
    due_days = IntegerField(
        _l("Due after days"),
        validators=[Optional(), NumberRange(1, 3650, _l("Type a number from 1 to 3,650."))],
        description=_l("Counted from a learner’s own start. Leave it empty for no date."),
    )
    seen = HiddenField()


class GlossaryForm(Form):
    """The words a course explains; they stand in rows."""

    seen = HiddenField()


class ProgrammeForm(Form):
    """A programme. Agencies are filled in by the view."""

    title = _title()
    summary = TextAreaField(_l("Summary"), filters=[_lines], validators=[Length(max=2000)])
    agency = SelectField(_l("Whose programme it is"))
    source_locale = SelectField(_l("Language it is written in"), choices=_LANGUAGES)
    revision = HiddenField()
