"""A package as a zip, from strangers: looked through before anything is unpacked, and written so that it compares."""

from __future__ import annotations

import contextlib
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from academy.courses.package.faults import PackageError, Problem
from academy.courses.package.files import (
    LARGEST_FILE,
    LARGEST_PACKAGE,
    LARGEST_TEXT,
    NOT_THERE,
    TOO_LARGE,
    Files,
    Folder,
    Unreadable,
    too_large,
)
from academy.i18n import collected

#: More files than the largest course has.
MOST_FILES = 5_000
#: Bytes of the list of files at a zip's end.
LARGEST_LIST = 1_500_000
LONGEST_NAME = 200
#: How many faults of one zip are told.
MOST_SHOWN = 50
#: How many times its size a file may unpack to, once it is larger than a small one.
MOST_TIMES, SMALL = 100, 100_000
#: What a broken zip makes zipfile raise.
BREAKS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, OverflowError, IndexError,
)  # fmt: skip

NO_ZIP = collected("This is no zip that can be read: pack the folder again.")
TOO_MANY = collected("The zip holds more than %(most)s files: a course has fewer. Pack only the course.")
TOO_MUCH = collected("The zip unpacks to more than %(most)s MB: make the media smaller.")
BOMB = collected("This file unpacks to more than %(times)s times its size: leave it out.")
LOCKED = collected("This file is locked with a password: pack the folder without one.")
METHOD = collected("This file is packed in a way that is not read: pack the folder as an ordinary zip.")
BAD_NAME = collected("This name is not taken: use letters, digits and hyphens, and “/” between folders.")
TWICE = collected("Two files have this name, or differ in capitals only: keep one.")
NO_FILE = collected("This is a link or a device, not a file: put the file itself here.")
OVERLAP = collected("Two files of the zip share the same bytes: pack the folder again.")
LIES = collected("This file is damaged, or not as large as the zip says: pack the folder again.")

_END = struct.Struct("<4s4H2LH")
#: What other programs leave in zips.
_LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


