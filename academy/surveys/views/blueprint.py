"""The blueprint of surveys, and the words of its refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "surveys", "academy.surveys", url_prefix="/<locale:locale>", template_folder="templates"
)

say(
    {
        "survey-answered": _l(
            "You have answered this survey already. Since answers bear no name, yours cannot be changed."
        )
    }
)
