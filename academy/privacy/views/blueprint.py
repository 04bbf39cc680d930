"""The blueprint of own data and of keeping, and the words of its refusals."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "privacy", "academy.privacy", url_prefix="/<locale:locale>", template_folder="templates"
)

say({
    "last-administrator": _l("Nobody else administers the academy. Give the role to somebody first."),
    "hand-over-first": _l("Nobody else coordinates the agency. Hand over to a colleague first."),
    "call-sign-other": _l("This is another call-sign. Look at it and type it again."),
    "retention-out-of-bounds": _l("Choose between %(least)s and %(most)s months."),
    "retention-without-ground": _l("Name the article that allows or demands it."),
    "retention-changed": _l("Somebody has changed this period since you opened the page. Load it again and look."),
    "answers-forgotten": _l("What was done here is no longer kept. The result is."),
})  # fmt: skip
