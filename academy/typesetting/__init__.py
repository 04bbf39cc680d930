"""Documents set by Typst from finished words: the fonts the academy carries, and a compiler that is kept.

What is printed comes translated and formatted; the same words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

import typst

FONTS: Final = Path(__file__).parent / "fonts"

#: Archival (PDF/A-2a) and accessible (PDF/UA-1). Both refuse characters without a glyph and pictures without words.
STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

#: The PDF names its language without a script, and Typst takes the script apart.
SCRIPTS: Final[Mapping[str, str]] = {"Cyrl": "cyrl", "Latn": "latn"}


class Unprintable(ValueError):
    """A word cannot be set with the fonts the academy carries."""


class Press:
    """One compiler for one template, for the life of the process: fonts and template are read once.

    It prints one document at a time.
    """

    def __init__(self, template: Path) -> None:
        self._template = template
        self._lock = Lock()
        self._compiler: typst.Compiler | None = None

    def print(self, inputs: dict[str, str], *, at: datetime) -> bytes:
        """Return the PDF of ``inputs``. Raises Unprintable when a character has no glyph in the fonts here."""
        with self._lock:
            if self._compiler is None:
                self._compiler = self._set_up()
            try:
                pages = self._compiler.compile(
                    sys_inputs=inputs, format="pdf", pdf_standards=STANDARDS, timestamp=int(at.timestamp())
                )
            except typst.TypstError as error:
                raise Unprintable(error.message) from error
        if not isinstance(pages, bytes):
            raise Unprintable("the document came out in several files")
        return pages

    def _set_up(self) -> typst.Compiler:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        return typst.Compiler(
            str(self._template), root=str(self._template.parent), font_paths=fonts, ignore_system_fonts=True
        )


def language_of(locale: str) -> dict[str, str | None]:
    """Return what Typst calls a locale: its language, and its script where it says one."""
    language, _, script = locale.partition("-")
    return {"lang": language, "script": SCRIPTS.get(script)}
