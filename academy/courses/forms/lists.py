"""Rows of a form that come and go without a script: the terms of a glossary, the sources of a module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Rows of one list.
MOST = 300


@dataclass
class RowList:
    """Rows of named texts, under the names ``<prefix>-<row>-<name>``; its buttons say ``add`` and ``remove-<row>``."""

    prefix: str
    names: tuple[str, ...]
    rows: list[dict[str, str]]
    #: Row → name → what is wrong with it.
    errors: dict[int, dict[str, str]] = field(default_factory=dict)
    #: The row that was just added, or that took the place of one taken away: where typing goes on.
    focus: int | None = None

    @property
    def written(self) -> list[dict[str, str]]:
        """The rows in which something stands."""
        return [row for row in self.rows if any(row.values())]

    def refuse(self, row: int, name: str, sentence: str) -> None:
        """Say what is wrong with a row."""
        self.errors.setdefault(row, {})[name] = sentence


def rows_of(prefix: str, names: tuple[str, ...], rows: Sequence[Mapping[str, object]]) -> RowList:
    """Return the form of rows there are."""
    written = [{name: "" if row.get(name) is None else str(row[name]) for name in names} for row in rows]
    return RowList(prefix, names, written)


def rows_from(prefix: str, names: tuple[str, ...], typed: Mapping[str, str]) -> RowList:
    """Return the form as it was sent, after what one of its own buttons says, if one was pressed."""
    found: list[dict[str, str]] = []
    while len(found) < MOST and f"{prefix}-{len(found)}-{names[0]}" in typed:
        place = len(found)
        found.append({name: typed.get(f"{prefix}-{place}-{name}", "").strip() for name in names})
    rows = RowList(prefix, names, found)
    deed, _dash, which = typed.get(f"{prefix}-do", "").partition("-")
    if deed == "add" and len(found) < MOST:
        found.append(dict.fromkeys(names, ""))
        rows.focus = len(found) - 1
    elif deed == "remove" and which.isdigit() and int(which) < len(found):
        found.pop(int(which))
        rows.focus = min(int(which), len(found) - 1) if found else None
    return rows
