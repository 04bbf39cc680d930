"""The samples of an MP4's tracks: where they lie, what lies between them, and messages hidden inside them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from academy.media.rules.errors import MediaError

Range = tuple[int, int]
#: Units of H.264: a supplemental message, and filling that every decoder skips.
SEI, FILLER = 6, 12
#: Messages that carry anything: registered and unregistered user data. Cameras write places there.
USER_DATA = frozenset({4, 5})
MOST_SAMPLES = 2_000_000


def sample_ranges(data: bytearray, at: Mapping[str, int]) -> list[Range]:
    """Return where each sample of a track lies; ``at`` says where its tables' content begins."""
    wide = "co64" in at
    if not {"stsc", "stsz"} <= set(at) or not (wide or "stco" in at):
        raise MediaError("broken")
    chunks = _table(data, at["co64" if wide else "stco"], "Q" if wide else "I")
    sizes = iter(_sizes(data, at["stsz"]))
    rows = _table(data, at["stsc"], "III")
    found: list[Range] = []
    for start, count in _counted(chunks, rows):
        place = start
        for _ in range(count):
            size = next(sizes, None)
            if size is None:
                break
            found.append((place, place + size))
            place += size
            if place > len(data):
                raise MediaError("broken")
    return found


def blank_outside(data: bytearray, kept: Sequence[Range], boxes: Sequence[Range]) -> None:
    """Overwrite with zeros whatever in ``boxes`` belongs to no sample that is kept."""
    waiting = sorted(kept)
    if any(
        not any(low <= start and end <= high for low, high in boxes) for start, end in waiting if end > start
    ):
        raise MediaError("broken")
    for low, high in boxes:
        place = low
        for start, end in waiting:
            if low <= start and end <= high:
                data[place:start] = bytes(max(0, start - place))
                place = max(place, end)
        data[place:high] = bytes(high - place)


def quieten(data: bytearray, ranges: Sequence[Range], *, length_size: int) -> None:
    """Overwrite with filling every H.264 unit that carries user data."""
    for start, end in ranges:
        place = start
        while place + length_size < end:
            length = int.from_bytes(data[place : place + length_size], "big")
            place += length_size
            if length == 0 or place + length > end:
                break
            if data[place] & 0x1F == SEI and _has_user_data(data[place + 1 : place + length]):
                data[place : place + length] = (
                    bytes([FILLER]) + b"\xff" * (length - 2) + b"\x80" * (length > 1)
                )
            place += length


def _has_user_data(messages: bytearray) -> bool:
    place = 0
    while place + 1 < len(messages) and messages[place:] != b"\x80":
        kind, place = _counted_up(messages, place)
        length, place = _counted_up(messages, place)
        if kind in USER_DATA:
            return True
        place += length
    return False


def _counted_up(messages: bytearray, place: int) -> tuple[int, int]:
    """Read a number written as 255s and a rest."""
    number = 0
    while place < len(messages) and messages[place] == 0xFF:
        number, place = number + 255, place + 1
    return number + (messages[place] if place < len(messages) else 0), place + 1


def _table(data: bytearray, body: int, row: str) -> list[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", data, body + 4)
    length = struct.calcsize(f">{row}")
    if count > MOST_SAMPLES or body + 8 + count * length > len(data):
        raise MediaError("broken")
    return list(struct.iter_unpack(f">{row}", data[body + 8 : body + 8 + count * length]))


def _sizes(data: bytearray, body: int) -> Iterator[int]:
    same, count = struct.unpack_from(">II", data, body + 4)
    if count > MOST_SAMPLES or (not same and body + 12 + count * 4 > len(data)):
        raise MediaError("broken")
    if same:
        return iter([same] * count)
    return (size for (size,) in struct.iter_unpack(">I", data[body + 12 : body + 12 + count * 4]))


def _counted(chunks: list[tuple[int, ...]], rows: list[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """Yield each chunk's place with the number of its samples."""
    for place, (first, count, _description) in enumerate(rows):
        last = rows[place + 1][0] if place + 1 < len(rows) else len(chunks) + 1
        if not 1 <= first <= last <= len(chunks) + 1:
            raise MediaError("broken")
        for (start,) in chunks[first - 1 : last - 1]:
            yield start, count
