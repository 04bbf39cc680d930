"""The blueprint of evaluation, and the words of its refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "evaluation", "academy.evaluation", url_prefix="/<locale:locale>", template_folder="templates"
)

say({
    "follow-up-answered": _l("A colleague has answered this one since you opened it. Nothing more is needed from you."),
    "follow-up-changed": _l("You have answered this in another window since. Look at what you chose here, and save again if it is right."),
    "supervisor-named-since": _l("A colleague has named somebody since you opened this page. Look at who it is now, then choose again."),
    "period-not-over": _l("This period is not over yet. Report it once it is."),
    "period-overlaps": _l("Some days of this period are reported already, with another period. Correct that one instead."),
    "period-reported": _l("This period is reported already. Correct the report that stands below."),
    "report-replaced": _l("A colleague has corrected this report since you opened it. Look at what it says now."),
})  # fmt: skip
