"""What passes between a kind of item and the file formats: plain data, lines of a report, and what cannot be said.

A kind's part in a format is a module of its folder named after the format, ``kinds/<kind>/moodle.py``, with the
functions ``read`` and ``write``. ``formats.parts`` finds it; a kind without one is left out of such files, and the
report says so.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

#: Plain data of an item, as a package's YAML has it.
Data = dict[str, Any]

#: Numbers longer than this are no author's.
_LONGEST_NUMBER = 25


class Level(enum.StrEnum):
    """What became of a piece of a file."""

    UNDERSTOOD = "understood"
    APPROXIMATED = "approximated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One line of a report. ``code`` has a sentence in ``formats.sentences`` with ``values`` in its places."""

    #: The line of the file, from 1; 0 where it is the file as a whole.
    number: int
    level: Level
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class CannotSay(ValueError):
    """An item, or a question of a file, that the other side has no words for."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}


class Notes:
    """What was approximated of one item while it was read, or is lost while it is written; each thing once."""

    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []

    def add(self, code: str, /, **values: object) -> None:
        """Note a code with its values."""
        note = (code, {name: str(value) for name, value in values.items()})
        if note not in self.found:
            self.found.append(note)


def decimal_of(text: str) -> Decimal | None:
    """Read a number as files write them, with a point or a comma; None where it is none, or endless."""
    typed = text.strip().replace(",", ".").replace("\u2212", "-")
    if not 0 < len(typed) <= _LONGEST_NUMBER:
        return None
    try:
        number = Decimal(typed)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LONGEST_NUMBER else None


def plain_number(number: Decimal | float) -> int | float:
    """Return a number as YAML writes it: whole where it is whole."""
    value = float(number)
    return int(value) if value.is_integer() else value


def exact_number(number: Decimal) -> int | float | str:
    """Return a decimal as YAML writes it where that says just this number, else as its digits."""
    value = plain_number(number)
    return value if Decimal(str(value)) == number else format(number, "f")


def written_number(number: Decimal | float | int) -> str:
    """Write a number without exponent and needless zeros, a share with at most seven decimals, as Moodle does."""
    plain = f"{number:.7f}" if isinstance(number, float) else format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
