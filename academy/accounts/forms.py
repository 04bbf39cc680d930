"""What people may type to come in, and about people."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from academy.accounts.rules import passwords
from academy.accounts.rules.names import (
    LONGEST_CALL_SIGN,
    LONGEST_EMAIL,
    LONGEST_LEGAL_NAME,
    PrintedName,
    Shown,
)
from academy.accounts.rules.passkeys import LONGEST_NAME
from academy.web.forms import Form

#: Longer than any password taken, so that the rules can say what is wrong; short enough to hash.
_TYPED_PASSWORD = 4 * passwords.LONGEST


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _written(
    label: str, longest: int, *validators: InputRequired | DataRequired, description: str = ""
) -> StringField:
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
        _l("Six-digit code"), 40, InputRequired(_l("Type the six digits that your app shows.")),
        description=_l("Open the authenticator app on your phone. A new code comes every 30 seconds."),
    )  # fmt: skip

    def ask_for_recovery_code(self) -> None:
        """Ask somebody without an app for what is on her paper."""
        self.code.label.text = gettext("Recovery code")
        self.code.description = gettext("One of the codes that you printed. Each works once.")


class ConfirmForm(CodeForm):
    """Password and code, to open a door that asks for both."""

    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Type your password.")), Length(max=_TYPED_PASSWORD)]
    )


class PasskeyForm(Form):
    """What a passkey is called."""

    name = _written(
        _l("Name of the passkey"), LONGEST_NAME, DataRequired(_l("Give the passkey a name.")),
        description=_l("So that you know it again, for example: my phone."),
    )  # fmt: skip


class PasswordForm(Form):
    """The password again."""

    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Type your password.")), Length(max=_TYPED_PASSWORD)]
    )


class FirstPasskeyForm(PasskeyForm, PasswordForm):
    """A passkey where nothing but the password protects the account yet."""


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


def _latin_name() -> StringField:
    return _written(
        _l("Name in Latin letters"), LONGEST_LEGAL_NAME,
        description=_l("As the passport writes it. Leave it empty where the name is in Latin letters already."),
    )  # fmt: skip


class NamesForm(Form):
    """What somebody is called on paper."""

    legal_name = _written(
        _l("Full name"), LONGEST_LEGAL_NAME, InputRequired(_l("Type the full name, as on official papers."))
    )
    latin_name = _latin_name()


class IdentityForm(Form):
    """What a person says herself of her name."""

    latin_name = _latin_name()
    verification_shows = RadioField(
        _l("What a certificate shows in public"),
        description=_l("Whoever checks a certificate can type a name and is told yes or no, whatever you choose."),
        choices=[
            SelectChoice(Shown.NOTHING.value, _l("No name")),
            SelectChoice(Shown.NAME.value, _l("Your name")),
            SelectChoice(Shown.NAME_AND_LATIN.value, _l("Your name, and its Latin form")),
        ],
    )  # fmt: skip
    certificate_name = RadioField(
        _l("Where your agency has certificates issued for many"),
        description=_l("Choose the call-sign if your own name on paper could put you in danger."),
        choices=[
            SelectChoice("", _l("Nothing is printed; I claim mine myself")),
            SelectChoice(PrintedName.LEGAL.value, _l("Your name")),
            SelectChoice(PrintedName.CALL_SIGN.value, _l("Your call-sign")),
        ],
    )  # fmt: skip


class InviteForm(Form):
    """Someone new. Agencies and roles are filled in by the view: only those the actor may give."""

    legal_name = _written(
        _l("Full name"), 200, InputRequired(_l("Type the full name, as on official papers."))
    )
    latin_name = _latin_name()
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
    knows = BooleanField(
        _l("I know this person, who serves here"),
        description=_l(
            "Needed where the address is in no mail domain that was verified as your agency’s, or there is none."
        ),
    )
    reason = _written(
        _l("Why you let this person in"), 400,
        description=_l("Needed only where the agency has no coordinator who could be asked."),
    )  # fmt: skip


class MembershipForm(Form):
    """A role in an agency."""

    agency = SelectField(_l("Agency or unit"))
    role = SelectField(_l("Role"))


class RosterForm(Form):
    """A list of people as a file. The agencies are filled in by the view: those whose people the actor looks after."""

    file = FileField(_l("File"), validators=[FileRequired(_l("Choose a file."))])
    agency = SelectField(
        _l("Agency or unit"), description=_l("Only its people and those of its units are looked at.")
    )


class RosterConfirmForm(Form):
    """The word that a list is to be written, as it was reported on."""

    name = HiddenField()
    agency = HiddenField()
    seen = HiddenField()
    knows = BooleanField(_l("I know these people, and they serve here"))


class AdmitForm(Form):
    """Letting somebody in who waits at the door. The view takes out what is known already."""

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
    interface_locale = SelectField(_l("Language of the letter and the pages"))
    reason = _written(_l("Why you let this person in"), 400, InputRequired(_l("Say why.")))


class RefusalForm(Form):
    """Why somebody is not let in."""

    reason = _written(
        _l("Reason"), 400, InputRequired(_l("Say why.")),
        description=_l("Whoever asked reads it. Name nobody here."),
    )  # fmt: skip


class ColleagueForm(Form):
    """A colleague who is put forward. The agencies are filled in by the view."""

    legal_name = _written(
        _l("Full name"), 200, InputRequired(_l("Type the full name, as on official papers."))
    )
    email = EmailField(
        _l("E-mail"), filters=[_stripped], validators=[Length(max=LONGEST_EMAIL)],
        description=_l("An address that your agency gave out is best."),
    )  # fmt: skip
    note = _written(
        _l("What your colleague does there"), 400, InputRequired(_l("Say what your colleague does."))
    )
    agency = SelectField(_l("Agency or unit"))


class LeavingForm(Form):
    """Somebody who leaves. The plans are filled in by the view."""

    last_day = DateField(_l("Last day"), validators=[InputRequired(_l("Say which day is the last."))])
    plan = RadioField(_l("What then?"))


class TransferForm(Form):
    """Where somebody goes. The agencies are filled in by the view."""

    agency = SelectField(_l("Agency or unit"))
    name = _written(
        _l("Or its full name"),
        200,
        description=_l("For an agency of another country, as it is written there."),
    )


class DeputyForm(Form):
    """Who stands in for a coordinator, and where. The choices are filled in by the view."""

    person = SelectField(_l("Who"))
    agency = SelectField(_l("Where"), description=_l("There and in all units below."))


class HandOverForm(Form):
    """Who takes a branch over, and when. The people are filled in by the view."""

    person = SelectField(_l("Who takes over"))
    day = DateField(_l("From this day on"), validators=[InputRequired(_l("Choose a day."))])
