"""What an author types into a lesson: its head and text, and the questions to check oneself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from academy.courses.rules.merging import LONGEST
from academy.items.content import Item
from academy.items.forms import error_words
from academy.items.kinds import UnknownKind, kind_named
from academy.items.kinds.editing import Data, blank, changed, deed_of, examine, read
from academy.web.forms import Form

_NAMED = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([a-z-]+)")
#: Questions in one lesson; more belong into a quiz.
MOST_CHECKS = 30


def _plain_lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class LessonForm(Form):
    """A lesson without its questions."""

    title = StringField(
        _l("Title"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[DataRequired(_l("Type the title.")), Length(max=200)],
    )
    minutes = IntegerField(
        _l("Minutes it takes"),
        validators=[
            InputRequired(_l("Type how many minutes it takes.")),
            NumberRange(1, 600, _l("Type a number from 1 to 600.")),
        ],
    )
    body = TextAreaField(
        _l("Text"),
        filters=[_plain_lines],
        validators=[DataRequired(_l("Type the text of the lesson.")), Length(max=LONGEST)],
    )


@dataclass(frozen=True)
class Check:
    """A question of a lesson in the hands of its author: its plain data, in order or not."""

    data: Data
    item: Item | None = None
    #: Place in the data → what is wrong there.
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key the text shows it by."""
        return str(self.data["key"])

    @property
    def is_drawn_on(self) -> bool:
        """Whether its author draws places on its picture."""
        return kind_named(self.data["kind"]).content.draws_picture

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return prefix_of(self.key)


def prefix_of(key: str) -> str:
    """Return what the names of a question's fields begin with."""
    return f"check-{key}"


def written(items: Iterable[Item]) -> list[Check]:
    """Return the questions a lesson has, for their forms."""
    return [Check(item.model_dump(mode="json", exclude_defaults=True) | _named(item), item) for item in items]


def posted(form: MultiDict[str, str]) -> list[Check]:
    """Return the questions a posted form holds, as typed; a button of theirs that was pressed has done its deed."""
    found = {}
    for name in form.getlist("check")[:MOST_CHECKS]:
        match = _NAMED.fullmatch(name)
        if match and match[1] not in found and (check := _read(form, match[1], match[2])):
            found[match[1]] = check
    return list(found.values())


def examined(checks: Iterable[Check]) -> list[Check]:
    """Return questions with what is wrong in each."""
    return [_examined(check) for check in checks]


def new_check(kind: str, key: str) -> Check | None:
    """Return a question with nothing written yet; None for a kind that nobody knows, or that is no check."""
    try:
        known = kind_named(kind)
    except UnknownKind:
        return None
    return Check(blank(kind, key, known.layout)) if known.is_a_check else None


def has_deed(form: MultiDict[str, str], checks: Iterable[Check]) -> bool:
    """Say whether a button was pressed that changes the rows of a question."""
    return any(deed_of(form, check.prefix) for check in checks)


def _named(item: Item) -> Data:
    return {"key": item.key, "kind": item.kind, "prompt": item.prompt}


def _read(form: MultiDict[str, str], key: str, kind: str) -> Check | None:
    try:
        known = kind_named(kind)
    except UnknownKind:
        return None
    if not known.is_a_check:
        return None
    layout = known.layout
    data = read(form, prefix_of(key), kind=kind, key=key, layout=layout)
    deed = deed_of(form, prefix_of(key))
    return Check(changed(data, deed, layout) if deed else data)


def _examined(check: Check) -> Check:
    result = examine(check.data, kind_named(check.data["kind"]).content)
    return Check(check.data, result.item, {} if result.item else error_words(result))
