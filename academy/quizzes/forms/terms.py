"""The terms of a quiz as its author types them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    BooleanField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from academy.quizzes.content import QuizContent, Reveal, Review
from academy.web.forms import Form

#: What a learner may see of her own attempt, in the order in which it tells more and more.
REVEALS = (
    (Reveal.RESPONSE.value, _l("Her answers")),
    (Reveal.MARKS.value, _l("Marks")),
    (Reveal.FEEDBACK.value, _l("What the review says")),
    (Reveal.ANSWERS.value, _l("Right answers")),
)
#: A third is no number that anybody types: so it is shown, and so it is read.
_THIRD = 1 / 3


class PretestForm(Form):
    """The terms that a pre-test has too."""

    title = StringField(_l("Title"), validators=[DataRequired(_l("Give it a title.")), Length(max=200)])
    minutes = IntegerField(
        _l("Minutes it takes"),
        validators=[
            InputRequired(_l("Write how many minutes it takes.")),
            NumberRange(1, 600, _l("From 1 to 600 minutes.")),
        ],
        description=_l("For the course’s plan; it limits nothing."),
    )
    instructions = TextAreaField(_l("Instructions"), validators=[Length(max=4000)], render_kw={"rows": 3})
    pretest_of = SelectField(
        _l("Is it the pre-test of another quiz?"),
        choices=[],
        description=_l(
            "A pre-test asks, of the other quiz’s items, what that quiz will not ask the same learner."
        ),
    )
    time_limit = IntegerField(
        _l("Time limit, in minutes"),
        validators=[Optional(), NumberRange(1, 1440, _l("From 1 to 1,440 minutes."))],
        description=_l("Empty: no limit. It runs by the server’s clock from the moment an attempt begins."),
    )
    on_timeout = RadioField(
        _l("When the time is over"),
        choices=[
            SelectChoice("submit", _l("What is saved is handed in by itself")),
            SelectChoice("grace", _l("Answers stop counting; there is a little time left for handing in")),
            SelectChoice("abandon", _l("What is not handed in by then is left without a result")),
        ],
    )
    grace = IntegerField(
        _l("Minutes for handing in"),
        validators=[
            InputRequired(_l("Write how many minutes there are for handing in.")),
            NumberRange(1, 1440, _l("From 1 to 1,440 minutes.")),
        ],
    )
    navigation = RadioField(
        _l("Ways through it"),
        choices=[
            SelectChoice("free", _l("Back and forth: any item can be looked at again")),
            SelectChoice("linear", _l("One way: an item that was passed does not come back")),
        ],
    )

    @classmethod
    def of(cls, quiz: QuizContent) -> Self:
        """Return the form that shows a quiz's terms."""
        return cls(**_common(quiz))

    def terms(self) -> dict[str, Any]:
        """Return what was typed, as the quiz has it."""
        return {
            "title": (self.title.data or "").strip(),
            "minutes": self.minutes.data,
            "instructions": (self.instructions.data or "").replace("\r\n", "\n").strip(),
            "pretest_of": self.pretest_of.data or None,
            "time_limit": self.time_limit.data,
            "on_timeout": self.on_timeout.data,
            "grace": self.grace.data,
            "navigation": self.navigation.data,
        }


