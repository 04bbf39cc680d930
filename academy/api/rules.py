"""What a token looks like and is good for, how often it may ask, how a long list is paged."""

from __future__ import annotations

import enum
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

PREFIX = "wca_"
#: Requests a token may make in a minute.
REQUESTS, WINDOW = 120, timedelta(minutes=1)
#: Things on one page of a list.
PAGE_SIZE, LARGEST_PAGE = 50, 200
LONGEST_LIFE = timedelta(days=365)


class Scope(enum.StrEnum):
    """What a token may read."""

    PEOPLE = "people:read"
    #: Legal names and addresses, wherever people or certificates are read.
    NAMES = "names:read"
    ENROLMENTS = "enrolments:read"
    RESULTS = "results:read"
    CERTIFICATES = "certificates:read"


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after the thing of this moment and id, in the order in which things came about."""

    at: datetime
    id: UUID
    #: Tells apart what shares moment and id: the activity of a result.
    name: str = ""

    def written(self) -> str:
        """Return it as a word for an address: microseconds since 1970, id, name."""
        since = (self.at - _EPOCH) // timedelta(microseconds=1)
        return ".".join(filter(None, (str(since), self.id.hex, self.name)))


#: What a cursor looks like; every word of this form is one.
CURSOR = r"^[0-9]{1,16}\.[0-9a-f]{32}(\.[a-z0-9-]{1,100})?$"
SLUG = r"^[a-z0-9-]{1,100}$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def cursor_from(word: str) -> Cursor:
    """Read a cursor that has the form of ``CURSOR``."""
    since, identity, *name = word.split(".")
    return Cursor(_EPOCH + timedelta(microseconds=int(since)), UUID(identity), *name)


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC; one beyond the edge of the calendar becomes the edge."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST


def new_token() -> str:
    """Return a token of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is kept of a token; plain SHA-256 serves, since nobody can guess one."""
    return hashlib.sha256(f"api:{token}".encode("utf-8", "replace")).hexdigest()


def window_of(at: datetime) -> datetime:
    """Return the beginning of the minute in which requests are counted together."""
    return at.replace(second=0, microsecond=0)


def seconds_left(at: datetime) -> int:
    """Return the seconds until requests are counted anew, 1–60."""
    return max(1, int((window_of(at) + WINDOW - at).total_seconds()))
