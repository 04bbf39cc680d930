"""What a browser sends beside a response (which device, its count of saves, the key that makes a retry one), and
the terms of a quiz as its author types them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from academy.errors import Invalid
from academy.quizzes.content import QuizContent
from academy.web.forms import Form

#: A device's own name and a save's key are opaque; this is all they may be made of.
OPAQUE = re.compile(r"[A-Za-z0-9_-]{8,64}")
LAST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True)
class Envelope:
    """The parts of a save that are not the response."""

    device: str
    sequence: int
    key: str


def envelope(form: Mapping[str, str], *, page: str, moment: int) -> Envelope:
    """Read the envelope of a save. Without a script the page is the device and ``moment`` its sequence.

    Raises Invalid for values no page of ours sends.
    """
    device = form.get("device") or page
    sequence = form.get("sequence") or str(moment)
    key = form.get("idempotency_key") or uuid4().hex
    if (
        not OPAQUE.fullmatch(device)
        or not OPAQUE.fullmatch(key)
        or not sequence.isascii()
        or not sequence.isdigit()
    ):
        raise Invalid("bad-envelope")
    if int(sequence) > LAST_SEQUENCE:
        raise Invalid("bad-envelope")
    return Envelope(device, int(sequence), key)


class QuizForm(Form):
    """The terms of a quiz."""

    title = StringField(_l("Title"), validators=[DataRequired(_l("Give it a title.")), Length(max=200)])
    minutes = IntegerField(
        _l("Minutes it takes"),
        validators=[
            InputRequired(_l("Write how many minutes it takes.")),
            NumberRange(1, 600, _l("From 1 to 600 minutes.")),
        ],
    )
    instructions = TextAreaField(_l("Instructions"), validators=[Length(max=4000)], render_kw={"rows": 3})
    pass_mark = DecimalField(
        _l("Pass mark, in per cent"),
        places=None,
        validators=[
            InputRequired(_l("Write the pass mark, from 0 to 100.")),
            NumberRange(0, 100, _l("From 0 to 100 per cent.")),
        ],
    )
    shuffle = BooleanField(_l("Items and choices come in an order drawn for each attempt"))
    attempts = IntegerField(
        _l("Attempts"),
        validators=[Optional(), NumberRange(1, 99, _l("From 1 to 99 attempts."))],
        description=_l("Empty: as many as it takes."),
    )
    pretest_of = SelectField(
        _l("Is it the pre-test of another quiz?"),
        choices=[],
        description=_l(
            "A pre-test asks, of the other quiz’s items, what that quiz will not ask the same learner."
        ),
    )

    @classmethod
    def of(cls, quiz: QuizContent) -> Self:
        """Return the form that shows a quiz's terms."""
        return cls(
            title=quiz.title, minutes=quiz.minutes, instructions=quiz.instructions, pass_mark=Decimal(f"{quiz.pass_mark * 100:g}"),
            shuffle=quiz.shuffle, attempts=quiz.attempts, pretest_of=quiz.pretest_of or "",
        )  # fmt: skip

    def terms(self) -> dict[str, Any]:
        """Return what was typed, as the quiz has it."""
        return {
            "title": (self.title.data or "").strip(),
            "minutes": self.minutes.data,
            "instructions": (self.instructions.data or "").replace("\r\n", "\n").strip(),
            "pass_mark": round(float(self.pass_mark.data or 0) / 100, 6),
            "shuffle": self.shuffle.data,
            "attempts": self.attempts.data,
            "pretest_of": self.pretest_of.data or None,
        }
