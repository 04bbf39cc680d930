"""What a person may type about certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, Length

from academy import i18n
from academy.certificates.rules import read_number
from academy.errors import Invalid
from academy.web.forms import Form

#: Longer than any name on a certificate, shorter than a nuisance.
LONGEST_NAME = 200

#: Why a certificate may be taken back.
REASONS = {
    "wrong-person": _l("It was issued to the wrong person"),
    "wrong-facts": _l("Something on it is wrong"),
    "misconduct": _l("The tests were not done honestly"),
    "other": _l("Another reason, kept on file"),
}


def printable(typed: str | None) -> str | None:
    """Leave out what no keyboard types: control characters and their like."""
    return typed and "".join(sign for sign in typed if sign.isprintable())


class ClaimForm(Form):
    """In which language a certificate is printed, and which name stands on it."""

    certificate_locale = SelectField(
        _l("Language of the certificate"),
        description=_l("English stands below it. It cannot be changed later."),
        choices=[SelectChoice(language.code, language.name) for language in i18n.LANGUAGES.values()],
    )
    printed_name = RadioField(
        _l("Name on the certificate"),
        description=_l("Choose the call-sign if your own name on paper could put you in danger."),
    )


class NumberForm(Form):
    """The number on a certificate, typed by whoever holds the paper."""

    class Meta(Form.Meta):
        """Asking changes nothing, and the public has no session: no token is needed."""

        csrf = False

    number = StringField(
        _l("Number"), description=_l("It stands at the top of the certificate, for example WCA-0000-0000."),
        filters=[printable], validators=[DataRequired(_l("Type the number of the certificate."))],
    )  # fmt: skip

    @property
    def read(self) -> str:
        """The number in its printed form. Raises Invalid where there is no such number."""
        found = read_number(self.number.data or "")
        if found is None:
            raise Invalid("number-misread", field="number")
        return found


class NameForm(Form):
    """The name a verifier reads on the paper."""

    name = StringField(
        _l("Name on the certificate"),
        filters=[printable],
        validators=[
            DataRequired(_l("Type the name as it stands on the certificate.")),
            Length(max=LONGEST_NAME),
        ],
    )


class RevokeForm(Form):
    """Why a certificate is taken back."""

    reason = SelectField(_l("Reason"), choices=[SelectChoice(*reason) for reason in REASONS.items()])
