"""What is asked when figures are frozen, and what the figures are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from academy.web.forms import Form


class FreezeForm(Form):
    """The title of a snapshot; its branch stands in the address."""

    title = StringField(
        _l("Title"),
        filters=[lambda text: " ".join(text.split()) if text else text],
        validators=[DataRequired(_l("Type the title.")), Length(max=200)],
        description=_l("As it is to stand above the figures, for example “Trained capacity, June 2026”."),
    )
