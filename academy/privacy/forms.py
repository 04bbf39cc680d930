"""What is typed before somebody is erased, and how long an agency keeps things."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from academy.accounts.rules import passwords
from academy.privacy.rules import Reason
from academy.privacy.rules.retention import LONGEST_GROUND
from academy.web.forms import Form


class EraseForm(Form):
    """The call-sign of whoever is to be erased, typed so that nobody is erased by a slip."""

    call_sign = StringField(
        _l("Call-sign"), validators=[InputRequired(_l("Type the call-sign.")), Length(max=100)],
        description=_l("Type it, so that nobody is erased by a slip."),
    )  # fmt: skip


class EraseWithPasswordForm(EraseForm):
    """The same of somebody who has no second factor to confirm with."""

    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Type your password.")), Length(max=4 * passwords.LONGEST)],
    )


#: Why an administrator erases somebody.
REASONS = {
    Reason.REQUEST: _l("The person asked for it"),
    Reason.MISTAKE: _l("The account was made by mistake, or twice"),
    Reason.DECISION: _l("A decision of the agency or of an authority"),
}


class EraseSomebodyForm(EraseForm):
    """Why an administrator erases somebody; the ledger keeps the reason, and no words of hers."""

    reason = SelectField(_l("Reason"))


class RuleForm(Form):
    """How long an agency keeps something, and by which law."""

    #: The period of the agency's own rule that the page was drawn from; empty where it had none.
    seen = HiddenField()
    months = IntegerField(_l("Months"), validators=[InputRequired(_l("Type a whole number of months."))])
    ground = StringField(
        _l("Ground"), validators=[InputRequired(_l("Name the article that allows or demands it.")), Length(max=LONGEST_GROUND)],
        description=_l("The law and the article, such as: Law on police, article 12."),
    )  # fmt: skip
