"""What a coordinator may say of a token."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from academy.api.rules import Scope
from academy.web.forms import Form

SCOPES = {
    Scope.PEOPLE: _l("Who serves in the branch: call-signs, roles, units"),
    Scope.NAMES: _l("Legal names and e-mail addresses with them"),
    Scope.ENROLMENTS: _l("Who is in which course"),
    Scope.RESULTS: _l("What is done, with scores"),
    Scope.CERTIFICATES: _l("Certificates and whether they hold"),
}
#: Days a token may live.
LIVES = {30: _l("30 days"), 90: _l("90 days"), 365: _l("One year")}


class TokenForm(Form):
    """A new token. The agencies are filled in by the view."""

    name = StringField(
        _l("What it is for"),
        filters=[lambda text: " ".join(text.split()) if text else text],
        validators=[InputRequired(_l("Say what it is for.")), Length(max=80)],
        description=_l("For example: the personnel system of the headquarters."),
    )
    agency = SelectField(
        _l("Agency"), description=_l("It reads this agency and all that stand below it, and nothing else.")
    )
    scopes = SelectMultipleField(
        _l("What it may read"),
        choices=[SelectChoice(scope.value, words) for scope, words in SCOPES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Give it no more than the program needs."),
    )
    days = SelectField(
        _l("How long it holds"), coerce=int, choices=[SelectChoice(days, words) for days, words in LIVES.items()], default=90,
        description=_l("After that the program is refused until you give it a new token."),
    )  # fmt: skip
