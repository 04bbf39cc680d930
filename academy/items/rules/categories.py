"""Categories of the bank: paths of names, parted by slashes, and the tree they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Signs of a path, and names in it.
LONGEST = 200
DEEPEST = 8


@dataclass(frozen=True)
class Branch:
    """A category in the tree."""

    path: str
    #: How many are in it and below it.
    count: int

    @property
    def name(self) -> str:
        """The last name of its path."""
        return self.path.rpartition("/")[2]

    @property
    def depth(self) -> int:
        """How many categories lie above it."""
        return self.path.count("/")


def tidy(typed: str) -> str:
    """Return a path as it is kept: single spaces, no empty names, cut where it is too long or too deep."""
    names = [" ".join(name.split()) for name in typed.split("/")]
    path = ""
    for name in [name for name in names if name][:DEEPEST]:
        longer = f"{path}/{name}" if path else name
        if len(longer) > LONGEST:
            return path or longer[:LONGEST].rstrip()
        path = longer
    return path


def tree(counts: Mapping[str, int]) -> list[Branch]:
    """Return every category with what lies above it, in the order of a tree; items of no category are left out."""
    totals: dict[str, int] = {}
    for path, count in counts.items():
        names = path.split("/") if path else []
        for depth in range(1, len(names) + 1):
            above = "/".join(names[:depth])
            totals[above] = totals.get(above, 0) + count
    ordered = sorted(totals, key=lambda path: [name.casefold() for name in path.split("/")])
    return [Branch(path, totals[path]) for path in ordered]
