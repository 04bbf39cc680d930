"""Trained capacity added up: by country, what an agency does, and level or track."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Capacity:
    """How many people came how far."""

    enrolled: int = 0
    completed: int = 0
    certified: int = 0
    #: Certificates that hold today, and those of them that run out within ``SOON``.
    valid: int = 0
    expiring: int = 0

    def __add__(self, other: Capacity) -> Capacity:
        """Add both."""
        return Capacity(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def numbers(self) -> list[int]:
        """The figures in their order."""
        return [getattr(self, each.name) for each in fields(self)]


@dataclass(frozen=True)
class Counted:
    """The people of one agency on one level and track."""

    agency_id: str
    level: str
    track: str | None
    capacity: Capacity

    def kept(self) -> list[Any]:
        """Return it as it is kept."""
        return [self.agency_id, self.level, self.track, *self.capacity.numbers]

    @classmethod
    def of(cls, kept: Sequence[Any]) -> Counted:
        """Read what ``kept`` wrote."""
        return cls(kept[0], kept[1], kept[2], Capacity(*kept[3:]))


@dataclass(frozen=True)
class Place:
    """Where an agency is, and what it does; a unit does what the agency above it does."""

    agency_id: str
    country: str
    kind: str


@dataclass
class Group:
    """A country with the kinds of agency in it and the levels and tracks taught there."""

    country: str
    total: Capacity = field(default_factory=Capacity)
    by_level: dict[tuple[str, str | None], Capacity] = field(default_factory=dict)
    #: What an agency does → level and track.
    both: dict[tuple[str, str, str | None], Capacity] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[str, str, str | None, list[int]]]:
        """The lines of its table: what the agency does, level, track, the figures."""
        found = [(*key, capacity.numbers) for key, capacity in self.both.items()]
        return sorted(found, key=lambda line: (line[0], line[1], line[2] or ""))


def by_country(places: Iterable[Place], counted: Iterable[Counted]) -> list[Group]:
    """Return the countries that have anybody in training, by code; agencies not among ``places`` are left out."""
    known = {place.agency_id: place for place in places}
    groups: dict[str, Group] = {}
    for each in counted:
        place = known.get(each.agency_id)
        if place is None:
            continue
        group = groups.setdefault(place.country, Group(place.country))
        group.total += each.capacity
        taught, line = (each.level, each.track), (place.kind, each.level, each.track)
        group.by_level[taught] = group.by_level.get(taught, Capacity()) + each.capacity
        group.both[line] = group.both.get(line, Capacity()) + each.capacity
    return [groups[code] for code in sorted(groups)]
