"""Items have no pages of their own: this brings their templates to others, and words to their refusals."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint("items", __name__, template_folder="../templates")

say(
    {
        "bad-response": _l("This answer does not fit the question. Load the page again, then answer."),
        "not-a-number": _l("Write a number, with digits only and at most one comma or point."),
    }
)
