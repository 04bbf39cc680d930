"""How long a sign-in holds: 12 hours at most, 30 quiet minutes, 10 on a shared computer.

"Last seen" is only noted every five minutes (``web.access``), so a session may end up to five minutes sooner than the
quiet minutes say, never later.
"""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST = timedelta(hours=12)
QUIET_MINUTES = 30
QUIET_MINUTES_SHARED = 10


def quiet_minutes(*, is_shared: bool) -> int:
    """Return the quiet minutes after which a session ends."""
    return QUIET_MINUTES_SHARED if is_shared else QUIET_MINUTES


def holds(*, last_seen_at: datetime, ends_at: datetime, idle_minutes: int, at: datetime) -> bool:
    """Say whether a session that nobody revoked still holds at ``at``."""
    return at < ends_at and at - last_seen_at < timedelta(minutes=idle_minutes)
