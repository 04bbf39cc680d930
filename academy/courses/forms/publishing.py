"""What is typed about a publication: what is new in it, or why not."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from academy.web.forms import Form

#: Longer than any release note.
LONGEST = 4_000


class PublishForm(Form):
    """What is new, and which state of the draft was checked."""

    notes = TextAreaField(
        _l("What is new in this edition"),
        description=_l("For trainers who decide whether to move their cohorts to it. It stays on record."),
        validators=[
            DataRequired(_l("Say in a sentence what is new in this edition.")),
            Length(max=LONGEST),
        ],
    )
    #: SHA-256 of the course as it was checked.
    digest = HiddenField()
    #: When it was checked.
    checked_at = HiddenField()


class DeclineForm(Form):
    """Why an edition is not approved."""

    reason = TextAreaField(
        _l("What has to be changed first"),
        validators=[DataRequired(_l("Say what has to be changed first.")), Length(max=LONGEST)],
    )
