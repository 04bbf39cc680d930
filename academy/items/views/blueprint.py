"""Where the pages of the item bank hang. Items themselves have none: their templates are brought to others."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.actor import Role
from academy.web.errors import say

#: Who keeps the bank; the queries behind each door decide which items.
AUTHORS = (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)

blueprint = Blueprint("items", __name__, template_folder="../templates")
bank_blueprint = Blueprint(
    "bank", "academy.items", url_prefix="/<locale:locale>/author/bank", template_folder="templates"
)

say(
    {
        "bad-response": _l("This answer does not fit the question. Load the page again, then answer."),
        "too-long": _l("This is longer than anybody will read: shorten it. What was saved before is kept."),
        "not-a-number": _l("Write a number, with digits only and at most one comma or point."),
        "answer-too-long": _l("This answer is too long. Say it in fewer words."),
    }
)
