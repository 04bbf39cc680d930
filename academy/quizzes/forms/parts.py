"""A part of a quiz as its author shapes it: a section's heading, which items stand there, what is drawn there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from academy.quizzes.content import Draw, Section
from academy.quizzes.rules import MOST_DRAWN
from academy.web.forms import Form

#: Rows of draws on one page.
MOST_ROWS = 20
_WRONG_COUNT = _l("Write how many, from 1 to 50.")
_NO_FILTER = _l("Choose a competency, a tag, or both.")
_TWICE = _l("Another draw of this part asks for the same: put them together.")


class SectionForm(Form):
    """The heading of a section."""

    title = StringField(_l("Title"), validators=[DataRequired(_l("Give it a title.")), Length(max=200)])
    instructions = TextAreaField(_l("Instructions"), validators=[Length(max=4000)], render_kw={"rows": 3})
    shuffle = BooleanField(
        _l("Its items come in an order drawn for each attempt"),
        description=_l("Only where the quiz itself mixes."),
    )

    @classmethod
    def of(cls, section: Section | None) -> Self:
        """Return the form that shows a section, or a new one."""
        if section is None:
            return cls(shuffle=True)
        return cls(title=section.title, instructions=section.instructions, shuffle=section.shuffle)


@dataclass(frozen=True)
class DrawRow:
    """A draw as typed, with what is wrong with it by field."""

    competency: str = ""
    tag: str = ""
    count: str = ""
    errors: Mapping[str, LazyString] = field(default_factory=dict)

    @classmethod
    def of(cls, draw: Draw) -> Self:
        """Return the row that shows a draw."""
        return cls(draw.competency or "", draw.tag or "", str(draw.count))


def typed_rows(form: MultiDict[str, str]) -> list[DrawRow]:
    """Return the draws a browser sent, but for those left without a number."""
    found = []
    for place in range(MOST_ROWS):
        competency, tag, count = (
            form.get(f"draw.{place}.{name}", "").strip() for name in ("competency", "tag", "count")
        )
        row = DrawRow(competency, tag, count)
        if row.count and row.count != "0":
            found.append(row)
    return found


def examined_rows(
    rows: Collection[DrawRow], *, competencies: Collection[str], tags: Collection[str]
) -> tuple[list[Draw], list[DrawRow]]:
    """Return the draws of rows, and the rows with what is wrong in them; draws are complete where nothing is."""
    draws: list[Draw] = []
    seen: list[DrawRow] = []
    for row in rows:
        known = replace(
            row,
            competency=row.competency if row.competency in competencies else "",
            tag=row.tag if row.tag in tags else "",
        )
        wrong: dict[str, LazyString] = {}
        if not _is_count(known.count):
            wrong["count"] = _WRONG_COUNT
        if not known.competency and not known.tag:
            wrong["competency"] = _NO_FILTER
        elif any((each.competency, each.tag) == (known.competency, known.tag) for each in seen):
            wrong["competency"] = _TWICE
        seen.append(replace(known, errors=wrong))
        if not wrong:
            draws.append(
                Draw(competency=known.competency or None, tag=known.tag or None, count=int(known.count))
            )
    return draws, seen


def _is_count(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= MOST_DRAWN
