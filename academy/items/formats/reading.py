"""What a file of items comes to: the items as plain data, and a report line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from academy.items.content import Item
from academy.items.kinds.exchange import CannotSay, Data, Level, Line, Notes

#: Bytes of a file, and items in it.
LARGEST_FILE = 10_000_000
MOST_ITEMS = 2_000
#: Lines a report holds; a file with more to say is refused as a whole.
MOST_LINES = 10_000


class Refused(CannotSay):
    """A file that is refused as a whole; ``line`` is 0 where no line is to blame."""

    def __init__(self, code: str, /, *, line: int = 0, **values: object) -> None:
        super().__init__(code, **values)
        self.line = line


@dataclass(frozen=True)
class Entry:
    """One item of a file: valid plain data with its key, where it belongs, and the files it shows."""

    data: Data
    category: str
    line: int
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Reading:
    """What a file came to. A file refused as a whole has no items and one line."""

    format: str
    items: list[Entry]
    lines: list[Line]

    def count(self, level: Level) -> int:
        """Count the lines of a level."""
        return sum(line.level is level for line in self.lines)

    @property
    def is_refused(self) -> bool:
        """Say whether nothing of it can be taken in."""
        return not self.items


@dataclass(frozen=True)
class Loss:
    """Something of an item that a format cannot keep; with ``is_left_out`` the item as a whole."""

    key: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True)
class Going:
    """An item on its way out: with its category and the files it shows."""

    item: Item
    category: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Gone:
    """A file written: its bytes, and what it does not keep."""

    content: bytes
    losses: list[Loss]


class Format(Protocol):
    """One file format. Everything is pure."""

    @property
    def name(self) -> str:
        """Its name in addresses: ``moodle``, ``gift``."""

    @property
    def suffix(self) -> str:
        """How its files' names end, with the point."""

    @property
    def mimetype(self) -> str:
        """Its media type."""

    @property
    def writes(self) -> bool:
        """Whether it can be written."""

    def fits(self, content: bytes, name: str) -> bool:
        """Say whether a file is of this format, by its name and its first bytes."""

    def read(self, content: bytes) -> Reading:
        """Read a file. Raises Refused."""

    def write(self, items: Sequence[Going]) -> Gone:
        """Write items; one that cannot be said is left out, and is among the losses."""


def lost(losses: list[Loss], item: Item, notes: Notes) -> None:
    """Add what was noted while an item was written."""
    losses.extend(Loss(item.key, code, values) for code, values in notes.found)


def left_out(item: Item, error: CannotSay) -> Loss:
    """Return the loss of a whole item."""
    return Loss(item.key, error.code, error.values, is_left_out=True)


#: Reads one file.
Reader = Callable[[bytes], Reading]
