"""What may be typed about exams: when, before whom, by which password; extra time; the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, cast
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from academy.accounts.models import Person
from academy.quizzes.models import Exam
from academy.quizzes.rules.exams import MOST_EXTRA, SHORTEST_PASSWORD
from academy.web.forms import Form


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class ExamForm(Form):
    """An exam of one quiz. The times are UTC, as everywhere in the academy."""

    day = DateField(_l("Day"), validators=[InputRequired(_l("Choose the day."))])
    opens = TimeField(_l("Begins, UTC"), validators=[InputRequired(_l("Type when it begins."))])
    last_day = DateField(_l("Last day"), validators=[InputRequired(_l("Choose the day."))])
    closes = TimeField(_l("Ends, UTC"), validators=[InputRequired(_l("Type when it ends."))])
    invigilator = SelectField(
        _l("Invigilator"), description=_l("Learners see who it is, and the record names her for good.")
    )
    password = StringField(
        _l("Password"), filters=[_stripped], validators=[Length(max=100)],
        description=_l("At least six signs. Give it out in the room when the exam begins; it cannot be read here later."),
    )  # fmt: skip
    #: Which state of the exam was on the form.
    seen = HiddenField()

    def offer(self, people: Iterable[Person]) -> None:
        """Fill in who may invigilate."""
        self.invigilator.choices = [SelectChoice(str(each.id), each.call_sign) for each in people]

    @property
    def opens_at(self) -> datetime:
        """When it begins."""
        return _moment(self.day.data, self.opens.data)

    @property
    def closes_at(self) -> datetime:
        """When it ends."""
        return _moment(self.last_day.data, self.closes.data)

    @property
    def invigilator_id(self) -> UUID:
        """Who holds it."""
        return UUID(self.invigilator.data)

    @property
    def is_password_short(self) -> bool:
        """Whether a password was typed that anybody guesses."""
        return 0 < len(self.password.data or "") < SHORTEST_PASSWORD


def typed(exam: Exam, *, seen: str) -> Mapping[str, Any]:
    """Return what the form says of an exam there is, in the state that ``seen`` names."""
    return {
        "day": exam.opens_at.date(), "opens": exam.opens_at.time(), "last_day": exam.closes_at.date(),
        "closes": exam.closes_at.time(), "invigilator": str(exam.invigilator_id or ""), "seen": seen,
    }  # fmt: skip


def proposed(at: datetime, invigilator_id: UUID) -> Mapping[str, Any]:
    """Return what the form of a new exam begins with."""
    return {"day": at.date(), "last_day": at.date(), "invigilator": str(invigilator_id)}


class TimeForm(Form):
    """More minutes for one learner."""

    minutes = IntegerField(
        _l("Minutes"), validators=[InputRequired(_l("Type a whole number.")), NumberRange(1, MOST_EXTRA)]
    )


class RecordForm(Form):
    """What the invigilator has to say of an exam that is over."""

    record = TextAreaField(
        _l("Record"),
        validators=[InputRequired(_l("Say how it went, if only that nothing happened.")), Length(max=4000)],
        description=_l(
            "Who was late or left, what was disturbed, what was allowed. Call-signs only, no legal names."
        ),
    )


def _moment(day: Any, clock: Any) -> datetime:
    return datetime.combine(cast(date, day), cast(time, clock), UTC)
