"""One table in whichever format was asked for."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from academy.sheets import Value, table, workbook
from academy.typesetting.tables import TableSheet, print_table

#: Rows that are still printed: more would be hundreds of pages nobody reads.
MOST_PRINTED = 2_000


class Format(enum.StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JSON = "json"


CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.JSON: "application/json",
}


class TooLong(ValueError):
    """More rows than are printed."""


@dataclass(frozen=True)
class Sheet:
    """A table with what stands around it in print."""

    title: str
    #: Of what, when, under which filter.
    lines: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    locale: str
    #: The first of the columns that are narrow in print.
    narrow_from: int | None = None
    #: Columns that all rows share: print says them above the table.
    unprinted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Terms:
    """How it is written: the format; what parts the columns of a CSV, and whether it is marked as Unicode."""

    format: Format
    separator: str = ","
    has_bom: bool = True


def written(
    sheet: Sheet, terms: Terms, *, document: Callable[[], Mapping[str, object]], at: datetime
) -> str | bytes:
    """Return the file; ``document`` gives the same for programs. Raises TooLong and Unprintable for print."""
    if terms.format is Format.CSV:
        return table(sheet.header, sheet.rows, separator=terms.separator, has_bom=terms.has_bom)
    if terms.format is Format.XLSX:
        return workbook(sheet.header, sheet.rows)
    if terms.format is Format.JSON:
        return json.dumps(document(), ensure_ascii=False, separators=(",", ":"))
    return _printed(sheet, at)


def _printed(sheet: Sheet, at: datetime) -> bytes:
    if len(sheet.rows) > MOST_PRINTED:
        raise TooLong(len(sheet.rows))
    shown = [place for place in range(len(sheet.header)) if place not in sheet.unprinted]
    narrow = None if sheet.narrow_from is None else sum(place < sheet.narrow_from for place in shown)
    printed = TableSheet(
        title=sheet.title, lines=sheet.lines, columns=[sheet.header[place] for place in shown],
        rows=[[_plain(row[place]) for place in shown] for row in sheet.rows], locale=sheet.locale, narrow_from=narrow,
    )  # fmt: skip
    return print_table(printed, at=at)


def _plain(value: Value) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