class QuizForm(PretestForm):
    """All terms of a quiz."""

    pass_mark = DecimalField(
        _l("Pass mark, in per cent"),
        places=None,
        validators=[
            InputRequired(_l("Write the pass mark, from 0 to 100.")),
            NumberRange(0, 100, _l("From 0 to 100 per cent.")),
        ],
    )
    attempts = IntegerField(
        _l("Attempts"),
        validators=[Optional(), NumberRange(1, 99, _l("From 1 to 99 attempts."))],
        description=_l("Empty: as many as it takes."),
    )
    wait_hours = DecimalField(
        _l("Hours between two attempts"),
        places=None,
        validators=[Optional(), NumberRange(0, 8760, _l("From 0 to 8,760 hours."))],
        description=_l("Empty: the next one can begin at once."),
    )
    shuffle = BooleanField(_l("Items and choices come in an order drawn for each attempt"))
    feedback = RadioField(
        _l("Checking an answer"),
        choices=[
            SelectChoice("deferred", _l("Nothing is checked before handing in")),
            SelectChoice("immediate", _l("Each item can be checked once, and is then settled")),
            SelectChoice("interactive", _l("Each item can be checked and tried again, with its hints")),
        ],
    )
    penalty = DecimalField(
        _l("What each further try costs, in per cent of the item’s points"),
        places=None,
        validators=[
            InputRequired(_l("Write what a further try costs, from 0 to 100.")),
            NumberRange(0, 100, _l("From 0 to 100 per cent.")),
        ],
    )
    certainty = BooleanField(
        _l("Each answer comes with how sure its giver is, and counts by it"),
        description=_l(
            "A right answer wins 1, 2 or 3; a wrong one loses 0, 2 or 6. It cannot go with trying again."
        ),
    )
    review_during = SelectMultipleField(
        _l("Once an item is checked"), choices=[SelectChoice(*each) for each in REVEALS]
    )
    review_at_once = SelectMultipleField(
        _l("For 15 minutes after handing in"), choices=[SelectChoice(*each) for each in REVEALS]
    )
    review_later = SelectMultipleField(
        _l("Later, while it is open to her"), choices=[SelectChoice(*each) for each in REVEALS]
    )
    review_closed = SelectMultipleField(
        _l("Once it is closed to her"), choices=[SelectChoice(*each) for each in REVEALS]
    )
    practice = RadioField(
        _l("Practice attempts, which count for nothing"),
        choices=[
            SelectChoice("no", _l("None")),
            SelectChoice("after", _l("Once she has passed, or has no attempt left")),
            SelectChoice("always", _l("At any time, before the first real attempt too")),
        ],
    )
    entry = RadioField(
        _l("How it is entered"),
        choices=[
            SelectChoice("open", _l("Freely, whenever the course has it open")),
            SelectChoice("password", _l("As an exam, with a password that its invigilator gives out")),
            SelectChoice("code", _l("As an exam, with a code on the wall that changes every half minute")),
        ],
    )

    @classmethod
    def of(cls, quiz: QuizContent) -> Self:
        """Return the form that shows a quiz's terms."""
        return cls(
            **_common(quiz), pass_mark=_per_cent(quiz.pass_mark), attempts=quiz.attempts, shuffle=quiz.shuffle,
            wait_hours=Decimal(f"{quiz.wait_hours:g}") if quiz.wait_hours else None, feedback=quiz.feedback,
            penalty=_per_cent(quiz.penalty), certainty=quiz.certainty, practice=quiz.practice, entry=quiz.entry,
            review_during=sorted(quiz.review.during), review_at_once=sorted(quiz.review.at_once),
            review_later=sorted(quiz.review.later), review_closed=sorted(quiz.review.closed),
        )  # fmt: skip

    def terms(self) -> dict[str, Any]:
        """Return what was typed, as the quiz has it."""
        return super().terms() | {
            "pass_mark": _share(self.pass_mark.data),
            "attempts": self.attempts.data,
            "wait_hours": float(self.wait_hours.data or 0),
            "shuffle": self.shuffle.data,
            "feedback": self.feedback.data,
            "penalty": _share(self.penalty.data),
            "certainty": self.certainty.data,
            "review": Review(
                during=frozenset(map(Reveal, self.review_during.data or [])),
                at_once=frozenset(map(Reveal, self.review_at_once.data or [])),
                later=frozenset(map(Reveal, self.review_later.data or [])),
                closed=frozenset(map(Reveal, self.review_closed.data or [])),
            ),
            "practice": self.practice.data,
            "entry": self.entry.data,
        }


def _common(quiz: QuizContent) -> dict[str, Any]:
    return {
        "title": quiz.title, "minutes": quiz.minutes, "instructions": quiz.instructions, "pretest_of": quiz.pretest_of or "",
        "time_limit": quiz.time_limit, "on_timeout": quiz.on_timeout, "grace": quiz.grace, "navigation": quiz.navigation,
    }  # fmt: skip


def _per_cent(share: float) -> Decimal:
    return Decimal(f"{share * 100:.6g}")


def _share(typed: Decimal | None) -> float:
    if typed == _per_cent(_THIRD):
        return _THIRD
    return round(float(typed or 0) / 100, 6)
