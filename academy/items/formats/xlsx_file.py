"""Tables as workbooks. Only the first sheet is read; formulas are refused, since their values are nobody's word."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from academy import sheets
from academy.items.formats.reading import Going, Gone, Loss, Reading, Refused
from academy.items.formats.safe_zip import SafeZip
from academy.items.formats.tables import MOST_ROWS, head_of, read_table, rows_of
from academy.items.kinds.exchange import Level
from academy.sheets.reading import Unreadable
from academy.sheets.workbooks import read_workbook

#: What a cell of a workbook holds.
LONGEST_CELL = 32_767
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
        try:
            sheet = read_workbook(SafeZip(content), content, most_rows=MOST_ROWS)
        except Unreadable as error:
            raise Refused(error.code, line=error.line, **error.values) from None
        return read_table(self.name, sheet.lines, [(Level.UNDERSTOOD, "table-sheet", {"sheet": sheet.name})])

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items as texts; none of them can become a formula, even when its cell is edited."""
        losses: list[Loss] = []
        return Gone(_book(rows_of(items, losses, LONGEST_CELL)), losses)

    def template(self, *, titles: tuple[str, str], explained: Sequence[tuple[str, str]]) -> bytes:
        """Return an empty table, with a second sheet that explains: (column or kind, what it holds)."""
        first, second = (_NO_TITLE.sub(" ", title).strip("' ")[:31] for title in titles)
        return _book([head_of()], titles=(first, second), explained=explained)


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
