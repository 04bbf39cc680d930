"""Rows of a form that are added, moved and taken out by buttons that post it: ``criteria.up.2``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

R = TypeVar("R")

#: More rows than this are no longer one form.
MOST_ROWS = 60
_DEED = re.compile(r"(?P<rows>[a-z]+)\.(?P<verb>add|remove|up|down)(?:\.(?P<row>\d{1,2}))?\Z")


def deed_on(form: Mapping[str, str], rows: str) -> str | None:
    """Return which button of ``rows`` was pressed, named ``rows.do`` in the form; None for none."""
    found = _DEED.match(form.get("rows.do", ""))
    return found[0] if found and found["rows"] == rows else None


def after(rows: list[R], deed: str, blank: R) -> list[R]:
    """Return ``rows`` after a deed; one that cannot be done changes nothing."""
    found = _DEED.match(deed)
    if found is None:
        return rows
    place, changed = int(found["row"] or 0), list(rows)
    match found["verb"]:
        case "add" if len(changed) < MOST_ROWS:
            changed.append(blank)
        case "remove" if place < len(changed):
            changed.pop(place)
        case "up" if 0 < place < len(changed):
            changed[place - 1 : place + 1] = [changed[place], changed[place - 1]]
        case "down" if place + 1 < len(changed):
            changed[place : place + 2] = [changed[place + 1], changed[place]]
    return changed


def free_key(stem: str, taken: set[str]) -> str:
    """Return the first of ``stem-1``, ``stem-2``, … that is not taken, and take it."""
    number = next(number for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)
    taken.add(f"{stem}-{number}")
    return f"{stem}-{number}"
