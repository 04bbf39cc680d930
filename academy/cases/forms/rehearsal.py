"""Where an author begins to play her own draft, and under whose law."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from academy.web.forms import Form


class BeginForm(Form):
    """A rehearsal to begin; what can be chosen comes with the draft."""

    #: A point that is no more is refused with the reason, where the actions are looked up.
    start = SelectField(_l("Where to begin"), validate_choice=False)
    country = SelectField(
        _l("Under whose law"), description=_l("It says whom one can call, and who holds which power.")
    )
    #: The case as a page had it that offered a fault's path; empty where none did.
    digest = HiddenField()
