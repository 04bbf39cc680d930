"""Status lists as bits (W3C Bitstring Status List 1.0): one for each credential, the first in the highest place."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable

from academy.credentials.rules.plain_text import from_text, to_text

#: The smallest list the standard allows, so that one credential hides among many.
ENTRIES = 131_072
#: Multibase's sign for base64url without padding.
_MULTIBASE = "u"


def place_in_lists(place: int) -> tuple[int, int]:
    """Return which list a credential's place (counted from 1) is in, counted from 1, and its index there."""
    number, index = divmod(place - 1, ENTRIES)
    return number + 1, index


def encoded_list(indices: Iterable[int]) -> str:
    """Return a list with these bits set; the same bits always give the same text."""
    bits = bytearray(ENTRIES // 8)
    for index in indices:
        bits[index // 8] |= 0x80 >> index % 8
    return _MULTIBASE + to_text(gzip.compress(bytes(bits), mtime=0))


def bits_set(encoded: str) -> set[int]:
    """Return which bits of a list are set. Raises ValueError."""
    if not encoded.startswith(_MULTIBASE):
        raise ValueError("not multibase base64url")
    with gzip.open(io.BytesIO(from_text(encoded[1:]))) as file:
        bits = file.read(ENTRIES // 8 + 1)
    if len(bits) != ENTRIES // 8:
        raise ValueError("a list of another length")
    return {index for index in range(ENTRIES) if bits[index // 8] & (0x80 >> index % 8)}
