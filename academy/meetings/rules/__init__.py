"""Decisions about meetings: the kind itself, the code on the wall, what attendance counts, whose clock a date goes by."""

from academy.learning.rules.wall_codes import WINDOW, new_window_at, shown
from academy.meetings.rules.attendance import LATE_AFTER, by_arrival, counts
from academy.meetings.rules.kind import KIND, MeetingKind
from academy.meetings.rules.wall import is_right, room_code
from academy.meetings.rules.zones import Date, in_zone, moment_in, zones

__all__ = [
    "KIND",
    "LATE_AFTER",
    "WINDOW",
    "Date",
    "MeetingKind",
    "by_arrival",
    "counts",
    "in_zone",
    "is_right",
    "moment_in",
    "new_window_at",
    "room_code",
    "shown",
    "zones",
]  # fmt: skip
