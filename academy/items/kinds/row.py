"""Tables as the kinds see them: a row to read from, cells to write.

The module ``row`` of a kind's folder has ``SETTINGS`` (its single values, each with how it is written), and

- ``read(row) -> Data``: the kind's own fields; raises CannotSay;
- ``write(item, losses) -> Cells``: its cells ``a``, ``b``, ``c`` …; raises CannotSay.

A cell has pieces parted by ``|``; where pieces have pieces, ``||`` parts the outer ones. ``\\|`` is a sign like others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase
from typing import Any

from academy.items.content import Choice, Item
from academy.items.kinds.choices import choice_data
from academy.items.kinds.exchange import CannotSay, Data, Notes, decimal_of, exact_number, plain_number

_INNER = re.compile(r"(?<!\\)\|")
_OUTER = re.compile(r"(?<!\\)\|\|")
_PARTS = re.compile(r"(?<!\\);")
_YES = frozenset(("yes", "y", "true", "1", "x", "да", "da", "po"))
_NO = frozenset(("no", "n", "false", "0", "", "не", "ne", "jo"))


@dataclass(frozen=True)
class Way:
    """How a single value is read from words and written in them."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


@dataclass
class Row:
    """A row that is being read; ``notes`` takes what is approximated."""

    #: What stands in ``a``, ``b``, ``c`` …, empty cells too.
    cells: Sequence[str]
    right: str
    text: str
    settings: Mapping[str, str]
    notes: Notes

    def filled(self) -> list[tuple[str, list[str]]]:
        """Return the letter and the pieces of every cell that is not empty."""
        return [
            (letter, pieces(cell))
            for letter, cell in zip(ascii_lowercase, self.cells, strict=False)
            if cell.strip()
        ]

    def nested(self) -> list[list[list[str]]]:
        """Return the pieces of the pieces of every cell that is not empty."""
        return [[pieces(outer) for outer in _OUTER.split(cell)] for cell in self.cells if cell.strip()]

    def rights(self) -> list[str]:
        """Return the letters that are right. Raises CannotSay for what is none of a filled cell."""
        letters = [each for each in re.split(r"[\s,;]+", self.right.strip().casefold()) if each]
        known = {letter for letter, _pieces in self.filled()}
        if not letters or not known.issuperset(letters):
            raise CannotSay("row-right", right=self.right[:40] or "–")
        return letters

    def settled(self, ways: Mapping[str, Way]) -> Data:
        """Return the single values of a kind that the row names. Raises CannotSay for one that cannot be read."""
        data: Data = {}
        for name, words in self.settings.items():
            way = ways.get(name)
            if way is None:
                self.notes.add("setting-unknown", setting=name[:40])
            elif words:
                data[name] = _read(way, name, words)
        return data


@dataclass(frozen=True)
class Cells:
    """What a kind writes: its cells from ``a`` on, the right letters, and a long text."""

    cells: list[str]
    right: str = ""
    text: str = ""


def pieces(cell: str) -> list[str]:
    """Part a cell at its bars."""
    return [piece.strip().replace("\\|", "|") for piece in _INNER.split(cell)]


def joined(parts: Iterable[str | None]) -> str:
    """Write pieces with bars between them; empty ones at the end are left out."""
    words = [(part or "").replace("|", "\\|") for part in parts]
    while words and not words[-1]:
        words.pop()
    return " | ".join(words)


def nest(parts: Iterable[Sequence[str | None]]) -> str:
    """Write pieces that have pieces."""
    return " || ".join(joined(part) for part in parts)


def piece(parts: Sequence[str], place: int) -> str:
    """Return a piece that may be left out."""
    return parts[place] if place < len(parts) else ""


def labelled(raw: str) -> dict[str, str]:
    """Read ``name: words; name: words``. Raises CannotSay for a piece without a name."""
    found: dict[str, str] = {}
    for part in _PARTS.split(raw):
        name, colon, words = part.replace("\\;", ";").partition(":")
        if not part.strip():
            continue
        if not colon:
            raise CannotSay("row-setting", setting=part.strip()[:40])
        found[re.sub(r"[\s-]+", "_", name.strip().casefold())] = words.strip()
    return found


def settings_of(item: Item, ways: Mapping[str, Way]) -> str:
    """Write the single values of an item that are not what they are anyway."""
    written = []
    for name, way in ways.items():
        value = getattr(item, name)
        if value is not None and value != type(item).model_fields[name].default:
            written.append(f"{name.replace('_', ' ')}: {way.write(value)}".replace(";", "\\;"))
    return "; ".join(written)


def is_yes(words: str) -> bool:
    """Read yes or no. Raises CannotSay."""
    folded = words.strip().casefold()
    if folded not in _YES | _NO:
        raise CannotSay("row-unclear", words=words[:40])
    return folded in _YES


def number(words: str) -> int | float:
    """Read a number, or a share in per cent. Raises CannotSay."""
    is_share = words.rstrip().endswith("%")
    found = decimal_of(words.rstrip().removesuffix("%"))
    if found is None:
        raise CannotSay("number-unreadable", number=words[:40])
    return plain_number(found / 100 if is_share else found)


def exact(words: str) -> int | float | str:
    """Read a number with every digit. Raises CannotSay."""
    found = decimal_of(words)
    if found is None:
        raise CannotSay("number-unreadable", number=words[:40])
    return exact_number(found)


def in_digits(value: float | Decimal) -> str:
    """Write a number so that it comes back as it is."""
    plain = format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
    return (plain.rstrip("0").rstrip(".") or "0") if "." in plain else plain


def choices(row: Row) -> list[Data]:
    """Read ``text | what is said to whoever picks it`` from each cell."""
    rights = row.rights()
    return [choice_data(each[0], piece(each, 1), right=letter in rights) for letter, each in row.filled()]


def choice_cells(found: Sequence[Choice]) -> Cells:
    """Write choices, and the letters of the right ones."""
    rights = [letter for letter, each in zip(ascii_lowercase, found, strict=False) if each.right]
    return Cells([joined((each.text, each.feedback)) for each in found], right=" ".join(rights))


def _read(way: Way, name: str, words: str) -> Any:
    try:
        return way.read(words)
    except CannotSay as error:
        raise CannotSay("row-value", setting=name.replace("_", " "), words=words[:40]) from error


def _one_word(words: str) -> str:
    return re.sub(r"[\s_]+", "-", words.strip().casefold())


WORD = Way(_one_word, str)
WORDS = Way(str.strip, str)
FLAG = Way(is_yes, lambda value: "yes" if value else "no")
NUMBER = Way(number, in_digits)
EXACT = Way(exact, in_digits)
