"""JPEG, segment by segment: what is picture and what is said about it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from academy.media.rules.errors import MediaError

SOI, EOI, SOS, DRI, DQT, DHT, APP0, APP1, APP2, APP14 = (
    0xD8,
    0xD9,
    0xDA,
    0xDD,
    0xDB,
    0xC4,
    0xE0,
    0xE1,
    0xE2,
    0xEE,
)
#: Frame headers of the kinds that browsers show: baseline, extended, progressive.
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
PIXELS = FRAMES | {SOS, DRI, DQT, DHT}
EXIF, ICC = b"Exif\x00\x00", b"ICC_PROFILE\x00"


@dataclass(frozen=True)
class Segment:
    """One marker with its payload; of a scan also the coded picture that follows."""

    marker: int
    payload: bytes
    coded: bytes = b""

    def written(self) -> bytes:
        """Return the segment as it stands in a file."""
        return struct.pack(">BBH", 0xFF, self.marker, len(self.payload) + 2) + self.payload + self.coded

    @property
    def is_pixels(self) -> bool:
        """Say whether it is needed to show the picture and says nothing else."""
        is_plain_header = self.marker == APP0 and self.payload[:5] == b"JFIF\x00" and len(self.payload) == 14
        is_adobe = self.marker == APP14 and self.payload[:5] == b"Adobe" and len(self.payload) == 12
        return self.marker in PIXELS or is_plain_header or is_adobe


def segments(content: bytes) -> tuple[list[Segment], int]:
    """Return the segments of the first picture in a file, and where it ends. Raises MediaError."""
    if content[:2] != b"\xff\xd8":
        raise MediaError("broken")
    found: list[Segment] = []
    place = 2
    while content[place : place + 2] != b"\xff\xd9":
        segment, place = _segment(content, place)
        found.append(segment)
    return found, place + 2


def bare(parts: list[Segment], *, keep: frozenset[bytes] = frozenset()) -> bytes:
    """Return the picture without what is said about it, but for segments that begin with one of ``keep``."""
    kept = [each for each in parts if each.is_pixels or any(each.payload.startswith(mark) for mark in keep)]
    return b"\xff\xd8" + b"".join(each.written() for each in kept) + b"\xff\xd9"


def size(parts: list[Segment]) -> tuple[int, int]:
    """Return width and height. Raises MediaError where the file does not say them once."""
    frames = [each.payload for each in parts if each.marker in FRAMES]
    if len(frames) != 1 or len(frames[0]) < 6 or not any(each.marker == SOS for each in parts):
        raise MediaError("broken")
    height, width = struct.unpack(">HH", frames[0][1:5])
    return width, height


def _segment(content: bytes, place: int) -> tuple[Segment, int]:
    while content[place : place + 2] == b"\xff\xff":  # filling between segments
        place += 1
    header = content[place : place + 4]
    if len(header) < 4 or header[0] != 0xFF or header[1] in (0x00, 0x01, SOI) or 0xD0 <= header[1] <= 0xD7:
        raise MediaError("broken")
    end = place + 2 + int.from_bytes(header[2:], "big")
    if end < place + 4 or end > len(content):
        raise MediaError("broken")
    payload = content[place + 4 : end]
    if header[1] != SOS:
        return Segment(header[1], payload), end
    after = _end_of_scan(content, end)
    return Segment(SOS, payload, content[end:after]), after


def _end_of_scan(content: bytes, place: int) -> int:
    for mark in _marks(content, place):
        follows = content[mark + 1]
        if follows != 0x00 and not 0xD0 <= follows <= 0xD7 and follows != 0xFF:
            return mark
    raise MediaError("broken")


def _marks(content: bytes, place: int) -> Iterator[int]:
    mark = content.find(b"\xff", place)
    while 0 <= mark < len(content) - 1:
        yield mark
        mark = content.find(b"\xff", mark + 1)
