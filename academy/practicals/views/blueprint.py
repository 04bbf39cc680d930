"""The blueprint of practicals, and the words of its refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "practicals", "academy.practicals", url_prefix="/<locale:locale>", template_folder="templates"
)

say(
    {
        "own-practical": _l("Nobody signs off her own practical."),
        "signed-meanwhile": _l(
            "Somebody signed off a go of this learner since you opened the page. Look at it above; if yours was another go, sign again."
        ),
        "no-more-goes": _l("This practical is passed already, or no resit is left."),
        "not-all-noted": _l("Note every criterion. What did not come up is “Not seen”."),
        "observed-in-future": _l("This day has not come yet."),
        "observed-before-enrolment": _l(
            "The learner was not enrolled then. What she could do before is recorded by her trainer as prior learning."
        ),
    }
)
