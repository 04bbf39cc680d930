"""What a credential, a status list and a slip say, as plain data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime


class Purpose(enum.StrEnum):
    """What a bit of a status list means. A replaced certificate is revoked in favour of a newer one."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class Level(enum.IntEnum):
    """The level of a course, as a slip counts it; what is not known here is 0."""

    BASIC = 1
    ADVANCED = 2
    SUPREME = 3


@dataclass(frozen=True)
class Observed:
    """A practical that somebody saw her do."""

    title: str
    observed_on: date


@dataclass(frozen=True, kw_only=True)
class Achieved:
    """One certificate, as its credential says it: everything but the name, of which only a digest is given."""

    #: The academy's address; the issuer's name and every link is made of it.
    base_url: str
    academy: str
    number: str
    #: As printed; digested with ``salt``, never written.
    holder: str
    latin_name: str | None
    salt: str
    #: Language of ``title`` and ``statement``.
    locale: str
    course: str
    title: str
    #: What was assessed.
    statement: str
    level: str
    track: str | None
    hours: int
    edition_number: int
    edition_digest: str
    rendition_digest: str
    jurisdiction: str | None
    practicals: tuple[Observed, ...]
    issued_at: datetime
    valid_until: date | None
    #: Its place in the status lists, counted from 1 through all of them.
    place: int


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What the QR code carries: enough to know a genuine certificate without internet."""

    number: str
    issued_on: date
    #: The last day it holds.
    valid_until: date | None
    level: str
    course: str
    #: The first signs of the edition's digest.
    edition: str
    #: Short keyed digests of the printed names: a typed name can be compared, none can be read.
    names: tuple[bytes, ...]
