"""A table that leaves the academy: CSV (RFC 4180) or a workbook, in which no cell is taken for a formula.

After OWASP's "CSV Injection": a spreadsheet runs a cell that begins with ``= + - @``, a tab or a line break, in
their full-width and small forms too, and some do so after blanks.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

#: What begins a formula, as NFKC leaves it; U+2212 is the minus sign of mathematics.
FORMULA_SIGNS = frozenset("=+-@\t\r\n\u2212")
#: Blanks that are passed over besides those Unicode calls separators: zero-width ones and the byte order mark.
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff")
BYTE_ORDER_MARK = "\ufeff"

#: What a cell may hold: numbers stay numbers, days become ISO dates.
Value = str | int | float | date | datetime | None


def harmless(text: str) -> str:
    """Return ``text`` with an apostrophe before it where a spreadsheet could take it for a formula."""
    if not text or text[0].isalnum():
        return text
    for sign in text:
        if sign in FORMULA_SIGNS or unicodedata.normalize("NFKC", sign)[:1] in FORMULA_SIGNS:
            return f"'{text}"
        if sign not in _UNSEEN and unicodedata.category(sign) != "Zs":
            return text
    return text


def table(
    header: Sequence[str], rows: Iterable[Sequence[Value]], *, separator: str = ",", has_bom: bool = True
) -> str:
    """Return a CSV table. Every text is quoted, so that a comma in it parts nothing where semicolons are read."""
    sheet = io.StringIO(newline="")
    sheet.write(BYTE_ORDER_MARK if has_bom else "")
    writer = csv.writer(sheet, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in header])
    # most cells are whole numbers or empty: they are not asked what they are
    writer.writerows(
        ["" if value is None else value if type(value) is int else _cell(value) for value in row]
        for row in rows
    )
    return sheet.getvalue()


def workbook(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the same table as a workbook of Office Open XML; texts are written as texts, whatever they begin with."""
    return sheets(header, [("", rows)])


def sheets(header: Sequence[str], parts: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    """Return a workbook with a sheet for each (name, rows), all under the same header."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        for name, rows in parts:
            sheet = book.add_worksheet(name[:31])
            sheet.write_row(0, 0, header, book.add_format({"bold": True}))
            sheet.freeze_panes(1, 0)
            _fill(sheet, rows)
    return file.getvalue()


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(number, place, value)
            elif value is not None:
                sheet.write_string(number, place, value if isinstance(value, str) else str(_cell(value)))


def disposition(*, plain: str, name: str) -> str:
    """Return the header that names a download (RFC 6266): ``plain`` for the few who cannot read ``name``.

    ``plain`` must be ASCII without quotation marks and backslashes.
    """
    if not plain.isascii() or set('"\\') & set(plain):
        raise ValueError("the plain file name must be ASCII without quotation marks")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _cell(value: Value) -> str | int | float:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value
