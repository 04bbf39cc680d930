"""Documents set by Typst from finished words: the fonts the academy carries, and compilers that are kept.

What is printed comes translated and formatted; the same words give the same bytes, in every process.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

import typst

FONTS: Final = Path(__file__).parent / "fonts"

#: Archival (PDF/A-2a) and accessible (PDF/UA-1). Both refuse characters without a glyph and pictures without words.
STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

#: The PDF names its language without a script, and Typst takes the script apart.
SCRIPTS: Final[Mapping[str, str]] = {"Cyrl": "cyrl", "Latn": "latn"}

#: Languages written from right to left, of those that may be printed.
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})

#: How many documents are set at once: Typst works outside the interpreter's lock, so each core can have one.
CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

#: What Typst calls the template it begins with.
_MAIN: Final = "main.typ"


class Unprintable(ValueError):
    """A word cannot be set with the fonts the academy carries, or a picture is none."""


class Press:
    """The compilers of one template, for the life of the process: fonts and template are read once.

    It may be used from many threads; as many print at once as there are cores, and the others wait.
    """

    def __init__(self, template: Path, *pictures: str) -> None:
        """Keep a template, and the names of the pictures beside it that it draws."""
        self._template = template
        self._pictures = pictures
        self._kept: dict[str, bytes] = {}
        self._idle: deque[typst.Compiler] = deque()
        self._turns = BoundedSemaphore(CORES)

    def print(self, files: Mapping[str, bytes], *, at: datetime) -> bytes:
        """Return the PDF of ``files``, which the template reads by their names.

        Raises Unprintable when a character has no glyph in the fonts here.
        """
        kept = self._kept or self._read()
        with self._turns:
            compiler = self._taken()
            try:
                pages = compiler.compile(  # type: ignore[type-var]  # the stubs do not know files by name
                    input={**kept, **files},
                    format="pdf",
                    pdf_standards=STANDARDS,
                    timestamp=int(at.timestamp()),
                )
            except typst.TypstError as error:
                raise Unprintable(error.message) from error
            finally:
                self._idle.append(compiler)
        if not isinstance(pages, bytes):
            raise Unprintable("the document came out in several files")
        return pages

    def _taken(self) -> typst.Compiler:
        try:
            return self._idle.pop()
        except IndexError:
            return _compiler()

    def _read(self) -> dict[str, bytes]:
        beside = {name: (self._template.parent / name).read_bytes() for name in self._pictures}
        self._kept = {_MAIN: self._template.read_bytes(), **beside}
        return self._kept


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)


def language_of(locale: str) -> dict[str, str | None]:
    """Return what Typst calls a locale: its language, its script where it says one, and where its lines begin."""
    language, _, script = locale.partition("-")
    return {
        "lang": language,
        "script": SCRIPTS.get(script),
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }
