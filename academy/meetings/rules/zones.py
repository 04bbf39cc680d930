"""Whose clock a date goes by. The academy keeps UTC; a trainer types what the clock on the wall will show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

#: The first parts of the names of zones where people live.
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@dataclass(frozen=True)
class Date:
    """When and where a meeting is held; ``zone`` is whose clock its times are shown by."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    link: str


@cache
def zones() -> tuple[str, ...]:
    """Return the IANA names of the zones offered, UTC first."""
    found = sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS and "/" in name)
    return ("UTC", *found)


def moment_in(zone: str, day: date, clock: time) -> datetime | None:
    """Return the moment at which clocks of ``zone`` show this; None where they skip it in spring.

    What they show twice in autumn is taken as the first time.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    return (
        moment
        if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
        else None
    )


def in_zone(zone: str, moment: datetime) -> tuple[date, time]:
    """Return what the calendar and the clock of ``zone`` show at a moment."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(second=0, microsecond=0)
