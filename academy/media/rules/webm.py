"""WebM: picture and sound stay where they are; everything said about them becomes void, so that no offset moves."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from academy.media.rules.errors import MediaError

EBML, SEGMENT, VOID, DOC_TYPE = 0x1A45DFA3, 0x18538067, 0xEC, 0x4282
INFO, TRACKS, ENTRY, CLUSTER, GROUP = 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0
SEEK_HEAD, CUES, VIDEO, AUDIO = 0x114D9B74, 0x1C53BB6B, 0xE0, 0xE1
SCALE, DURATION, MUXER, WRITER = 0x2AD7B1, 0x4489, 0x4D80, 0x5741
NUMBER, TYPE, CODEC, PRIVATE, ENCODINGS = 0xD7, 0x83, 0x86, 0x63A2, 0x6D80
WIDTH, HEIGHT, SIMPLE_BLOCK, BLOCK = 0xB0, 0xBA, 0xA3, 0xA1
#: What may stand in an element, by the element; what is not named becomes void. Those with an entry are entered.
KNOWN: dict[int, frozenset[int]] = {
    SEGMENT: frozenset({SEEK_HEAD, INFO, TRACKS, CUES, CLUSTER}),
    INFO: frozenset({SCALE, DURATION, MUXER, WRITER}),
    SEEK_HEAD: frozenset({0x4DBB}),
    0x4DBB: frozenset({0x53AB, 0x53AC}),
    TRACKS: frozenset({ENTRY}),
    # number, uid, type, enabled, default, forced, lacing, default duration, codec and its data, delays, languages
    ENTRY: frozenset({
        NUMBER, 0x73C5, TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383, CODEC, PRIVATE, 0x56AA, 0x56BB, 0x22B59C, VIDEO, AUDIO,
    }),
    # interlacing, width, height, crop, shown width and height with their unit, alpha
    VIDEO: frozenset({0x9A, WIDTH, HEIGHT, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2, 0x55B0}),
    0x55B0: frozenset({0x55B1, 0x55B2, 0x55B3, 0x55B4, 0x55B5, 0x55B6, 0x55B7, 0x55B8, 0x55B9, 0x55BA, 0x55BB, 0x55BC, 0x55BD}),
    AUDIO: frozenset({0xB5, 0x78B5, 0x9F, 0x6264}),
    CLUSTER: frozenset({0xE7, 0xA7, 0xAB, SIMPLE_BLOCK, GROUP}),
    GROUP: frozenset({BLOCK, 0x9B, 0xFB, 0x75A2}),
    CUES: frozenset({0xBB}),
    0xBB: frozenset({0xB3, 0xB7}),
    0xB7: frozenset({0xF7, 0xF1, 0xF0, 0xB2, 0x5378}),
}  # fmt: skip
CODECS = {1: {b"V_VP8", b"V_VP9", b"V_AV1"}, 2: {b"A_OPUS", b"A_VORBIS"}}
MOST_ELEMENTS = 2_000_000
UNKNOWN = -1


@dataclass(frozen=True)
class Element:
    """An element: what it is, where it begins, where its content begins, where it ends."""

    name: int
    start: int
    body: int
    end: int


def safe_webm(content: bytes) -> tuple[bytes, int | None, int | None, int | None]:
    """Return a video of picture and sound only, with width, height and milliseconds. Raises MediaError."""
    try:
        return _Cleaner(content).cleaned()
    except (struct.error, IndexError, OverflowError, ValueError) as error:
        raise error if isinstance(error, MediaError) else MediaError("broken") from error


class _Cleaner:
    """Works on one file in place."""

    def __init__(self, content: bytes) -> None:
        self.data = bytearray(content)
        self.count = 0
        #: Numbers of the tracks that are seen or heard.
        self.tracks: set[int] = set()
        self.size: tuple[int | None, int | None] = (None, None)
        self.scale = 1_000_000
        self.played: float | None = None

    def cleaned(self) -> tuple[bytes, int | None, int | None, int | None]:
        """Clean the whole file."""
        head = self.element(0, len(self.data))
        if head.name != EBML or all(self.value(each) != b"webm" for each in self.children(head, None)):
            raise MediaError("broken")
        segment = self.element(head.end, len(self.data))
        if segment.name != SEGMENT:
            raise MediaError("broken")
        del self.data[segment.end :]
        for element in self.children(segment, SEGMENT):
            self.clean(SEGMENT, element)
        if not self.tracks:
            raise MediaError("no-track")
        duration = None if self.played is None else round(self.played * self.scale / 1_000_000)
        return bytes(self.data), *self.size, duration

    def clean(self, parent: int, element: Element) -> None:
        """Keep, enter or void one element."""
        if element.name not in KNOWN[parent] or not self.is_wanted(element):
            self.void(element)
            return
        if element.name == ENTRY and not self.track(element):
            return
        if element.name in (MUXER, WRITER):
            self.zero(element)
        elif element.name == SCALE:
            self.scale = int.from_bytes(self.value(element), "big")
        elif element.name == DURATION:
            self.played = struct.unpack(
                ">f" if element.end - element.body == 4 else ">d", self.value(element)
            )[0]
        for child in self.children(element, element.name) if element.name in KNOWN else ():
            self.clean(element.name, child)

    def is_wanted(self, element: Element) -> bool:
        """Say whether a block belongs to a track that is kept; of anything else, always."""
        if element.name == GROUP:
            blocks = [each for each in self.children(element, GROUP) if each.name == BLOCK]
            return len(blocks) == 1 and self.is_wanted(blocks[0])
        if element.name not in (SIMPLE_BLOCK, BLOCK):
            return True
        return self.number(element.body)[0] in self.tracks

    def track(self, entry: Element) -> bool:
        """Take note of a track that is seen or heard, and void any other."""
        values = {each.name: each for each in self.children(entry, ENTRY)}
        if not {NUMBER, TYPE, CODEC} <= set(values) or ENCODINGS in values:
            raise MediaError("broken")
        kind = int.from_bytes(self.value(values[TYPE]), "big")
        codec = self.value(values[CODEC]).rstrip(b"\0")
        if kind not in CODECS:
            self.void(entry)
            return False
        if codec not in CODECS[kind]:
            raise MediaError("codec", name=codec.decode("ascii", "replace"), wanted="VP9 + Opus")
        if codec == b"A_VORBIS" and PRIVATE in values:
            self.forget_comments(values[PRIVATE])
        self.tracks.add(int.from_bytes(self.value(values[NUMBER]), "big"))
        if kind == 1 and VIDEO in values:
            sides = {
                each.name: int.from_bytes(self.value(each), "big")
                for each in self.children(values[VIDEO], VIDEO)
            }
            self.size = (sides.get(WIDTH), sides.get(HEIGHT))
        return True

    def forget_comments(self, private: Element) -> None:
        """Overwrite the comments of Vorbis, which stand in the second of its three headers."""
        place = private.body + 1
        lengths = []
        for _ in range(self.data[private.body]):
            length = 0
            while self.data[place] == 255:
                length, place = length + 255, place + 1
            lengths.append(length + self.data[place])
            place += 1
        if len(lengths) != 2:
            raise MediaError("broken")
        place += lengths[0]
        end = place + lengths[1]
        if bytes(self.data[place : place + 7]) != b"\x03vorbis" or end > private.end:
            raise MediaError("broken")
        place = self.blank(place + 7, end)
        (count,) = struct.unpack_from("<I", self.data, place)
        place += 4
        for _ in range(min(count, end - place)):
            place = self.blank(place, end)

    def blank(self, place: int, end: int) -> int:
        """Overwrite a counted text with spaces; return where it ends."""
        length = int.from_bytes(self.data[place : place + 4], "little")
        if place + 4 + length > end:
            raise MediaError("broken")
        self.data[place + 4 : place + 4 + length] = b" " * length
        return place + 4 + length

    # Elements

    def children(self, parent: Element, level: int | None) -> Iterator[Element]:
        """Yield what stands in an element; of unknown length, up to what cannot stand in it."""
        place = parent.body
        while place < parent.end:
            element = self.element(place, parent.end, level)
            yield element
            place = element.end

    def element(self, place: int, end: int, level: int | None = None) -> Element:
        """Read the element at ``place``."""
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise MediaError("broken")
        name, body = self.name(place)
        length, body = self.number(body)
        if length == UNKNOWN:
            if name not in (SEGMENT, CLUSTER):
                raise MediaError("broken")
            stop = end if name == SEGMENT else self.end_of_cluster(body, end)
        else:
            stop = body + length
        if stop > end:
            raise MediaError("broken")
        return Element(name, place, body, stop)

    def end_of_cluster(self, place: int, end: int) -> int:
        """Return where a cluster of unknown length ends: at the next element of its own level."""
        while place < end and self.name(place)[0] not in KNOWN[SEGMENT]:
            place = self.element(place, end).end
        return place

    def name(self, place: int) -> tuple[int, int]:
        """Read an element's id; return it and what follows it."""
        first: int = self.data[place]
        length = 9 - first.bit_length()
        if length > 4 or place + length > len(self.data):
            raise MediaError("broken")
        return int.from_bytes(self.data[place : place + length], "big"), place + length

    def number(self, place: int) -> tuple[int, int]:
        """Read a number of variable length; return it, or UNKNOWN, and what follows it."""
        first: int = self.data[place]
        length = 9 - first.bit_length()
        if length > 8 or place + length > len(self.data):
            raise MediaError("broken")
        value = int.from_bytes(self.data[place : place + length], "big") & ((1 << 7 * length) - 1)
        return (UNKNOWN if value == (1 << 7 * length) - 1 else value), place + length

    def value(self, element: Element) -> bytes:
        """Return an element's content."""
        return bytes(self.data[element.body : element.end])

    def zero(self, element: Element) -> None:
        """Overwrite an element's content with zeros: an empty text."""
        self.data[element.body : element.end] = bytes(element.end - element.body)

    def void(self, element: Element) -> None:
        """Turn an element into an empty stretch of the same length."""
        length = element.end - element.start
        if length < 2:
            raise MediaError("broken")
        wide = 1 if length - 2 < 127 else 8
        if length < 1 + wide:
            raise MediaError("broken")
        rest = length - 1 - wide
        marker = (1 << 7 * wide) | rest
        self.data[element.start : element.end] = bytes([VOID]) + marker.to_bytes(wide, "big") + bytes(rest)
