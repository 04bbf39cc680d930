"""What is typed about a file of a course."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length

from academy import i18n
from academy.courses.forms.outline import one_line
from academy.media.rules import FORMATS, SENTENCES, MediaError
from academy.web.forms import Form

OTHER = "other"
#: SPDX identifier → what it is called where one is chosen.
LICENCES = {
    "": _l("Choose"),
    "CC0-1.0": _l("Free for everybody (CC0 1.0)"),
    "CC-BY-4.0": _l("Free, with the author’s name (CC BY 4.0)"),
    "CC-BY-SA-4.0": _l("Free, with the name, on the same terms (CC BY-SA 4.0)"),
    "CC-BY-NC-4.0": _l("Not for sale, with the name (CC BY-NC 4.0)"),
    "CC-BY-NC-SA-4.0": _l("Not for sale, with the name, on the same terms (CC BY-NC-SA 4.0)"),
    OTHER: _l("Other terms, in your own words"),
}
ORIGINS = {
    "synthetic": _l("Made up for teaching: no real case and no real person is in it."),
    "cleared": _l("Real, and cleared for teaching by whoever may decide that."),
}
#: What a file dialogue offers.
ACCEPTED = ",".join(suffix for each in FORMATS for suffix in each.suffixes)


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class CardForm(Form):
    """What is said of a file."""

    alt = TextAreaField(
        _l("What it shows or says"), filters=[_plain],
        validators=[InputRequired(_l("Write what it shows or says.")), Length(max=1000)],
        description=_l("One or two sentences for whoever cannot see or hear it."),
    )  # fmt: skip
    licence = SelectField(_l("Licence"), choices=[SelectChoice(*each) for each in LICENCES.items()])
    terms = StringField(_l("Other terms"), filters=[one_line], validators=[Length(max=300)])
    credit = StringField(
        _l("Whose work it is"), filters=[one_line], validators=[Length(max=300)],
        description=_l("As it should be named beside it."),
    )  # fmt: skip
    origin = RadioField(
        _l("Where it comes from"), choices=[SelectChoice(*each) for each in ORIGINS.items()],
        validators=[InputRequired(_l("Say where it comes from."))],
    )  # fmt: skip
    transcript = TextAreaField(
        _l("Transcript"), filters=[_plain], validators=[Length(max=100_000)],
        description=_l(
            "For recordings: everything that is said, and what else is heard or seen. It is translated like the lesson."
        ),
    )  # fmt: skip
    seen = HiddenField()

    def validate_licence(self, field: SelectField) -> None:
        """Ask for a licence."""
        if not field.data:
            field.errors = [*field.errors, _("Choose a licence.")]

    def validate_terms(self, field: StringField) -> None:
        """Ask for the terms where they are others."""
        if self.licence.data == OTHER and not field.data:
            field.errors = [*field.errors, _("Write the terms.")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether everything can be taken."""
        return bool(super().validate(extra_validators)) and not self.errors

    @property
    def card(self) -> dict[str, Any]:
        """What is said, as ``content.MediaFile`` has it."""
        return {
            "licence": self.terms.data if self.licence.data == OTHER else self.licence.data,
            "credit": self.credit.data or "",
            "origin": self.origin.data,
            "transcript": self.transcript.data or "",
        }


class NewMediumForm(CardForm):
    """A file that is added, with its card."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
    name = StringField(
        _l("Name"), filters=[one_line], validators=[Length(max=60)],
        description=_l("How lessons call it. Leave it empty to keep the name it has."),
    )  # fmt: skip


class FileForm(Form):
    """Another file under the same name."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
    seen = HiddenField()


class CaptionsForm(FileForm):
    """Captions of a video in one language."""

    locale = SelectField(
        _l("Language"), choices=[SelectChoice(each.code, each.name) for each in i18n.LANGUAGES.values()]
    )


def said(error: MediaError) -> str:
    """Return why a file is not taken, in the reader's language."""
    return str(_(SENTENCES[error.code])) % error.values


def shown_card(card: dict[str, Any], alt: str, seen: str) -> dict[str, Any]:
    """Return what a form about a file begins with."""
    licence = card.get("licence", "")
    is_known = licence in LICENCES
    return {
        "alt": alt,
        "licence": licence if is_known else OTHER,
        "terms": "" if is_known else licence,
        "credit": card.get("credit", ""),
        "origin": card.get("origin", ""),
        "transcript": card.get("transcript", ""),
        "seen": seen,
    }
