"""What is asked where a package comes in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField

from academy.web.forms import Form


class ImportForm(Form):
    """A package as a zip, and what is to become of it. Agencies are filled in by the view."""

    package = FileField(
        _l("Package"),
        description=_l("A zip of the course’s folder, up to 60 MB."),
        validators=[FileRequired(_l("Choose a zip file first."))],
    )
    agency = SelectField(
        _l("Whose course it is"),
        description=_l("Only asked for a course that is new here."),
    )
    replaces = BooleanField(
        _l("If the course is here already, replace its working copy"),
        description=_l(
            "What authors wrote since the last edition is set aside; each save stays in the history."
        ),
    )
