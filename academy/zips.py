"""Zips from strangers: looked through before anything is unpacked, and read no further than their list says."""

from __future__ import annotations

import enum
import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

#: More files than anything honest here holds.
MOST_FILES = 5_000
#: Bytes of the list of files at a zip's end, of a name, and of a file.
LARGEST_LIST = 1_500_000
LONGEST_NAME = 200
LARGEST_FILE = 60_000_000
#: How many faults of one zip are told.
MOST_SHOWN = 50
#: How many times its size a file may unpack to, once it is larger than a small one.
MOST_TIMES, SMALL = 100, 100_000
#: What a broken zip makes zipfile raise.
BREAKS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError, IndexError,
)  # fmt: skip

_END = struct.Struct("<4s4H2LH")


class Fault(enum.StrEnum):
    """What no honest zip is or holds."""

    NO_ZIP = "no-zip"
    TOO_MANY = "too-many"
    BAD_NAME = "bad-name"
    NO_FILE = "no-file"
    LOCKED = "locked"
    METHOD = "method"
    BOMB = "bomb"
    TOO_LARGE = "too-large"
    TWICE = "twice"
    OVERLAP = "overlap"


class BadZip(Exception):
    """A zip that is not read; ``name`` is the file within it that is to blame, if one is."""

    def __init__(self, fault: Fault, name: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.name = name


class SafeZip:
    """A zip in memory whose list of files was looked through before anything is unpacked. Raises BadZip."""

    def __init__(self, content: bytes, *, most_files: int, largest: int) -> None:
        file = io.BytesIO(content)
        ensure_end(file, len(content))
        try:
            self._zip = zipfile.ZipFile(file)
            members = self._zip.infolist()
        except BREAKS:
            raise BadZip(Fault.NO_ZIP) from None
        if len(members) > most_files or sum(each.file_size for each in members) > largest:
            raise BadZip(Fault.TOO_MANY)
        for name, fault in faults_of(members):
            raise BadZip(fault, name)
        self._members = {each.filename: each for each in members if not each.is_dir()}

    def __contains__(self, name: object) -> bool:
        """Say whether there is a file of this name."""
        return name in self._members

    def names(self) -> list[str]:
        """Return the names of its files."""
        return sorted(self._members)

    def size(self, name: str) -> int:
        """Return how many bytes a file has."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises BadZip for one that is damaged or not as large as its list says."""
        member = self._members[name]
        try:
            with self._zip.open(member) as file:
                content = file.read(member.file_size + 1)
        except BREAKS:
            raise BadZip(Fault.NO_ZIP, name) from None
        if len(content) != member.file_size:
            raise BadZip(Fault.NO_ZIP, name)
        return content


def ensure_end(file: IO[bytes], size: int) -> None:
    """Raise BadZip unless a file ends as an honest zip of not too many files does."""
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise BadZip(Fault.NO_ZIP)
    _sign, disk, first, here, count, length, start, comment = _END.unpack_from(tail, place)
    if count > MOST_FILES or length > LARGEST_LIST:
        raise BadZip(Fault.TOO_MANY)
    is_whole = place + _END.size + comment == len(tail) and start + length == size - len(tail) + place
    if not is_whole or disk or first or here != count:
        raise BadZip(Fault.NO_ZIP)


def faults_of(members: list[zipfile.ZipInfo]) -> list[tuple[str, Fault]]:
    """Return what no honest zip holds: names, links, bombs, names that come twice, files that share bytes."""
    found = [(shown(member), fault) for member in members if (fault := _fault(member))][:MOST_SHOWN]
    found = found or [(name, Fault.TWICE) for name in _twice(members)]
    return found or [(name, Fault.OVERLAP) for name in _overlapping(members)]


def shown(member: zipfile.ZipInfo) -> str:
    """Return a name that can be printed, whatever the zip says."""
    return "".join(sign if sign.isprintable() else "?" for sign in member.orig_filename[:LONGEST_NAME])


def _fault(member: zipfile.ZipInfo) -> Fault | None:
    checks = (
        (not _is_good_name(member), Fault.BAD_NAME),
        ((member.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000), Fault.NO_FILE),
        (member.flag_bits & 0x41, Fault.LOCKED),
        (member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), Fault.METHOD),
        (member.file_size > max(SMALL, MOST_TIMES * member.compress_size), Fault.BOMB),
        (member.file_size > LARGEST_FILE, Fault.TOO_LARGE),
    )
    return next((fault for is_so, fault in checks if is_so), None)


def _is_good_name(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename
    if len(name) > LONGEST_NAME or not name.isprintable() or "\\" in name or ":" in name:
        return False
    if not name.isascii() and not member.flag_bits & 0x800:  # then nobody can say what it is
        return False
    parts = name.removesuffix("/").split("/")
    return not any(part in ("", ".", "..") for part in parts)


def _twice(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    seen: set[str] = set()
    for member in members:
        folded = unicodedata.normalize("NFKC", member.filename).casefold().rstrip("/")
        if folded in seen:
            yield shown(member)
        seen.add(folded)


def _overlapping(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield files whose bytes another one counts as its own too: a bomb made of one small kernel."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            yield shown(member)
        end = member.header_offset + 30 + len(member.orig_filename.encode()) + member.compress_size
