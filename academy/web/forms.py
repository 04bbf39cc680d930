"""The form every form is: CSRF, messages from our own catalogue, errors of the domain put beside their field."""

from __future__ import annotations

from flask_babel import get_domain, gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import Field

from academy.errors import DomainError
from academy.web.errors import words_for


class Translations:
    """WTForms' own messages through our catalogue: its catalogues lack most of our languages."""

    def gettext(self, string: str) -> str:
        """Translate one message."""
        return str(gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate one message for a number; WTForms fills in its own placeholders, so none are filled here."""
        return str(get_domain().get_translations().ungettext(singular, plural, n))


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose words are ours."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """One translation source for every form."""

        def get_translations(self, _form: FlaskForm) -> Translations:
            """Use our catalogue, in the request's language."""
            return Translations()

    def refuse(self, error: DomainError) -> None:
        """Show a domain's refusal beside its field, or above the form where it has none."""
        place = self._fields.get(error.field or "")
        sentence = words_for(error)
        if isinstance(place, Field):
            place.errors = [*place.errors, sentence]
        else:
            self.form_errors.append(sentence)


#: What WTForms may say, so that these sentences are in our catalogue.
VALIDATION_WORDS = (
    lazy_gettext("This field is required."),
    lazy_gettext("Invalid email address."),
    lazy_gettext("Invalid input."),
    lazy_gettext("Not a valid choice."),
    lazy_gettext("Not a valid choice"),
    lazy_gettext("Not a valid integer value."),
    lazy_gettext("Not a valid decimal value."),
    lazy_gettext("Not a valid date value."),
    lazy_gettext("CSRF token missing."),
    lazy_gettext("CSRF failed."),
    lazy_gettext("CSRF token expired."),
    lazy_gettext("Invalid CSRF Token."),
    lazy_gettext("Invalid Choice: could not coerce."),
    lazy_gettext("Choices cannot be None."),
    lazy_gettext("Invalid choice(s): one or more data inputs could not be coerced."),
    lazy_gettext("Not a valid time value."),
    lazy_gettext("Number must be at least %(min)s."),
    lazy_gettext("Number must be at most %(max)s."),
    lazy_gettext("Number must be between %(min)s and %(max)s."),
)


def _validation_plurals(count: int) -> tuple[str, ...]:
    """Name WTForms' counted sentences for the catalogue."""
    return (
        ngettext(
            "Field must be at least %(min)d character long.",
            "Field must be at least %(min)d characters long.",
            count,
        ),
        ngettext(
            "Field cannot be longer than %(max)d character.",
            "Field cannot be longer than %(max)d characters.",
            count,
        ),
        ngettext(
            "Field must be exactly %(max)d character long.",
            "Field must be exactly %(max)d characters long.",
            count,
        ),
        ngettext(
            "'%(value)s' is not a valid choice for this field.",
            "'%(value)s' are not valid choices for this field.",
            count,
        ),
    )
