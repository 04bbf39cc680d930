"""An agency's list of its people as a table, in text or in a workbook, from strangers. Everything is pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from academy.accounts.rules.roster import COLUMNS, MOST_ROWS, Row, Said
from academy.accounts.rules.writing import tidied
from academy.sheets import harmless
from academy.sheets.reading import Line, Unreadable, read_text
from academy.sheets.workbooks import read_workbook
from academy.zips import BadZip, Fault, SafeZip

LARGEST_FILE = 2_000_000
LONGEST_CELL = 500
#: Rows above the head, such as a title.
_MOST_ABOVE = 10
_WORKBOOK = (".xlsx", ".xlsm")
#: Files of a workbook, and bytes of all of them unpacked.
_MOST_PARTS, _LARGEST_UNPACKED = 200, 40_000_000
#: What people write where there is nothing.
_NOTHING = frozenset({"-", "–", "—", "/"})


@dataclass(frozen=True)
class Listed:
    """What a file holds: its rows, and heads of columns that nobody knows."""

    rows: Sequence[Row]
    unknown: Sequence[str]


def read(content: bytes, name: str, *, heads: Mapping[str, str]) -> Listed:
    """Read a file; ``heads`` are the names that columns may have, folded, and which column each is.

    Raises Unreadable.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable("file-large", most=LARGEST_FILE // 1_000_000)
    filled = _filled(_lines(content, name, heads))
    columns, unknown = _head(filled, heads)
    rows = [_row(line, columns) for line in filled]
    if not rows:
        raise Unreadable("nothing-found")
    return Listed(rows, unknown)


def folded(head: str) -> str:
    """Return what all spellings of a column's head share."""
    return tidied(head.replace("_", " ").replace("-", " ")).casefold()


def _lines(content: bytes, name: str, heads: Mapping[str, str]) -> Iterable[Line]:
    is_zip = content.startswith(b"PK")
    if not is_zip and not name.casefold().endswith(_WORKBOOK):
        return read_text(content, known=lambda cells: sum(folded(cell) in heads for cell in cells)).lines()
    try:
        zipped = SafeZip(content, most_files=_MOST_PARTS, largest=_LARGEST_UNPACKED)
        return read_workbook(zipped, content, most_rows=MOST_ROWS + _MOST_ABOVE).lines
    except BadZip as bad:
        raise Unreadable("table-broken" if bad.fault is Fault.NO_ZIP else "table-large") from None


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count > MOST_ROWS + _MOST_ABOVE:
            raise Unreadable("table-long", line=line.number, most=MOST_ROWS)
        if line.fault is not None or any(cell.strip() for cell in line.cells):
            yield line


def _head(filled: Iterator[Line], heads: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Read up to the head; return the column of each of its cells, and the heads that are none."""
    for _place, line in zip(range(_MOST_ABOVE), filled, strict=False):
        columns = [heads.get(folded(cell), "") for cell in line.cells]
        if not {"call_sign", "legal_name"} <= set(columns):
            continue
        for column in COLUMNS:
            if columns.count(column) > 1:
                raise Unreadable("column-twice", line=line.number, column=column)
        cells = zip(columns, line.cells, strict=True)
        return columns, [cell.strip()[:40] for column, cell in cells if cell.strip() and not column]
    raise Unreadable("table-head")


def _row(line: Line, columns: Sequence[str]) -> Row:
    cells = {
        column: "" if cell.strip() in _NOTHING else cell
        for column, cell in zip(columns, line.cells, strict=False)
        if column
    }
    return Row(
        line.number, {name: cell[:LONGEST_CELL] for name, cell in cells.items()}, _fault(line, columns, cells)
    )


def _fault(line: Line, columns: Sequence[str], cells: Mapping[str, str]) -> Said | None:
    if line.fault:
        return Said(line.fault[0], values=line.fault[1])
    if any(cell.strip() for cell in line.cells[len(columns) :]):
        return Said("row-beyond")
    for column, cell in cells.items():
        if len(cell) > LONGEST_CELL:
            return Said("cell-long", column, {"most": str(LONGEST_CELL)})
        if harmless(cell.strip()) != cell.strip():
            return Said("cell-formula", column)
    return None
