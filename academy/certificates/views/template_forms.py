"""What is typed about a template: whose it is, who signs, whose marks stand on it. Pictures come in here."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from academy import i18n
from academy.certificates.forms import LONGEST_NAME, printable
from academy.certificates.rules.pictures import printable_picture
from academy.certificates.service.templates import Aim
from academy.certificates.views.blueprint import storage
from academy.courses.forms.media import said
from academy.media.rules import MediaError, accept
from academy.web.forms import Form

#: Bytes of a picture that is sent, and of the whole form around it.
LARGEST = 5_000_000
MOST = LARGEST + 500_000
#: What a file dialogue offers, and what is taken.
SUFFIXES = (".png", ".jpg", ".jpeg")
LONGEST = 120
PICTURE_HINT = _l("PNG or JPEG, up to 5 MB, best on white or transparent ground.")


class RevisedForm(Form):
    """A form about a template that somebody else may be changing."""

    revision = HiddenField()

    @property
    def based_on(self) -> int:
        """The revision its author looked at; one that nobody could have looked at where it is missing."""
        posted = self.revision.data or ""
        return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else 0


class TemplateForm(RevisedForm):
    """What a template is called, and whose certificates it is for. The view fills in agencies and courses."""

    name = StringField(
        _l("Name"), description=_l("Only you and your colleagues read it."),
        filters=[printable], validators=[DataRequired(_l("Give the template a name.")), Length(max=LONGEST)],
    )  # fmt: skip
    agency = SelectField(_l("For the people of"), description=_l("And of the units below it."))
    course = SelectField(_l("Course"))

    @property
    def aim(self) -> Aim:
        """What was chosen."""
        agency, course = self.agency.data, self.course.data
        return Aim(
            name=" ".join((self.name.data or "").split()),
            agency_id=UUID(agency) if agency else None,
            course_id=UUID(course) if course else None,
        )


class PictureForm(RevisedForm):
    """A form that may bring a picture."""

    file = FileField(_l("Picture"), description=PICTURE_HINT)

    def taken(self) -> str | None:
        """Return the digest of the picture that was sent, made safe and kept; None where none was, or it is refused.

        Then the words stand beside the field.
        """
        sent = self.file.data
        if not sent or not sent.filename:
            return None
        if PurePath(sent.filename).suffix.lower() not in SUFFIXES:
            self._refuse_file(_("Choose a picture in PNG or JPEG."))
            return None
        with sent.stream as stream:
            content = stream.read(LARGEST + 1)
        try:
            if len(content) > LARGEST:
                raise MediaError("too-large", most=LARGEST // 1_000_000)
            return storage().put(printable_picture(accept(sent.filename, content).content))
        except MediaError as error:
            self._refuse_file(said(error))
            return None

    def _refuse_file(self, words: str) -> None:
        self.file.errors = [*self.file.errors, words]


class SignatoryForm(PictureForm):
    """Who signs. A role in each offered language is added below."""

    name = StringField(
        _l("Name"), filters=[printable],
        validators=[DataRequired(_l("Type the name as it is to be printed.")), Length(max=LONGEST_NAME)],
    )  # fmt: skip
    without = BooleanField(_l("Print no picture of the signature"))

    @property
    def role(self) -> dict[str, str]:
        """Language → what she signs as, where it was said."""
        typed = {code: " ".join((self[_field(code)].data or "").split()) for code in i18n.LANGUAGES}
        return {code: text for code, text in typed.items() if text}

    @property
    def roles(self) -> list[tuple[str, StringField]]:
        """The fields of the roles with their languages, English first."""
        return [(code, self[_field(code)]) for code in i18n.LANGUAGES]

    def show(self, role: dict[str, str]) -> None:
        """Begin with what stands there."""
        for code, field in self.roles:
            field.data = role.get(code, "")


class LogoForm(PictureForm):
    """A mark on the sheet."""

    alt = StringField(
        _l("Whose mark it is"), description=_l("Read aloud to who does not see it, for example “Ministry of Forests”."),
        filters=[printable], validators=[DataRequired(_l("Say whose mark it is.")), Length(max=LONGEST)],
    )  # fmt: skip


def _field(code: str) -> str:
    return f"role_{code}"


for _language in i18n.LANGUAGES.values():
    _is_source = _language.code == i18n.DEFAULT
    setattr(
        SignatoryForm,
        _field(_language.code),
        StringField(
            _l("Signs as (%(language)s)", language=_language.name),
            description="" if _is_source else _l("Left empty, the English words are printed."),
            filters=[printable],
            validators=[
                DataRequired(_l("Say in English what she signs as.")) if _is_source else Optional(),
                Length(max=LONGEST),
            ],
        ),
    )


def languages() -> list[tuple[str, str]]:
    """Return code and name of each language a role may be said in."""
    return [(each.code, each.name) for each in i18n.LANGUAGES.values()]
