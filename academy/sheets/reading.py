"""Tables of strangers: text in the encodings and with the separators that spreadsheets here save by themselves."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from academy.sheets.writing import harmless

SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 100
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
#: The code pages of Windows for Latin and for Cyrillic letters of the region.
_PAGES = {"cp1250": "Windows-1250", "cp1251": "Windows-1251"}
_HEAD = 4_000

#: A code with the values that belong into its sentence.
Said = tuple[str, Mapping[str, str]]


class Unreadable(Exception):
    """A table that is refused as a whole; ``line`` is 0 where no line is to blame."""

    def __init__(self, code: str, /, *, line: int = 0, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = {name: str(value) for name, value in values.items()}


@dataclass(frozen=True)
class Line:
    """A row of a table as a file gives it: where it stands, its cells, and what is wrong or odd about them."""

    number: int
    cells: Sequence[str]
    fault: Said | None = None
    notes: Sequence[Said] = field(default=())


@dataclass(frozen=True)
class Text:
    """A table as text: what parts its cells, its encoding by name, and whether that is a guess."""

    text: str
    separator: str
    encoding: str
    is_guessed: bool

    def lines(self) -> Iterator[Line]:
        """Yield its rows. Raises Unreadable."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator, strict=True)
        before = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise Unreadable("table-broken", line=before + 1) from None
            fault: Said | None = ("row-beyond", {}) if len(cells) > MOST_COLUMNS else None
            yield Line(before + 1, [_unquoted(cell) for cell in cells[:MOST_COLUMNS]], fault)
            before = reader.line_num


def read_text(content: bytes, *, known: Callable[[Sequence[str]], int]) -> Text:
    """Read bytes as a table; ``known`` counts the columns that a line names, should it be the head.

    Raises Unreadable.
    """
    text, encoding, is_guessed = _decoded(content)
    text, separator = _parted_by(text, known)
    return Text(text, separator, encoding, is_guessed)


def _unquoted(cell: str) -> str:
    """Take away the apostrophe that stands before a formula."""
    bare = cell.lstrip("'")
    return cell[1:] if bare != cell and harmless(bare) != bare else cell


def _decoded(content: bytes) -> tuple[str, str, bool]:
    """Return a file's text, its encoding by name, and whether that is a guess."""
    if content.startswith(_UTF_32):
        raise Unreadable("encoding-other", encoding="UTF-32")
    try:
        if content.startswith(_UTF_16):
            found = content.decode("utf-16"), "UTF-16", False
        else:
            found = content.decode("utf-8-sig"), "UTF-8", False
    except UnicodeDecodeError as error:
        if content.startswith((*_UTF_16, codecs.BOM_UTF8)):
            raise Unreadable("encoding-broken", line=content.count(b"\n", 0, error.start) + 1) from None
        found = _by_code_page(content)
    text, encoding, is_guessed = found
    if "\x00" in text:
        raise Unreadable("nul-inside", line=text.count("\n", 0, text.index("\x00")) + 1)
    if not text.strip():
        raise Unreadable("file-empty")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, is_guessed


def _by_code_page(content: bytes) -> tuple[str, str, bool]:
    """Tell Windows-1251 from 1250: Cyrillic letters stand beside one another, accented ones among plain ones."""
    high = content.translate(
        bytes(1 if each >= 0x80 else 2 if chr(each).isalpha() else 0 for each in range(256))
    )
    together, among = high.count(b"\x01\x01"), high.count(b"\x01\x02") + high.count(b"\x02\x01")
    page = "cp1251" if together > among else "cp1250"
    try:
        return content.decode(page), _PAGES[page], True
    except UnicodeDecodeError as error:
        raise Unreadable("encoding-broken", line=content.count(b"\n", 0, error.start) + 1) from None


def _parted_by(text: str, known: Callable[[Sequence[str]], int]) -> tuple[str, str]:
    """Return the text and what parts its cells: what makes most columns of its first lines, or what ``sep=`` says."""
    first, _, rest = text.partition("\n")
    if first.startswith("sep=") and first[4:5] in SEPARATORS:
        return "\n" + rest, first[4]
    sample = text[:_HEAD].split("\n")[:10]
    return text, max(SEPARATORS, key=lambda separator: max(known(_cells(line, separator)) for line in sample))


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]
