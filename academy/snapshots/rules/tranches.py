"""Who becomes public together: the rule that keeps small groups unseen, in one snapshot and across all of them.

Every published figure is a sum of whole tranches, and a tranche is at least K people. So whatever is added to and taken
from whatever was ever published is a sum of whole tranches again (docs/adr/0015-tranches.md).

That alone would not do for somebody who knows the rule. Were two agencies with fewer than five each put together with
eight, each would have four; were a group refused below and then taken in above, the refusal would tell. So which agencies
may be put together follows from the tree alone (``pools``), and they are put together only where their sum leaves each
of them every number from 1 to K - 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: So many agencies at least are neighbours, where the tree has them.
NEIGHBOURS = 4


@dataclass(frozen=True)
class Tally:
    """A number of people, with sums of something of theirs where means are made of it."""

    count: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Add both."""
        names = sorted({*self.sums, *other.sums})
        sums = {name: self.sums.get(name, 0) + other.sums.get(name, 0) for name in names}
        return Tally(self.count + other.count, sums)

    def since(self, earlier: Tally) -> Tally:
        """Return what came on top of ``earlier``; nobody, where people were erased since and as many have not come."""
        if self.count <= earlier.count:
            return Tally()
        return self + Tally(-earlier.count, {name: -value for name, value in earlier.sums.items()})


@dataclass(frozen=True)
class Place:
    """An agency of the scope and what it stands below; None for the head."""

    id: str
    parent: str | None


def pools(places: Sequence[Place]) -> list[tuple[str, ...]]:
    """Return which agencies may be put together where each has few: neighbours in the whole tree, whatever is counted.

    An agency is with its units, and with its neighbours where those are too few. ``places`` come in any order.
    """
    below: dict[str | None, list[str]] = {}
    for place in places:
        below.setdefault(place.parent, []).append(place.id)
    found: list[tuple[str, ...]] = []
    left = [each for head in sorted(below.get(None, [])) for each in _climb(head, below, found)]
    return sorted([*found, tuple(sorted(left))] if left else found)


def groups(
    pools: Sequence[tuple[str, ...]], waiting: Mapping[str, int], smallest: int
) -> list[tuple[str, ...]]:
    """Return which agencies become public now, each group in one tranche; who is in none of them goes on waiting.

    ``waiting`` holds the people not yet counted, nobody included, of every agency of the scope. A pool that reaches
    beyond the scope waits for a scope that holds it whole.
    """
    found: list[tuple[str, ...]] = [(each,) for each, count in waiting.items() if count >= smallest]
    for pool in pools:
        few = [each for each in pool if 0 < waiting.get(each, 0) < smallest]
        if waiting.keys() >= set(pool) and hides([waiting[each] for each in few], smallest):
            found.append(tuple(sorted(few)))
    return sorted(found)


def release(
    pools: Sequence[tuple[str, ...]], exact: Mapping[str, Tally], counted: Mapping[str, Tally], smallest: int
) -> list[tuple[tuple[str, ...], Tally]]:
    """Return the tranches of one thing that is counted: who came since they were last counted, as far as it may be told.

    ``exact`` holds what there is of every agency of the scope, ``counted`` what went into tranches before.
    """
    new = {each: tally.since(counted.get(each, Tally())) for each, tally in exact.items()}
    found = groups(pools, {each: tally.count for each, tally in new.items()}, smallest)
    return [(group, sum((new[each] for each in group), Tally())) for group in found]


def hides(counts: Sequence[int], smallest: int) -> bool:
    """Say whether a sum may be told: large enough, and each of its parts could still be anything from 1 to K - 1."""
    others, total = len(counts) - 1, sum(counts)
    return others > 0 and others + smallest - 1 <= total <= others * (smallest - 1) + 1


def _climb(place: str, below: Mapping[str | None, Sequence[str]], found: list[tuple[str, ...]]) -> list[str]:
    """Gather what is at and below a place into pools; return who is left for the place above."""
    pool = [place]
    for child in sorted(below.get(place, [])):
        pool.extend(_climb(child, below, found))
    if len(pool) < NEIGHBOURS:
        return pool
    found.append(tuple(sorted(pool)))
    return []
