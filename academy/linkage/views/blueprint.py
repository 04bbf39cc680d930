"""The blueprint of linkage boards, and the words of its refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "linkage", "academy.linkage", url_prefix="/<locale:locale>", template_folder="templates"
)

say(
    {
        "boards-used": _l("All attempts at this board are used. Your trainer can allow another."),
        "bad-place": _l(
            "This is not on the board. Load the page again to see what it holds; nothing was changed."
        ),
        "long-sentence": _l("This sentence is too long: say it in 600 characters."),
    }
)
