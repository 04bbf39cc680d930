"""The quizzes' blueprint, and words for what it refuses."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint("quizzes", __name__, url_prefix="/<locale:locale>", template_folder="../templates")

say(
    {
        "bad-envelope": _l("This save could not be read. Load the page again; what was saved is kept."),
        "wait": _l("The next attempt begins after a while. The page of this quiz says when."),
        "no-practice": _l("This quiz cannot be practised now."),
        "exam-entry": _l("This is an exam. Enter it with what its invigilator gives out."),
    }
)