class Zip:
    """A package in a zip; a folder around the whole package is looked through."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._check_end()
        try:
            self._zip = zipfile.ZipFile(path)
        except BREAKS as error:
            raise refused(path.name, NO_ZIP) from error
        try:
            self._members = self._looked_through()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        """Keep the zip open while it is read."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the zip."""
        self._zip.close()

    def names(self) -> list[str]:
        """Return every file's name within the package."""
        return sorted(self._members)

    def read(self, name: str, most: int = LARGEST_TEXT) -> bytes:
        """Return a file's bytes. Raises Unreadable."""
        member = self._members.get(name)
        if member is None:
            raise Unreadable(NOT_THERE)
        if member.file_size > most:
            raise too_large(most)
        try:
            with self._zip.open(member) as file:
                content = file.read(member.file_size + 1)
        except BREAKS as error:
            raise Unreadable(LIES) from error
        if len(content) != member.file_size:
            raise Unreadable(LIES)
        return content

    def _check_end(self) -> None:
        """Look at the last record of the zip, so that a list of 100,000 files is refused before it is read."""
        try:
            with self.path.open("rb") as file:
                ensure_end(file, self.path.stat().st_size, self.path.name)
        except OSError as error:
            raise refused(self.path.name, NO_ZIP) from error

    def _looked_through(self) -> dict[str, zipfile.ZipInfo]:
        """Return the zip's files by name. Raises PackageError for what no honest zip holds."""
        members = self._zip.infolist()
        if len(members) > MOST_FILES:
            raise refused(self.path.name, TOO_MANY, most=MOST_FILES)
        found = faults_of(members)
        if not found and sum(member.file_size for member in members) > LARGEST_PACKAGE:
            found = [Problem(self.path.name, TOO_MUCH, {"most": LARGEST_PACKAGE // 1_000_000})]
        if found:
            raise PackageError(found)
        return _inside({member.filename: member for member in members if not _is_litter(member)})


def ensure_end(file: IO[bytes], size: int, name: str) -> None:
    """Raise PackageError unless a file ends as an honest zip of not too many files does."""
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise refused(name, NO_ZIP)
    _sign, disk, first, here, count, length, start, comment = _END.unpack_from(tail, place)
    if count > MOST_FILES or length > LARGEST_LIST:
        raise refused(name, TOO_MANY, most=MOST_FILES)
    is_whole = place + _END.size + comment == len(tail) and start + length == size - len(tail) + place
    if not is_whole or disk or first or here != count:
        raise refused(name, NO_ZIP)


def faults_of(members: list[zipfile.ZipInfo]) -> list[Problem]:
    """Return what no honest zip holds: names, links, bombs, names that come twice, files that share bytes."""
    found = [problem for member in members for problem in _faults(member)][:MOST_SHOWN]
    found = found or [Problem(name, TWICE) for name in _twice(members)]
    return found or [Problem(name, OVERLAP) for name in _overlapping(members)]


def refused(name: str, sentence: str, **values: object) -> PackageError:
    """Return the refusal of a whole package."""
    return PackageError([Problem(name, sentence, values)])


def write_zip(target: Path | IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    """Write files to a zip that is the same for the same files: no dates, and nothing a packer may do differently."""
    with zipfile.ZipFile(target, "x" if isinstance(target, Path) else "w", zipfile.ZIP_STORED) as made:
        for name, content in files:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            member.external_attr = 0o100644 << 16
            made.writestr(member, content)


def _faults(member: zipfile.ZipInfo) -> Iterator[Problem]:
    """Yield what is wrong with one file of a zip as its list describes it."""
    if fault := _fault(member):
        yield Problem(_shown(member), fault, {"times": MOST_TIMES, "most": LARGEST_FILE // 1_000_000})


def _fault(member: zipfile.ZipInfo) -> str:
    checks = (
        (not _is_good_name(member), BAD_NAME),
        ((member.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000), NO_FILE),
        (member.flag_bits & 0x41, LOCKED),
        (member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), METHOD),
        (member.file_size > max(SMALL, MOST_TIMES * member.compress_size), BOMB),
        (member.file_size > LARGEST_FILE, TOO_LARGE),
    )
    return next((sentence for is_so, sentence in checks if is_so), "")


def _is_good_name(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename
    if len(name) > LONGEST_NAME or not name.isprintable() or "\\" in name or ":" in name:
        return False
    if not name.isascii() and not member.flag_bits & 0x800:  # then nobody can say what it is
        return False
    parts = name.removesuffix("/").split("/")
    return not any(part in ("", ".", "..") for part in parts)


def _is_litter(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.split("/")
    return member.is_dir() or any(part in _LITTER or part.startswith(".") for part in parts)


def _twice(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    seen: set[str] = set()
    for member in members:
        folded = unicodedata.normalize("NFKC", member.filename).casefold().rstrip("/")
        if folded in seen:
            yield _shown(member)
        seen.add(folded)


def _overlapping(members: list[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield files whose bytes another one counts as its own too: a bomb made of one small kernel."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            yield _shown(member)
        end = member.header_offset + 30 + len(member.orig_filename.encode()) + member.compress_size


def _inside(members: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files without the one folder that holds them all, where there is one."""
    folders = {name.partition("/")[0] for name in members}
    if "course.yaml" in members or len(folders) != 1:
        return members
    around = f"{folders.pop()}/"
    return {name.removeprefix(around): member for name, member in members.items()}


def _shown(member: zipfile.ZipInfo) -> str:
    """Return a name that can be printed, whatever the zip says."""
    return "".join(sign if sign.isprintable() else "?" for sign in member.orig_filename[:LONGEST_NAME])


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Files]:
    """Open the package at ``path``, a folder or a zip, for as long as it is read. Raises PackageError."""
    if path.is_dir():
        yield Folder(path)
    else:
        with Zip(path) as files:
            yield files
