"""The blueprint of meetings, and the words of its refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint("meetings", "academy.meetings", template_folder="templates")

say(
    {
        "ends-before-start": _l("It ends before it begins. Check the times and the last day."),
        "meeting-too-long": _l("A meeting lasts two weeks at most. Give a longer course several dates."),
        "no-such-time": _l("Clocks there are put forward over this time that night. Choose another."),
        "nowhere": _l("Say where: a room, a link, or both."),
        "meeting-moved": _l(
            "Somebody changed this date since you opened the page. What stands now is shown above; save again to put yours in its place."
        ),
        "meeting-cancelled": _l("This meeting is called off."),
        "code-not-now": _l("The code can be shown from an hour before the meeting until an hour after it."),
        "code-wrong-in-room": _l(
            "This is not the code that is shown now. It changes every half minute: look again."
        ),
        "code-closed": _l(
            "No code is taken at the moment. Ask your trainer to show it, or to note you on the list."
        ),
    }
)
