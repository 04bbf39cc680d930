"""What happens once a role has ended."""

from __future__ import annotations

import enum
from datetime import date, timedelta


class Leaving(enum.StrEnum):
    """What becomes of a person's open courses and of her account; her record stays with the agency in any case."""

    #: She goes on with what she has begun.
    GOES_ON = "goes-on"
    #: Her open courses of this agency end.
    STOPS = "stops"
    #: They end, and her account is closed where she belongs nowhere else.
    CLOSES = "closes"
    #: She has handed her branch over: what waits for her waits for her successor.
    HANDED_OVER = "handed-over"


#: What a coordinator may choose.
CHOICES = (Leaving.STOPS, Leaving.GOES_ON, Leaving.CLOSES)


def ends_on(last_day: date) -> date:
    """Return the first day on which the role no longer holds."""
    return last_day + timedelta(days=1)


def is_over(ends: date | None, today: date) -> bool:
    """Say whether a role has ended."""
    return ends is not None and ends <= today
