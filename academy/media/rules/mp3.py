"""MP3: the frames that sound, and nothing that is said about them."""

from __future__ import annotations

from dataclasses import dataclass

from academy.media.rules.errors import MediaError

#: kbit/s of layer III by the header's four bits: MPEG 1, then MPEG 2 and 2.5.
BIT_RATES = (
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
#: Frames in a row that begin what is taken for sound.
IN_A_ROW = 3


@dataclass(frozen=True)
class _Frame:
    length: int
    #: Version and sample rate, the same in all frames of a file.
    family: tuple[int, int]
    samples: int
    rate: int


def safe_mp3(content: bytes) -> tuple[bytes, int]:
    """Return the frames of an MP3, without tags and anything between them, and milliseconds. Raises MediaError."""
    place, family = _start(content, _after_tags(content), None)
    kept: list[bytes] = []
    played = 0.0
    while place < len(content):
        frame = _frame(content, place)
        if frame is None or frame.family != family:
            place, family = _start(content, place + 1, family)
            continue
        kept.append(content[place : place + frame.length])
        played += frame.samples / frame.rate
        place += frame.length
    if not kept:
        raise MediaError("broken")
    return b"".join(kept), round(played * 1000)


def _after_tags(content: bytes) -> int:
    """Return where the tags at the beginning end; what looks like a frame inside them is none."""
    place = 0
    while content[place : place + 3] == b"ID3" and len(content) >= place + 10:
        sizes = content[place + 6 : place + 10]
        length = sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3]
        place += 10 + length + (10 if content[place + 5] & 0x10 else 0)
    return place


def _start(content: bytes, place: int, family: tuple[int, int] | None) -> tuple[int, tuple[int, int] | None]:
    """Return where the next row of like frames begins, and what they have in common; the end where there is none."""
    while (place := content.find(b"\xff", place)) >= 0:
        first = _frame(content, place)
        if first and family in (None, first.family) and _goes_on(content, place, first):
            return place, first.family
        place += 1
    return len(content), family


def _goes_on(content: bytes, place: int, first: _Frame) -> bool:
    for _ in range(IN_A_ROW):
        frame = _frame(content, place)
        if frame is None or frame.family != first.family:
            return False
        place += frame.length
    return True


def _frame(content: bytes, place: int) -> _Frame | None:
    """Return the whole frame that begins at ``place``, if one does."""
    header = content[place : place + 4]
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None  # no sync, or not layer III
    version, bits, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    samples = 1152 if version == 3 else 576
    hertz = SAMPLE_RATES[version][rate]
    length = samples // 8 * BIT_RATES[version != 3][bits - 1] * 1000 // hertz + (header[2] >> 1 & 1)
    return _Frame(length, (version, hertz), samples, hertz) if place + length <= len(content) else None
