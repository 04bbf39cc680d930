"""Files that items come in and go out by: Moodle XML, GIFT, Aiken, tables, QTI.

``read`` takes any of them, by name and content, and never raises: what is wrong stands in the report. Nothing here
knows the bank, the web or the database.
"""

from academy.items.formats.choosing import FORMATS, format_named, read, write
from academy.items.formats.reading import Entry, Going, Gone, Loss, Reading, Refused
from academy.items.kinds.exchange import Level, Line

__all__ = [
    "FORMATS",
    "Entry",
    "Going",
    "Gone",
    "Level",
    "Line",
    "Loss",
    "Reading",
    "Refused",
    "format_named",
    "read",
    "write",
]
