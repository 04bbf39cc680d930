"""Which format a file is of."""

from __future__ import annotations

from collections.abc import Sequence

from academy.items.formats.aiken import AIKEN
from academy.items.formats.csv_file import CSV
from academy.items.formats.gift import GIFT
from academy.items.formats.moodle import MOODLE
from academy.items.formats.qti import QTI
from academy.items.formats.reading import LARGEST_FILE, Format, Going, Gone, Reading, Refused
from academy.items.formats.xlsx_file import XLSX
from academy.items.kinds.exchange import Level, Line

#: In the order they are asked whether a file is theirs; GIFT takes any text that nobody else knows.
FORMATS: tuple[Format, ...] = (QTI, MOODLE, XLSX, CSV, AIKEN, GIFT)


class UnknownFormat(ValueError):
    """No format has this name, or it cannot be written."""


def read(content: bytes, name: str) -> Reading:
    """Read a file of items. What cannot be read comes back as a reading without items and one refused line."""
    try:
        if len(content) > LARGEST_FILE:
            raise Refused("file-too-large", most=f"{LARGEST_FILE / 1_000_000:g}")
        chosen = next((each for each in FORMATS if each.fits(content, name)), None)
        if chosen is None:
            raise Refused("format-unknown", name=name[-80:])
        return chosen.read(content)
    except Refused as refusal:
        return Reading("", [], [Line(refusal.line, Level.REFUSED, refusal.code, refusal.values)])


def write(format_name: str, items: Sequence[Going]) -> Gone:
    """Write items in a format. Raises UnknownFormat."""
    return format_named(format_name).write(items)


def format_named(name: str) -> Format:
    """Find a format that can be written. Raises UnknownFormat."""
    for each in FORMATS:
        if each.name == name and each.writes:
            return each
    raise UnknownFormat(name)
