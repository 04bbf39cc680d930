"""PO files of authored text: read into entries, written so that the same entries give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import polib

from academy.languages.rules.units import canonical

_WIDTH = 110
#: A line that holds text, and one whose text is whole: polib itself would cut an unclosed one short.
_TEXT_LINE = re.compile(r'\s*(?:msg\w+(?:\[\d+\])?\s*)?"')
_POLIB_LINE = re.compile(r"\(line (?P<line>\d+)\)(?:: (?P<problem>.+))?")
_WHOLE_LINE = re.compile(r'[^"]*"(?:[^"\\]|\\.)*"\s*')


class Entry(NamedTuple):
    """One unit of a catalogue; a fuzzy one has a translation that nobody has approved."""

    context: str
    source: str
    target: str
    is_fuzzy: bool = False


class CatalogueError(ValueError):
    """The file is no PO catalogue that can be read; ``line`` counts from 1, where it is known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


def read_po(catalogue: Path | bytes) -> list[Entry]:
    """Return the entries of a PO file or of its bytes (UTF-8), in file order, obsolete ones left out.

    Raises:
        CatalogueError: it is not PO, or not UTF-8.
    """
    try:
        text = (catalogue if isinstance(catalogue, bytes) else catalogue.read_bytes()).decode("utf-8-sig")
        _refuse_cut_lines(text)
        # polib takes a string for a path if a file of that name exists; a newline in it rules that out.
        entries = polib.pofile("\n" + text.replace("\r\n", "\n"))
    except CatalogueError:
        raise
    except (OSError, ValueError) as error:
        raise _refusal(error) from error
    return [
        Entry(entry.msgctxt or "", entry.msgid, entry.msgstr, entry.fuzzy)
        for entry in entries
        if not entry.obsolete
    ]


def _refusal(error: Exception) -> CatalogueError:
    """Return polib's complaint in our words; its lines count the newline put before the text."""
    found = _POLIB_LINE.search(str(error))
    if found is None:
        return CatalogueError(str(error))
    problem = found["problem"] or "it is not known what this line is"
    return CatalogueError(problem, max(1, int(found["line"]) - 1))


def _refuse_cut_lines(text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if _TEXT_LINE.match(line) and not _WHOLE_LINE.fullmatch(line):
            raise CatalogueError("the quotation marks do not match", number)


def write_po(entries: Iterable[Entry], *, locale: str, project: str = "") -> bytes:
    """Return a PO catalogue of ``entries`` in their order, without dates, so that it compares well.

    ``locale`` is the BCP 47 code. Texts are written in their canonical form; a unit that comes twice is
    written once, with its first translation.
    """
    catalogue = polib.POFile(wrapwidth=_WIDTH)
    catalogue.metadata = {
        "Project-Id-Version": project,
        "Language": locale.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    seen: set[tuple[str, str]] = set()
    for context, source, target, is_fuzzy in entries:
        unit = (canonical(context), canonical(source))
        if unit[1] and unit not in seen:
            seen.add(unit)
            catalogue.append(_po_entry(*unit, canonical(target), is_fuzzy))
    return (str(catalogue).rstrip("\n") + "\n").encode()


def _po_entry(context: str, source: str, target: str, is_fuzzy: bool) -> polib.POEntry:
    flags = ["fuzzy"] if is_fuzzy and target else []
    return polib.POEntry(msgctxt=context or None, msgid=source, msgstr=target, flags=flags)
