"""What the timeline says of each happening."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.evidence.content import Happened

_WORDS = {
    "act": _l("Acted"),
    "appeal": _l("Appealed"),
    "attend": _l("Noted who was there"),
    "begin": _l("Began"),
    "change": _l("Changed"),
    "check": _l("Checked an answer"),
    "clear": _l("Took an answer back"),
    "complete": _l("Completed a course"),
    "complete-activity": _l("Completed an activity"),
    "dismiss": _l("Dismissed an appeal"),
    "enrol": _l("Enrolled"),
    "exception": _l("Made an exception"),
    "hand-in": _l("Handed in"),
    "issue": _l("Issued"),
    "late": _l("Came too late, and does not count"),
    "lift": _l("Lifted a suspension"),
    "mark": _l("Marks given"),
    "move": _l("Moved"),
    "prior-learning": _l("Recorded prior learning"),
    "replace": _l("Replaced"),
    "revoke": _l("Revoked"),
    "save": _l("Answered"),
    "sign-off": _l("Signed a practical off"),
    "suspend": _l("Suspended"),
    "uphold": _l("Upheld an appeal"),
    "withdrawn": _l("Withdrew prior learning"),
}
STANDINGS = {
    "valid": _l("Valid"),
    "expired": _l("Expired"),
    "suspended": _l("Suspended"),
    "revoked": _l("Revoked"),
    "replaced": _l("Replaced"),
}


def words_of(each: Happened) -> LazyString | str:
    """Return what happened, in words; by its code where nobody found words yet."""
    return _WORDS.get(each.code, each.code)
