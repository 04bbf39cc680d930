"""Tables as workbooks. Only the first sheet is read; formulas are refused, since their values are nobody's word."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from academy import sheets
from academy.items.formats.reading import Going, Gone, Loss, Reading, Refused
from academy.items.formats.safe_zip import SafeZip
from academy.items.formats.tables import MOST_ROWS, Line, head_of, read_table, rows_of
from academy.items.kinds.exchange import CannotSay, Level
from academy.items.kinds.row import in_digits

#: What a cell of a workbook holds.
LONGEST_CELL = 32_767
#: Tags in the sheets and in their texts, and in any other part of a workbook; bytes of one part.
_MOST_TAGS, _FEW_TAGS = 160_000, 20_000
_LARGEST_PART = 12_000_000
_BIG = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml\Z", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")
#: A cell beyond the column CZ, or one whose place is written so that it cannot be told: rows are filled up to there.
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Za-z]{3}|[D-Zd-z][A-Za-z]|[^"'<>]{0,40}&)""")
#: How XML begins that is no UTF-8.
_OTHER_XML = (b"\xff\xfe", b"\xfe\xff", b"\x00<")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"\x00")
#: What no sheet may be called by.
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_WIDTHS = {"prompt": 48, "text": 32, "kind": 16}


class Xlsx:
    """A table in a workbook."""

    name = "xlsx"
    suffix = ".xlsx"
    mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    writes = True

    def fits(self, content: bytes, name: str) -> bool:
        """Say whether it is one by its name."""
        return name.casefold().endswith((".xlsx", ".xlsm"))

    def read(self, content: bytes) -> Reading:
        """Read the first sheet. Raises Refused."""
        _look_through(SafeZip(content))
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            names = book.sheetnames
            said = (Level.UNDERSTOOD, "table-sheet", {"sheet": names[0][:80]})
            lines = list(_lines(book[names[0]]))
        except (Refused, MemoryError):
            raise
        except Exception:  # openpyxl raises whatever a broken workbook makes it stumble over
            raise Refused("table-broken") from None
        return read_table(self.name, lines, [said])

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items as texts; none of them can become a formula, even when its cell is edited."""
        losses: list[Loss] = []
        return Gone(_book(rows_of(items, losses, LONGEST_CELL)), losses)

    def template(self, *, titles: tuple[str, str], explained: Sequence[tuple[str, str]]) -> bytes:
        """Return an empty table, with a second sheet that explains: (column or kind, what it holds)."""
        first, second = (_NO_TITLE.sub(" ", title).strip("' ")[:31] for title in titles)
        return _book([head_of()], titles=(first, second), explained=explained)


def _look_through(found: SafeZip) -> None:
    """Refuse what openpyxl would read at length, or parse as more than plain elements."""
    if "xl/workbook.xml" not in found:
        raise Refused("table-broken")
    for name in found.names():
        if found.size(name) > _LARGEST_PART:
            raise Refused("table-large")
        content = found.read(name)
        is_xml = content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        if not is_xml and (name.casefold().endswith(_XML) or content.startswith(_OTHER_XML)):
            raise Refused("xml-forbidden")
        if is_xml and any(sign in content for sign in _FORBIDDEN):
            raise Refused("xml-forbidden")
        if is_xml and _FAR.search(content) and _BIG.match(name):
            raise Refused("table-large")
        if is_xml and content.count(b"<") > (_MOST_TAGS if _BIG.match(name) else _FEW_TAGS):
            raise Refused("table-large")


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 2), start=1):
        cells, notes, fault = list[str](), list[tuple[str, dict[str, str]]](), None
        for cell in row:
            if cell.value is None:
                cells.append("")
                continue
            if cell.data_type in ("f", "e"):
                fault = CannotSay("cell-formula", cell=cell.coordinate)
            words = _words(cell.value)
            if isinstance(cell.value, (date, time, timedelta)):
                notes.append(("cell-date", {"cell": cell.coordinate, "words": words}))
            cells.append(words)
        while cells and not cells[-1]:
            cells.pop()
        yield Line(number, cells, fault, notes)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return in_digits(value) if value == value and abs(value) < 1e25 else str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    text = unescape(value) if isinstance(value, str) else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _book(
    rows: Sequence[Sequence[str]],
    *,
    titles: tuple[str, str] = ("items", ""),
    explained: Sequence[tuple[str, str]] = (),
) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the same items, the same bytes
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        sheet = book.add_worksheet(titles[0])
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(rows[0]):
            sheet.set_column(place, place, _WIDTHS.get(name, 20 if len(name) == 1 else 14))
        for across, row in enumerate(rows):
            for place, words in enumerate(row):
                way = head if not across else plain if sheets.harmless(words) == words else quoted
                if words:
                    sheet.write_string(across, place, words, way)
        if explained:
            _explain(book.add_worksheet(titles[1]), explained, head, plain)
    return made.getvalue()


def _explain(sheet: Any, explained: Sequence[tuple[str, str]], head: Any, plain: Any) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for number, (name, words) in enumerate(explained):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, words, plain)


XLSX = Xlsx()
