"""Where a kind's part in a format is: the module named after the format in the kind's own folder, if it has one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from academy.items.kinds import KINDS

_FOLDER = "academy.items.kinds"


@lru_cache
def part(kind: str, format_name: str) -> Any | None:
    """Return the module ``kinds/<kind>/<format>.py``; None where the format has no words for the kind."""
    name = f"{_FOLDER}.{kind.replace('-', '_')}.{format_name}"
    return import_module(name) if find_spec(name) else None


def parts(format_name: str) -> Iterator[tuple[str, Any]]:
    """Yield (kind, part) of every kind that has one in a format, in the order of the registry."""
    for kind in KINDS:
        found = part(kind.name, format_name)
        if found is not None:
            yield kind.name, found
