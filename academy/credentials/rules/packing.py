"""A slip's bytes. They are in every printed QR code: a new order of them is a new version, and the old ones stay readable.

Version 1, numbers with the highest byte first: version (1 byte), start of the key's name (4), the eight signs of
the number (5), day of issue (2), last day (2, zeros for none), level (1; its highest bit says that there are two names),
start of the edition's digest (6), one or two name tags (4 each), and the course's slug to the end.
"""

from __future__ import annotations

import struct
from datetime import date, timedelta

from academy.credentials.content import Level, Slip
from academy.credentials.rules.naming import TAG_BYTES

VERSION = 1
#: Day 0 of a slip.
FIRST_DAY = date(2020, 1, 1)
_HEAD = struct.Struct(">B4s5sHHB6s")
_TWO_NAMES = 0x80
#: Longer slugs are cut: the code has to stay readable on paper.
COURSE_BYTES = 24
#: Hexadecimal signs of the edition's digest.
EDITION_SIGNS = 12
#: Crockford's base 32, as the numbers of certificates are written.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class NotASlip(ValueError):
    """Bytes that are no slip of a known version."""


def packed(slip: Slip, *, kid: str) -> bytes:
    """Return what is signed: the slip's bytes with the start of the key's name in them."""
    level = Level.__members__.get(slip.level.upper(), 0) | (_TWO_NAMES if len(slip.names) == 2 else 0)
    until = _days(slip.valid_until) if slip.valid_until else 0
    head = _HEAD.pack(
        VERSION, bytes.fromhex(kid)[:4], _number_bytes(slip.number), _days(slip.issued_on), until, level,
        bytes.fromhex(slip.edition[:EDITION_SIGNS]),
    )  # fmt: skip
    return head + b"".join(slip.names) + slip.course.encode()[:COURSE_BYTES]


def unpacked(data: bytes) -> tuple[Slip, str]:
    """Return a slip and the start of the name of the key it names. Raises NotASlip."""
    if len(data) < _HEAD.size + TAG_BYTES or data[0] != VERSION:
        raise NotASlip("of no version known here")
    _version, kid, number, issued, until, level, edition = _HEAD.unpack_from(data)
    tags_end = _HEAD.size + TAG_BYTES * (2 if level & _TWO_NAMES else 1)
    tags = data[_HEAD.size : tags_end]
    try:
        course = data[tags_end:].decode("ascii")
        name = Level(level & ~_TWO_NAMES).name.lower() if level & ~_TWO_NAMES else ""
    except ValueError as error:
        raise NotASlip(str(error)) from error
    slip = Slip(
        number=_number(number), issued_on=_day(issued), valid_until=_day(until) if until else None, level=name,
        course=course, edition=edition.hex(),
        names=tuple(tags[at : at + TAG_BYTES] for at in range(0, len(tags), TAG_BYTES)),
    )  # fmt: skip
    return slip, kid.hex()


def _days(day: date) -> int:
    return min((day - FIRST_DAY).days, 0xFFFF)


def _day(days: int) -> date:
    return FIRST_DAY + timedelta(days=days)


def _number_bytes(number: str) -> bytes:
    """Return a printed number, such as WCA-7K3Q-9F2M, as 40 bits."""
    bits = 0
    for sign in number.partition("-")[2].replace("-", ""):
        bits = bits << 5 | _ALPHABET.index(sign)
    return bits.to_bytes(5, "big")


def _number(data: bytes) -> str:
    bits = int.from_bytes(data, "big")
    signs = "".join(_ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"WCA-{signs[:4]}-{signs[4:]}"
