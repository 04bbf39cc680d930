"""What a learner may send of a board: where an incident goes, what a feature is, what links a series; and its file as text.

Pages name incidents and features by their numbers, never by their keys: an author's keys may say too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from academy.courses.rules.merging import LONGEST
from academy.errors import Invalid
from academy.linkage.content import LETTERS, LinkageContent, Sort
from academy.linkage.rules import PLACES
from academy.web.forms import Form

#: Characters of the sentence about a series.
LONGEST_SENTENCE = 600
CERTAINTIES = ("1", "2", "3")


@dataclass(frozen=True)
class Part:
    """One thing to answer: how pages name it, and the item it is saved as."""

    name: str
    item: str


@dataclass(frozen=True)
class Said:
    """What was sent for a part; ``response`` None where it was left empty."""

    response: Any
    certainty: int | None = None


class BoardForm(Form):
    """A board's file as text."""

    source = TextAreaField(
        _l("The board as text"),
        validators=[
            DataRequired(_l("An empty file holds nothing: write something, or set the activity aside.")),
            Length(max=LONGEST),
        ],
    )


def parts_of(board: LinkageContent) -> Iterator[Part]:
    """Yield everything there is to answer."""
    for number, incident in enumerate(board.incidents, start=1):
        yield Part(f"incident-{number}", f"incident:{incident.key}")
    for letter in LETTERS:
        yield Part(f"series-{letter}", f"series:{letter}")
    for number, feature in enumerate(board.features, start=1):
        yield Part(f"feature-{number}", f"feature:{feature.key}")


def sent_parts(board: LinkageContent, form: MultiDict[str, str]) -> list[Part]:
    """Return the parts that a form has fields of."""
    names = {name.partition(".")[0] for name in form}
    return [part for part in parts_of(board) if part.name in names]


def read(board: LinkageContent, part: Part, form: MultiDict[str, str]) -> Said:
    """Return what a form says of a part. Raises Invalid for what no page of ours sends."""
    if part.name.startswith("series-"):
        return _series(board, part.name, form)
    known = PLACES if part.name.startswith("incident-") else [each.value for each in Sort]
    value = form.get(part.name, "")
    if value and value not in known:
        raise Invalid("bad-place")
    return Said(value or None)


def _series(board: LinkageContent, name: str, form: MultiDict[str, str]) -> Said:
    numbers = {str(number): each.key for number, each in enumerate(board.features, start=1)}
    chosen = form.getlist(f"{name}.links")
    sentence = " ".join(form.get(f"{name}.sentence", "").split())
    certainty = form.get(f"{name}.certainty", "")
    if not set(chosen) <= set(numbers) or certainty not in ("", *CERTAINTIES):
        raise Invalid("bad-place")
    if len(sentence) > LONGEST_SENTENCE:
        raise Invalid("long-sentence")
    if not (chosen or sentence or certainty):
        return Said(None)
    links = [key for number, key in numbers.items() if number in chosen]
    return Said({"links": links, "sentence": sentence}, int(certainty) if certainty else None)
