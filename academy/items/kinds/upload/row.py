"""Upload in a row: its rubric, a criterion in each cell."""

from __future__ import annotations

from academy.items.kinds.exchange import Data, Notes
from academy.items.kinds.row import NUMBER, Cells, Row
from academy.items.kinds.rubric_rows import SETTINGS as RUBRIC
from academy.items.kinds.rubric_rows import rubric_cells, rubric_of
from academy.items.kinds.upload.content import Upload

SETTINGS = {**RUBRIC, "files": NUMBER}


def read(row: Row) -> Data:
    """Take the rubric."""
    return rubric_of(row)


def write(item: Upload, _losses: Notes) -> Cells:
    """Write the rubric."""
    return rubric_cells(item)
