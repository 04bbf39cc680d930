"""Workbooks of strangers. Only the first sheet is read; formulas are faults, since their values are nobody's word."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from academy.sheets.reading import Line, Said, Unreadable
from academy.zips import SafeZip

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


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a workbook."""

    name: str
    lines: list[Line]


def read_workbook(zipped: SafeZip, content: bytes, *, most_rows: int) -> Sheet:
    """Read the first sheet of a workbook, and of it two rows more than ``most_rows``.

    Raises Unreadable, and what ``zipped`` raises.
    """
    _look_through(zipped)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        names = book.sheetnames
        return Sheet(names[0][:80], list(_lines(book[names[0]], most_rows)))
    except (Unreadable, MemoryError):
        raise
    except Exception:  # openpyxl raises whatever a broken workbook makes it stumble over
        raise Unreadable("table-broken") from None


def _look_through(found: SafeZip) -> None:
    """Refuse what openpyxl would read at length, or parse as more than plain elements."""
    if "xl/workbook.xml" not in found:
        raise Unreadable("table-broken")
    for name in found.names():
        if found.size(name) > _LARGEST_PART:
            raise Unreadable("table-large")
        content = found.read(name)
        is_xml = content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        if not is_xml and (name.casefold().endswith(_XML) or content.startswith(_OTHER_XML)):
            raise Unreadable("xml-forbidden")
        if is_xml and any(sign in content for sign in _FORBIDDEN):
            raise Unreadable("xml-forbidden")
        if is_xml and _FAR.search(content) and _BIG.match(name):
            raise Unreadable("table-large")
        if is_xml and content.count(b"<") > (_MOST_TAGS if _BIG.match(name) else _FEW_TAGS):
            raise Unreadable("table-large")


def _lines(sheet: Any, most_rows: int) -> Iterator[Line]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=most_rows + 2), start=1):
        cells, notes, fault = list[str](), list[Said](), None
        for cell in row:
            if cell.value is None:
                cells.append("")
                continue
            if cell.data_type in ("f", "e"):
                fault = ("cell-formula", {"cell": cell.coordinate})
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
        return _in_digits(value) if value == value and abs(value) < 1e25 else str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    text = unescape(value) if isinstance(value, str) else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _in_digits(value: float) -> str:
    plain = format(Decimal(repr(value)), "f")
    return (plain.rstrip("0").rstrip(".") or "0") if "." in plain else plain
