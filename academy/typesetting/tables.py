"""A table as a document: A4 or A3 across, its head on every page, pages numbered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from academy.typesetting import Press, language_of

_PRESS: Final = Press(Path(__file__).parent / "table.typ")


@dataclass(frozen=True)
class TableSheet:
    """What is printed: finished words. Columns from ``narrow_from`` on are narrow, their heads stand upright."""

    title: str
    #: Lines below the title: what it is of, on which day, under which filter.
    lines: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    locale: str
    #: At the foot of each page; ``{page}`` and ``{pages}`` stand for the numbers.
    foot: str = "{page} / {pages}"
    narrow_from: int | None = None


def print_table(sheet: TableSheet, *, at: datetime) -> bytes:
    """Return a table as a PDF. Raises Unprintable for a letter no font here has."""
    narrow = len(sheet.columns) if sheet.narrow_from is None else sheet.narrow_from
    said = {
        "title": sheet.title, "lines": list(sheet.lines), "columns": list(sheet.columns),
        "rows": [list(row) for row in sheet.rows], "foot": sheet.foot, "narrow": narrow, **language_of(sheet.locale),
    }  # fmt: skip
    return _PRESS.print({"sheet.json": json.dumps(said, ensure_ascii=False).encode()}, at=at)
