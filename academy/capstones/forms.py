"""What may be typed about a capstone: a mark."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from academy.capstones.content import CapstoneContent
from academy.capstones.rules import Muddle
from academy.web.forms import Form

LONGEST = 4000
#: What a marker may say of a row.
MUDDLES: Mapping[str, LazyString] = {
    Muddle.INFERENCE_AS_FACT: _l("An inference is taken for a fact"),
    Muddle.FACT_AS_INFERENCE: _l("A fact is taken for an inference"),
    Muddle.TOO_SURE: _l("Surer than what is held allows"),
}
CERTAINTIES: Mapping[int, LazyString] = {
    1: _l("1 – possible"),
    2: _l("2 – likely"),
    3: _l("3 – as good as certain"),
}


class MarkForm(Form):
    """A mark by the rubric; levels, notes and rows are named by the capstone itself and read by ``sent``."""

    comment = TextAreaField(
        _l("To the learner"), validators=[Length(max=LONGEST)],
        description=_l("What was good, and what was missing. Needed unless everything is at its best level. Write no names."),
    )  # fmt: skip
    #: Whether the two earlier marks stood on the page.
    deciding = HiddenField()


def levels_in(capstone: CapstoneContent, form: Mapping[str, str]) -> dict[str, int]:
    """Return the levels that were chosen; what is no number is left out, and then missed."""
    sent = {each.key: form.get(f"level-{each.key}", "") for each in capstone.criteria}
    return {
        key: int(value)
        for key, value in sent.items()
        if value.isascii() and value.isdigit() and len(value) < 3
    }


def notes_in(capstone: CapstoneContent, form: Mapping[str, str]) -> dict[str, str]:
    """Return what is said of single criteria."""
    sent = {each.key: form.get(f"note-{each.key}", "").strip()[:LONGEST] for each in capstone.criteria}
    return {key: text for key, text in sent.items() if text}


def muddles_in(rows: list[int], form: Mapping[str, str]) -> dict[str, str]:
    """Return what is said of rows of the table; what is none of ``Muddle`` is left out."""
    sent = {str(number): form.get(f"row-{number}", "") for number in rows}
    return {number: value for number, value in sent.items() if value in MUDDLES}
