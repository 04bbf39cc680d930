"""What may be typed about agencies and countries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from academy.agencies.models import Kind
from academy.web.forms import Form

KINDS = {
    Kind.ACADEMY: _l("The academy itself"),
    Kind.POLICE: _l("Police"),
    Kind.RANGER: _l("Ranger service"),
    Kind.INSPECTION: _l("Inspection"),
    Kind.CUSTOMS: _l("Customs"),
    Kind.LABORATORY: _l("Laboratory"),
    Kind.PROSECUTION: _l("Prosecution"),
    Kind.NATURE: _l("Nature protection authority"),
    Kind.PARTNER: _l("Partner organisation"),
    Kind.UNIT: _l("Unit of an agency"),
}


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class AgencyForm(Form):
    """An agency or a unit. The choices are filled in by the view."""

    name = StringField(
        _l("Name"), filters=[_stripped], validators=[InputRequired(_l("Type the name.")), Length(max=200)]
    )
    kind = SelectField(_l("What it does"))
    parent = SelectField(_l("Stands below"))
    country = SelectField(_l("Country"))


class DomainForm(Form):
    """A mail domain that was verified as an agency's."""

    domain = StringField(
        _l("Mail domain"), filters=[_stripped], validators=[InputRequired(_l("Type the domain.")), Length(max=255)],
        description=_l("What stands after the @, such as police.example."),
    )  # fmt: skip
    evidence = StringField(
        _l("How it was verified"), filters=[_stripped],
        validators=[InputRequired(_l("Say how it was verified.")), Length(max=400)],
        description=_l("For example: a letter of the agency’s head, or an answer to a letter sent to its office."),
    )  # fmt: skip


class CountryForm(Form):
    """A country as it is listed."""

    name = StringField(
        _l("Name"), filters=[_stripped], validators=[InputRequired(_l("Type the name.")), Length(max=200)]
    )
    is_active = BooleanField(_l("In use"), default=True)


class NewCountryForm(CountryForm):
    """A country that is not listed yet."""

    code = StringField(
        _l("Code"),
        filters=[lambda text: text.strip().upper() if text else text],
        validators=[InputRequired(_l("Type the two letters of the code.")), Length(max=2)],
        description=_l(
            "Two letters after ISO 3166-1, for example RS. XA to XZ are free for other territories."
        ),
    )
