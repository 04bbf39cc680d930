"""What people may type to come in, and about people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from academy.accounts.rules import passwords
from academy.accounts.rules.names import LONGEST_CALL_SIGN, LONGEST_EMAIL
from academy.web.forms import Form

#: Longer than any password taken, so that the rules can say what is wrong; short enough to hash.
_TYPED_PASSWORD = 4 * passwords.LONGEST


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _written(label: str, longest: int, *validators: InputRequired, description: str = "") -> StringField:
    return StringField(
        label, filters=[_stripped], validators=[*validators, Length(max=longest)], description=description
    )


class SignInForm(Form):
    """Call-sign or e-mail address, and password."""

    identifier = _written(
        _l("Call-sign or e-mail"), LONGEST_EMAIL, InputRequired(_l("Type your call-sign or e-mail."))
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Type your password.")), Length(max=_TYPED_PASSWORD)]
    )
    is_shared = BooleanField(
        _l("This is a shared computer"),
        description=_l("Signs you out after 10 quiet minutes and leaves nothing behind."),
    )


class CodeForm(Form):
    """A code of the second factor."""

    code = _written(
        _l("Six-digit code"), 16, InputRequired(_l("Type the six digits that your app shows.")),
        description=_l("Open the authenticator app on your phone. A new code comes every 30 seconds."),
    )  # fmt: skip


class ConfirmForm(CodeForm):
    """Password and code, to open a door that asks for both."""

    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Type your password.")), Length(max=_TYPED_PASSWORD)]
    )


class NewPasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(
        _l("New password"),
        validators=[InputRequired(_l("Choose a password.")), Length(max=_TYPED_PASSWORD)],
        description=_l(
            "15 characters or more. Three or four words that do not belong together are easy to remember."
        ),
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[EqualTo("password", _l("The two passwords are not the same. Type the same one twice."))],
    )


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old = PasswordField(
        _l("Password you have now"),
        validators=[InputRequired(_l("Type the password you have now.")), Length(max=_TYPED_PASSWORD)],
    )


class PrintedCodeForm(NewPasswordForm):
    """A code from paper, and the password it sets."""

    call_sign = _written(_l("Call-sign"), LONGEST_EMAIL, InputRequired(_l("Type your call-sign.")))
    code = _written(
        _l("Code from the paper"), 64, InputRequired(_l("Type the code from the paper.")),
        description=_l("Four groups of five letters and digits. Small letters and spaces do not matter."),
    )  # fmt: skip


class ResetForm(Form):
    """Who forgot her password."""

    identifier = _written(
        _l("Call-sign or e-mail"), LONGEST_EMAIL, InputRequired(_l("Type your call-sign or e-mail."))
    )


class PreferencesForm(Form):
    """How a person wants her pages, lessons and certificates. The choices are filled in by the view."""

    interface_locale = SelectField(_l("Language of the pages"))
    content_locale = SelectField(_l("Language of the lessons"))
    certificate_locale = SelectField(_l("Language of your certificates"))
    jurisdiction = SelectField(
        _l("Country whose law you follow"),
        description=_l("Lessons show the authorities and the law of this country."),
    )


class InviteForm(Form):
    """Someone new. Agencies and roles are filled in by the view: only those the actor may give."""

    legal_name = _written(
        _l("Full name"), 200, InputRequired(_l("Type the full name, as on official papers."))
    )
    call_sign = _written(
        _l("Call-sign"), LONGEST_CALL_SIGN, InputRequired(_l("Choose a call-sign.")),
        description=_l("Others in class see it instead of the name. Letters, digits and hyphens, as in Sokol-12."),
    )  # fmt: skip
    email = EmailField(
        _l("E-mail"), filters=[_stripped], validators=[Length(max=LONGEST_EMAIL)],
        description=_l("The invitation is sent there. Without an address you get a code to print."),
    )  # fmt: skip
    agency = SelectField(_l("Agency or unit"))
    role = SelectField(_l("Role"))
    interface_locale = SelectField(_l("Language of the letter and the pages"))


class MembershipForm(Form):
    """A role in an agency."""

    agency = SelectField(_l("Agency or unit"))
    role = SelectField(_l("Role"))
