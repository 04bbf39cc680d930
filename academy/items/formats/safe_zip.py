"""Zips from strangers, in memory: looked through as packages of courses are, and far smaller."""

from __future__ import annotations

import io
import zipfile

from academy.courses.package.faults import PackageError
from academy.courses.package.zipped import BREAKS, MOST_TIMES, ensure_end, faults_of
from academy.items.formats.reading import Refused

#: Files of a zip, and bytes of all of them unpacked.
MOST_FILES = 4_500
LARGEST_UNPACKED = 40_000_000


class SafeZip:
    """A zip whose list of files was looked through before anything is unpacked. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        file = io.BytesIO(content)
        try:
            ensure_end(file, len(content), "zip")
            self._zip = zipfile.ZipFile(file)
            members = self._zip.infolist()
        except (*BREAKS, PackageError):
            raise Refused("zip-broken") from None
        if len(members) > MOST_FILES or sum(each.file_size for each in members) > LARGEST_UNPACKED:
            raise Refused("zip-large", files=MOST_FILES, most=LARGEST_UNPACKED // 1_000_000)
        for problem in faults_of(members):
            raise Refused("zip-unsafe", name=problem.file[-80:], times=MOST_TIMES)
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
        """Return a file's bytes. Raises Refused for one that is damaged or not as large as its list says."""
        member = self._members[name]
        try:
            with self._zip.open(member) as file:
                content = file.read(member.file_size + 1)
        except BREAKS:
            raise Refused("zip-broken") from None
        if len(content) != member.file_size:
            raise Refused("zip-broken")
        return content
