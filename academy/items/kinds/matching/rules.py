"""Matching. Response: the letter of the right side chosen for a left side, ``{"a": "c"}``; not all need one.

The right side of pair ``b`` is ``b``; the letters of extra right sides continue those of the pairs. So the
letters give the key away, and the page gives the right sides other ones, by their place on the page.
"""

from __future__ import annotations

from academy.items.content import letters
from academy.items.kinds.kind import (
    Form,
    Layout,
    Mark,
    Plain,
    Presented,
    Response,
    Rows,
)
from academy.items.kinds.matching.content import Matching
from academy.items.kinds.order import lettered, relettered, shuffled
from academy.items.kinds.pairing import checked_pairs, read_pairs


class MatchingKind(Plain):
    """The score is the share of pairs that are right."""

    name = "matching"
    content = Matching
    layout = Layout(rows=(Rows("pairs", ("left", "right"), least=3), Rows("extra", least=0)))

    def presented(self, item: Matching, seed: int | None, response: Response = None) -> Presented:
        """Keep the left sides as authored and shuffle the right sides, with a seed or without."""
        return Presented(
            item.key,
            lefts=tuple(lettered([pair.left for pair in item.pairs])),
            rights=relettered(shuffled(lettered(item.rights), seed=seed, key=item.key)),
        )

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a field ``<name>.<letter>`` for each left side, which holds the letter of a right side."""
        return read_pairs(presented, form, name)

    def check(self, item: Matching, response: Response) -> None:
        """Refuse all but left letters with right letters; two left sides may have the same right side."""
        _pairs(item, response)

    def is_complete(self, item: Matching, response: Response) -> bool:
        """Say whether every left side has a right one."""
        return len(_pairs(item, response)) == len(item.pairs)

    def mark(self, item: Matching, response: Response) -> Mark:
        """Mark each left side, under its letter."""
        pairs = _pairs(item, response)
        lefts = letters(len(item.pairs))
        parts = {left: pairs[left] == left if left in pairs else None for left in lefts}
        return Mark(sum(part is True for part in parts.values()) / len(lefts), parts)

    def outline(self, item: Matching, response: Response) -> str:
        """Write the pairs as matched."""
        lefts = dict(zip(letters(len(item.pairs)), item.pairs, strict=True))
        rights = item.rights_by_letter
        pairs = sorted(_pairs(item, response).items())
        return "; ".join(f"{lefts[left].left} → {rights[right]}" for left, right in pairs)

    def key_response(self, item: Matching) -> Response:
        """Give each left side the right side of its pair."""
        return {letter: letter for letter in letters(len(item.pairs))}

    def guess(self, item: Matching) -> float:
        """One in m right sides for each pair, so for their mean; also when no right side is used twice."""
        return 1 / len(item.rights)


def _pairs(item: Matching, response: Response) -> dict[str, str]:
    return checked_pairs(item.key, response, lefts=len(item.pairs), rights=len(item.rights))
