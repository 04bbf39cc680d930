"""What a person may type about certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.validators import DataRequired, Length

from academy import i18n
from academy.certificates.rules import read_number
from academy.errors import Invalid
from academy.web.forms import Form

#: Longer than any name on a certificate, shorter than a nuisance.
LONGEST_NAME = 200
#: Of a note about a decision.
LONGEST_NOTE = 1000

#: Key of ``rules.REASONS`` → words, for the holder as for whoever decides.
REASONS = {
    "under-review": _l("It is being looked into"),
    "cleared": _l("It was looked into, and it holds"),
    "mistaken": _l("It was suspended by mistake"),
    "wrong-person": _l("It was issued to the wrong person"),
    "wrong-facts": _l("Something on it is wrong"),
    "misconduct": _l("The tests were not done honestly"),
    "name-corrected": _l("The name on it is corrected"),
    "other-language": _l("It is wanted in another language"),
    "other": _l("Another reason, kept on file"),
}


def printable(typed: str | None) -> str | None:
    """Leave out what no keyboard types: control characters and their like."""
    return typed and "".join(sign for sign in typed if sign.isprintable())


def lines(typed: str | None) -> str | None:
    """Leave out what no keyboard types, line ends kept."""
    return typed and "\n".join(printable(line) or "" for line in typed.splitlines()).strip()


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


class DecisionForm(Form):
    """Why something is decided about a certificate. The reasons are filled in by the view."""

    reason = SelectField(_l("Reason"), description=_l("The holder reads it."))
    note = TextAreaField(
        _l("Note"), filters=[lines], validators=[Length(max=LONGEST_NOTE)],
        description=_l("Kept inside the academy. The holder reads it when she asks for all that is kept of her."),
    )  # fmt: skip


class ReplaceForm(DecisionForm):
    """What is new on a replacement: which form of the holder's name, and which language."""

    certificate_locale = SelectField(
        _l("Language of the certificate"),
        choices=[SelectChoice(language.code, language.name) for language in i18n.LANGUAGES.values()],
    )
    printed_name = RadioField(
        _l("Name on the certificate"), description=_l("As it stands in the holder’s account today.")
    )


class ProposeForm(Form):
    """What is to be done to many certificates. The view offers the reasons of its kind, and takes them off where none is asked."""

    #: Drawn with the page, so that sending it twice is sending it once.
    batch = HiddenField(validators=[validators.UUID()])
    reason = SelectField(_l("Reason"), validate_choice=True)
    note = TextAreaField(
        _l("Note"), description=_l("For the second person and the file; no holder sees it. Leave names out."),
        validators=[Length(max=LONGEST_NOTE)],
    )  # fmt: skip
