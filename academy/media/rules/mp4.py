"""MP4: picture and sound stay where they are; everything said about them is overwritten, so that no offset moves."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from academy.media.rules.errors import MediaError
from academy.media.rules.samples import Range, blank_outside, quieten, sample_ranges

#: What may stand in a box, by the box; what is not named becomes free space. Those with an entry are entered.
KNOWN: dict[str, frozenset[str]] = {
    "": frozenset({"ftyp", "moov", "mdat"}),
    "moov": frozenset({"mvhd", "trak"}),
    "trak": frozenset({"tkhd", "edts", "mdia"}),
    "edts": frozenset({"elst"}),
    "mdia": frozenset({"mdhd", "hdlr", "minf"}),
    "minf": frozenset({"vmhd", "smhd", "dinf", "stbl"}),
    "dinf": frozenset({"dref"}),
    "stbl": frozenset({"stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stco", "co64", "stss", "sdtp", "sbgp", "sgpd"}),
}  # fmt: skip
FRAGMENTS = frozenset({"moof", "mvex", "sidx", "ssix"})
#: Codecs that browsers play, with the size of a sample entry before its boxes.
PICTURE_CODECS = {"avc1": 86, "avc3": 86, "av01": 86, "vp09": 86}
SOUND_CODECS = {"mp4a": 36, "Opus": 36, "fLaC": 36}
IN_ENTRY = frozenset({"avcC", "av1C", "vpcC", "esds", "dOps", "dfLa", "pasp", "colr", "btrt", "clap"})
#: Handlers of tracks that are seen or heard; all others (places, telemetry, time codes) go.
HANDLERS = {b"vide": PICTURE_CODECS, b"soun": SOUND_CODECS}
SMALLEST = 8
MOST_BOXES = 100_000
MOST_DATA_BOXES = 16


@dataclass(frozen=True)
class Box:
    """A box: what it is, where it begins, where its content begins, where it ends."""

    name: str
    start: int
    body: int
    end: int


def safe_mp4(content: bytes) -> tuple[bytes, int | None, int | None, int]:
    """Return a video of picture and sound only, with width, height and milliseconds. Raises MediaError."""
    try:
        return _Cleaner(content).cleaned()
    except (struct.error, IndexError, ZeroDivisionError) as error:
        raise MediaError("broken") from error


class _Cleaner:
    """Works on one file in place."""

    def __init__(self, content: bytes) -> None:
        self.data = bytearray(content)
        self.count = 0
        self.kept: list[Range] = []
        self.size: tuple[int | None, int | None] = (None, None)
        self.played = 0

    def cleaned(self) -> tuple[bytes, int | None, int | None, int]:
        """Clean the whole file."""
        boxes = list(self.boxes(0, len(self.data), is_top=True))
        names = [box.name for box in boxes]
        if FRAGMENTS & set(names):
            raise MediaError("mp4-fragmented")
        if names[:1] != ["ftyp"] or names.count("moov") != 1 or names.count("mdat") > MOST_DATA_BOXES:
            raise MediaError("broken")
        del self.data[boxes[-1].end :]
        for box in boxes:
            if box.name not in KNOWN[""]:
                self.free(box)
        self.movie(next(box for box in boxes if box.name == "moov"))
        if not self.kept:
            raise MediaError("no-track")
        blank_outside(self.data, self.kept, [(box.body, box.end) for box in boxes if box.name == "mdat"])
        return bytes(self.data), *self.size, self.played

    def boxes(self, start: int, end: int, *, is_top: bool = False) -> Iterator[Box]:
        """Yield the boxes between two places; at the top, what follows the last whole one is left out."""
        while start + SMALLEST <= end:
            length, name = struct.unpack_from(">I4s", self.data, start)
            body = start + SMALLEST
            if length == 1:
                length, body = struct.unpack_from(">Q", self.data, start + 8)[0], start + 16
            elif length == 0 and is_top:
                length = end - start
            if length < body - start or start + length > end:
                if is_top and start > 0:
                    return
                raise MediaError("broken")
            self.count += 1
            if self.count > MOST_BOXES:
                raise MediaError("broken")
            yield Box(name.decode("latin-1"), start, body, start + length)
            start += length

    def free(self, box: Box) -> None:
        """Turn a box into free space of zeros."""
        self.data[box.start + 4 : box.start + 8] = b"free"
        self.zero(box.body, box.end)

    def zero(self, start: int, end: int) -> None:
        """Overwrite a stretch with zeros."""
        self.data[start:end] = bytes(end - start)

    def movie(self, moov: Box) -> None:
        """Clean what is said about the whole, and every track."""
        for box in self.boxes(moov.body, moov.end):
            if box.name in FRAGMENTS:
                raise MediaError("mp4-fragmented")
            if box.name == "mvhd":
                self.forget_times(box)
                scale, played = self.times(box)
                self.played = round(played * 1000 / scale)
            elif box.name != "trak" or not self.track(box):
                self.free(box)

    def times(self, box: Box) -> tuple[int, int]:
        """Return the time scale and the duration of a movie's or a medium's header."""
        if self.data[box.body] == 1:
            scale, played = struct.unpack_from(">IQ", self.data, box.body + 20)
        else:
            scale, played = struct.unpack_from(">II", self.data, box.body + 12)
        return scale, played

    def forget_times(self, box: Box) -> None:
        """Overwrite when something was made and changed."""
        self.zero(box.body + 4, box.body + (20 if self.data[box.body] == 1 else 12))

    def track(self, trak: Box) -> bool:
        """Clean a track; say whether it is one that is seen or heard."""
        found: dict[str, Box] = {}
        for parent, box in self.inside("trak", trak):
            if box.name in KNOWN[parent]:
                found.setdefault(box.name, box)
            else:
                self.free(box)
        handler = found.get("hdlr")
        codecs = HANDLERS.get(bytes(self.data[handler.body + 8 : handler.body + 12])) if handler else None
        if codecs is None or handler is None:
            return False
        self.zero(handler.body + 12, handler.end)
        for name in ("tkhd", "mdhd"):
            self.forget_times(found[name] if name in found else self.missing())
        self.own_data(found.get("dref") or self.missing())
        codec, entry = self.codec(found.get("stsd") or self.missing(), codecs)
        ranges = sample_ranges(self.data, {name: box.body for name, box in found.items()})
        if codec in ("avc1", "avc3"):
            quieten(self.data, ranges, length_size=self.nal_length(entry))
        self.kept += ranges
        if codecs is PICTURE_CODECS:
            width, height = struct.unpack_from(">HH", self.data, entry.start + 32)
            self.size = (height, width) if self.is_turned(found["tkhd"]) else (width, height)
        return True

    def is_turned(self, tkhd: Box) -> bool:
        """Say whether a track is shown a quarter turned, as telephones film."""
        matrix = tkhd.body + (52 if self.data[tkhd.body] == 1 else 40)
        return bool(struct.unpack_from(">i", self.data, matrix + 4)[0])

    def missing(self) -> Box:
        """Refuse a track that lacks what every track has."""
        raise MediaError("broken")

    def inside(self, name: str, box: Box) -> Iterator[tuple[str, Box]]:
        """Yield every box below one, with its parent's name, entering what is known."""
        for child in self.boxes(box.body, box.end):
            yield name, child
            if child.name in KNOWN[name] and child.name in KNOWN:
                yield from self.inside(child.name, child)

    def own_data(self, dref: Box) -> None:
        """Refuse a track whose samples are in another file."""
        for box in self.boxes(dref.body + 8, dref.end):
            if struct.unpack_from(">I", self.data, box.body)[0] != 1:
                raise MediaError("elsewhere")
            self.zero(box.body + 4, box.end)

    def codec(self, stsd: Box, codecs: dict[str, int]) -> tuple[str, Box]:
        """Clean the description of a track's samples; return its codec and its box."""
        entries = list(self.boxes(stsd.body + 8, stsd.end))
        if len(entries) != 1:
            raise MediaError("broken")
        entry = entries[0]
        if entry.name not in codecs:
            wanted = "H.264 + AAC"
            raise MediaError("codec", name=entry.name.strip(), wanted=wanted)
        if codecs is PICTURE_CODECS:
            self.zero(entry.start + 50, entry.start + 82)  # the name of the compressor
        for box in self.boxes(entry.start + codecs[entry.name], entry.end):
            if box.name not in IN_ENTRY:
                self.free(box)
        return entry.name, entry

    def nal_length(self, entry: Box) -> int:
        """Return how many bytes tell the length of a unit of H.264."""
        for box in self.boxes(entry.start + PICTURE_CODECS["avc1"], entry.end):
            if box.name == "avcC":
                return (self.data[box.body + 4] & 3) + 1
        raise MediaError("broken")
