"""Tables as text: comma, semicolon or tab between cells, in the encodings that spreadsheets here save by themselves."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from academy import sheets
from academy.i18n import collected
from academy.items.formats.reading import Going, Gone, Loss, Reading, Refused
from academy.items.formats.tables import MOST_COLUMNS, Line, columns_of, head_of, read_table, rows_of
from academy.items.kinds.exchange import CannotSay, Level

#: What a report calls them; pages translate the word like the sentence around it.
_SEPARATORS = {",": collected("commas"), ";": collected("semicolons"), "\t": collected("tabs")}
#: Characters of one cell; Python's own bound for a field lies above it.
LONGEST_CELL = 100_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
#: The code pages of Windows for Latin and for Cyrillic letters of the region.
_PAGES = {"cp1250": "Windows-1250", "cp1251": "Windows-1251"}
_HEAD = 4_000


class Csv:
    """A table in a text file."""

    name = "csv"
    suffix = ".csv"
    mimetype = "text/csv"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Say whether it is one by its name."""
        return name.casefold().endswith((".csv", ".tsv", ".tab"))

    def read(self, content: bytes) -> Reading:
        """Read a file. Raises Refused."""
        text, encoding, is_guessed = _decoded(content)
        text, separator = _parted_by(text)
        level = Level.APPROXIMATED if is_guessed else Level.UNDERSTOOD
        code = "table-guessed" if is_guessed else "table-read"
        said = (level, code, {"encoding": encoding, "separator": _SEPARATORS[separator]})
        return read_table(self.name, _lines(text, separator), [said])

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items as UTF-8 with commas; what a spreadsheet would take for a formula gets an apostrophe."""
        losses: list[Loss] = []
        head, *rows = rows_of(items, losses, LONGEST_CELL)
        return Gone(sheets.table(head, [[_quoted(cell) for cell in row] for row in rows]).encode(), losses)

    def template(self) -> bytes:
        """Return an empty table."""
        return sheets.table(head_of(), []).encode()


def _quoted(cell: str) -> str:
    """Put an apostrophe before a cell that begins with one and a formula, so that reading takes one away again."""
    bare = cell.lstrip("'")
    return f"'{cell}" if bare != cell and sheets.harmless(bare) != bare else cell


def _unquoted(cell: str) -> str:
    bare = cell.lstrip("'")
    return cell[1:] if bare != cell and sheets.harmless(bare) != bare else cell


def _decoded(content: bytes) -> tuple[str, str, bool]:
    """Return a file's text, its encoding by name, and whether that is a guess."""
    if content.startswith(_UTF_32):
        raise Refused("encoding-other", encoding="UTF-32")
    try:
        if content.startswith(_UTF_16):
            found = content.decode("utf-16"), "UTF-16", False
        else:
            found = content.decode("utf-8-sig"), "UTF-8", False
    except UnicodeDecodeError as error:
        if content.startswith((*_UTF_16, codecs.BOM_UTF8)):
            raise Refused("encoding-broken", line=content.count(b"\n", 0, error.start) + 1) from None
        found = _by_code_page(content)
    text, encoding, is_guessed = found
    if "\x00" in text:
        raise Refused("nul-inside", line=text.count("\n", 0, text.index("\x00")) + 1)
    if not text.strip():
        raise Refused("file-empty")
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
        raise Refused("encoding-broken", line=content.count(b"\n", 0, error.start) + 1) from None


def _parted_by(text: str) -> tuple[str, str]:
    """Return the text and what parts its cells: what makes most columns of its first lines, or what ``sep=`` says."""
    first, _, rest = text.partition("\n")
    if first.startswith("sep=") and first[4:5] in _SEPARATORS:
        return "\n" + rest, first[4]
    sample = text[:_HEAD].split("\n")[:10]

    def known(separator: str) -> int:
        return max(sum(map(bool, columns_of(_cells(line, separator)))) for line in sample)

    return text, max(_SEPARATORS, key=known)


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]


def _lines(text: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused("table-broken", line=before + 1) from None
        fault = None
        if len(cells) > MOST_COLUMNS:
            fault = CannotSay("row-beyond")
        yield Line(before + 1, [_unquoted(cell) for cell in cells[:MOST_COLUMNS]], fault)
        before = reader.line_num


CSV = Csv()
