"""A person's dates as an iCalendar file (RFC 5545): what and when, nobody's name.

All times are in UTC, so no zone need be described; a day is a whole day wherever it is read. Each event keeps its
UID from fetch to fetch; SEQUENCE rises with each change that the academy counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

#: How often a calendar program should ask again.
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """One event. A ``date`` as start is a whole day; a moment goes on until ``ends``."""

    #: Unique here; the academy's host makes it so everywhere.
    key: str
    summary: str
    starts: date
    url: str
    ends: datetime | None = None
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar(entries: Iterable[Entry], *, name: str, host: str, at: datetime) -> bytes:
    """Return a calendar file: CRLF line ends, lines folded at 75 octets."""
    made = Calendar()
    made.add("prodid", f"-//Wildlife Crime Academy//{host}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        made.add_component(_event(entry, host, at))
    content: bytes = made.to_ical()
    return content


def _event(entry: Entry, host: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", at.replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends or entry.starts + timedelta(days=1))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if entry.ends else "TRANSPARENT")
    return event
