"""What an author types into the page that shows an activity's file as text."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from academy.courses.rules.merging import LONGEST
from academy.web.forms import Form


class SourceForm(Form):
    """An activity's file, in order or not."""

    source = TextAreaField(
        _l("The file as text"),
        validators=[
            DataRequired(_l("An empty file holds nothing: write something, or set the activity aside.")),
            Length(max=LONGEST),
        ],
    )
