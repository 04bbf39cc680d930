"""The files of a package wherever they lie: in a folder, or in memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from academy.i18n import collected

#: Bytes; a text file larger than this is a mistake.
LARGEST_TEXT = 1_000_000
#: Bytes; no single file is larger.
LARGEST_FILE = 60_000_000


#: Bytes of all files together.
LARGEST_PACKAGE = 100_000_000
NOT_THERE = collected("This file is not there, or cannot be read: add it, or mend its permissions.")
TOO_LARGE = collected("This file is larger than %(most)s MB: make it smaller, or split it.")
LEADS_OUT = collected("This is a link, or leads out of the package: put the file itself here.")


class Unreadable(ValueError):
    """A file that cannot be read; the sentence says why and what to do."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


def too_large(most: int) -> Unreadable:
    """Return the refusal of a file larger than ``most`` bytes."""
    return Unreadable(TOO_LARGE, most=f"{most / 1_000_000:g}")


class Files(Protocol):
    """Files by their names within the package, ``/`` between folders."""

    def names(self) -> Iterable[str]:
        """Return every file's name, sorted. Raises PackageError for a package that is none."""

    def read(self, name: str, most: int = LARGEST_TEXT) -> bytes:
        """Return a file's bytes. Raises Unreadable where it is not there, or larger than ``most``."""


class Folder:
    """A package in a folder; nothing outside of it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Return every file's name; links are among them, and refused when they are read."""
        found = []
        for place, folders, files in os.walk(self.folder):
            inside = Path(place)
            folders[:] = [each for each in folders if not each.startswith(".")]
            linked = [each for each in folders if (inside / each).is_symlink()]
            found += [
                (inside / each).relative_to(self.folder).as_posix()
                for each in [*files, *linked]
                if not each.startswith(".")
            ]
        return sorted(found)

    def read(self, name: str, most: int = LARGEST_TEXT) -> bytes:
        """Return a file's bytes. Raises Unreadable."""
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()) or path.is_symlink():
            raise Unreadable(LEADS_OUT)
        try:
            if path.stat().st_size > most:
                raise too_large(most)
            return path.read_bytes()
        except OSError as error:
            raise Unreadable(NOT_THERE) from error


class Held:
    """A package in memory."""

    def __init__(self, held: Mapping[str, bytes]) -> None:
        self.held = held

    def names(self) -> list[str]:
        """Return every file's name."""
        return sorted(self.held)

    def read(self, name: str, most: int = LARGEST_TEXT) -> bytes:
        """Return a file's bytes. Raises Unreadable."""
        if name not in self.held:
            raise Unreadable(NOT_THERE)
        if len(self.held[name]) > most:
            raise too_large(most)
        return self.held[name]


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files into a new or empty folder, so that nothing of an older package stays in it. Raises FileExistsError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(folder)
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
