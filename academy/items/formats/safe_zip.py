"""Zips of items: looked through as all zips of strangers are, and far smaller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from academy import zips
from academy.items.formats.reading import Refused
from academy.zips import MOST_TIMES, BadZip, Fault

#: Files of a zip, and bytes of all of them unpacked.
MOST_FILES = 4_500
LARGEST_UNPACKED = 40_000_000


class SafeZip(zips.SafeZip):
    """A zip whose list of files was looked through before anything is unpacked. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        with _refusing():
            super().__init__(content, most_files=MOST_FILES, largest=LARGEST_UNPACKED)

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises Refused for one that is damaged or not as large as its list says."""
        with _refusing():
            return super().read(name)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except BadZip as bad:
        raise refusal_of(bad) from None


def refusal_of(bad: BadZip) -> Refused:
    """Return the refusal of a file whose zip is not read."""
    if bad.fault is Fault.NO_ZIP:
        return Refused("zip-broken")
    if bad.fault is Fault.TOO_MANY:
        return Refused("zip-large", files=MOST_FILES, most=LARGEST_UNPACKED // 1_000_000)
    return Refused("zip-unsafe", name=bad.name[-80:], times=MOST_TIMES)
