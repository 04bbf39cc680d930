"""A package as a zip, from strangers: looked through before anything is unpacked, and written so that it compares."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from academy.courses.package.faults import PackageError, Problem
from academy.courses.package.files import (
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
from academy.zips import BREAKS, LARGEST_FILE, MOST_FILES, MOST_TIMES, BadZip, Fault, ensure_end, faults_of

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

_SENTENCES = {
    Fault.NO_ZIP: NO_ZIP, Fault.TOO_MANY: TOO_MANY, Fault.BOMB: BOMB, Fault.LOCKED: LOCKED, Fault.METHOD: METHOD,
    Fault.BAD_NAME: BAD_NAME, Fault.TWICE: TWICE, Fault.NO_FILE: NO_FILE, Fault.OVERLAP: OVERLAP, Fault.TOO_LARGE: TOO_LARGE,
}  # fmt: skip
_NUMBERS = {"times": MOST_TIMES, "most": LARGEST_FILE // 1_000_000}
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
                ensure_end(file, self.path.stat().st_size)
        except BadZip as error:
            raise refused(self.path.name, _SENTENCES[error.fault], most=MOST_FILES) from error
        except OSError as error:
            raise refused(self.path.name, NO_ZIP) from error

    def _looked_through(self) -> dict[str, zipfile.ZipInfo]:
        """Return the zip's files by name. Raises PackageError for what no honest zip holds."""
        members = self._zip.infolist()
        if len(members) > MOST_FILES:
            raise refused(self.path.name, TOO_MANY, most=MOST_FILES)
        found = [Problem(name, _SENTENCES[fault], _NUMBERS) for name, fault in faults_of(members)]
        if not found and sum(member.file_size for member in members) > LARGEST_PACKAGE:
            found = [Problem(self.path.name, TOO_MUCH, {"most": LARGEST_PACKAGE // 1_000_000})]
        if found:
            raise PackageError(found)
        return _inside({member.filename: member for member in members if not _is_litter(member)})


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


def _is_litter(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.split("/")
    return member.is_dir() or any(part in _LITTER or part.startswith(".") for part in parts)


def _inside(members: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files without the one folder that holds them all, where there is one."""
    folders = {name.partition("/")[0] for name in members}
    if "course.yaml" in members or len(folders) != 1:
        return members
    around = f"{folders.pop()}/"
    return {name.removeprefix(around): member for name, member in members.items()}


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Files]:
    """Open the package at ``path``, a folder or a zip, for as long as it is read. Raises PackageError."""
    if path.is_dir():
        yield Folder(path)
    else:
        with Zip(path) as files:
            yield files
