"""What reports write: that somebody looked, that a table left the academy, and which letters come again and again."""

from academy.reports.service.notes import Left, note_consultation, note_export
from academy.reports.service.schedules import (
    Asked,
    end_schedule,
    erase_person,
    schedule_report,
    turn_of,
)

__all__ = [
    "Asked",
    "Left",
    "end_schedule",
    "erase_person",
    "note_consultation",
    "note_export",
    "schedule_report",
    "turn_of",
]
