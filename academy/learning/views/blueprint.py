"""The blueprint of the learning record, and the words of its refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "learning", "academy.learning", url_prefix="/<locale:locale>", template_folder="templates"
)

say(
    {
        "no-agency-to-learn-in": _l("You hold no learner role yet. Ask your agency’s coordinator for one."),
        "course-not-open": _l("This course is by nomination. Ask your agency’s coordinator."),
        "attempt-closed": _l("This attempt is handed in already. Your result is kept."),
        "attempts-used": _l("All attempts at this quiz are used. Your trainer can allow another."),
        "key-reused": _l(
            "Another answer was saved under the same key. Load the page again; nothing is lost."
        ),
        "locked": _l("This is still locked. Open the course page to see what comes before it."),
        "closed": _l("The last day for this is over. Your trainer can give you another."),
        "not-ready-for-course": _l("Something comes before this course. Its page says what."),
        "moved-meanwhile": _l(
            "You have just gone on in a newer edition of this course. Open the course page again."
        ),
        "own-record": _l("You cannot change your own record. Ask another trainer of the cohort."),
        "activity-unknown": _l("The course has no such activity. Choose one of the list."),
        "override-empty": _l("Say what is to be different: a day, the number of attempts, or the time."),
        "attempts-of-one-activity": _l("Attempts belong to one activity. Choose which."),
        "minutes-of-one-activity": _l(
            "Minutes belong to one activity. Choose which; extra minutes can hold for the whole course."
        ),
        "reason-missing": _l("Say why; it stays on record."),
        "evidence-missing": _l("Say what shows it: a certificate, a post held, something you saw."),
        "days-out-of-order": _l(
            "It must open before it is due, and close after that. Look at the days again."
        ),
        "override-changed": _l(
            "Somebody else has changed this meanwhile. Look at what stands here now, then save again."
        ),
        "done-already": _l("This activity is done already."),
        "course-complete": _l("The course is complete. What was earned is never taken back."),
        "changed-since-shown": _l(
            "Something has changed since this was shown. Look at it again before you confirm."
        ),
    }
)
