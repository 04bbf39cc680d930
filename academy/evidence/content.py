"""What an evidence pack is made of, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Packing:
    """When a pack is made, and by whom: a call-sign and a legal name, or None for whoever runs the server."""

    at: datetime
    by: str | None
    #: Where the academy is reached, and publishes its keys.
    base_url: str


@dataclass(frozen=True)
class Packed:
    """What came of it."""

    number: str
    files: int
    #: Whether the holder's record is still there; after its erasure only numbers, digests and the course are.
    is_whole: bool
    #: Names of files of the course that were left out because the pack would have grown too large.
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Happened:
    """One line of the timeline: when, what (a code that ``document.wording`` has words for), to what, and how."""

    at: str
    code: str
    subject: str = ""
    detail: str = ""
    #: Call-sign of whoever did it in office; empty where the learner or the academy itself did.
    by: str = ""
