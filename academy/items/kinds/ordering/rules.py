"""Ordering.

Response: the letters of the steps in the learner's order, ``["c", "a", "b"]``, or the places of an unfinished one
(``kinds.places``). The letters stand for the right order, so the page gives the steps other ones, by their place
on the page.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from academy.items.content import letters
from academy.items.kinds.kind import Form, Layout, Mark, Plain, Presented, Response, Rows
from academy.items.kinds.order import lettered, relettered, shuffled
from academy.items.kinds.ordering.content import Ordering
from academy.items.kinds.places import in_words, is_order, own_places, places_in, read_places


class OrderingKind(Plain):
    """Exact: all or nothing. Distance: 1 - sum of |place - right place| / the largest such sum.

    The largest sum is floor(n²/2), of the reversed order (Diaconis and Graham 1977, Spearman's footrule).
    """

    name = "ordering"
    content = Ordering
    layout = Layout(rows=(Rows("steps", least=3),), words=("marking",))

    def presented(self, item: Ordering, seed: int | None, response: Response = None) -> Presented:
        """Shuffle the steps, with a seed or without: never in the right order, but for two steps.

        Of two steps, never showing them in the right order would always show them reversed.
        """
        steps = lettered(item.steps)
        mixed = shuffled(steps, seed=seed, key=item.key, never_as_given=len(steps) > 2)
        return Presented(item.key, choices=relettered(mixed))

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read a field ``<name>.<letter>`` for each step, which holds its place from 1 or is empty."""
        return read_places(presented, form, name)

    def check(self, item: Ordering, response: Response) -> None:
        """Refuse all but an order of all letters, or an unfinished one."""
        _places(item, response)

    def is_complete(self, item: Ordering, response: Response) -> bool:
        """Say whether every step has a place of its own."""
        return is_order(_places(item, response), len(item.steps))

    def mark(self, item: Ordering, response: Response) -> Mark:
        """Mark the places; a step without a place of its own is as far off as it could be."""
        own = own_places(_places(item, response))
        count = len(item.steps)
        rights = dict(zip(letters(count), range(1, count + 1), strict=True))
        parts = {letter: own[letter] == right if letter in own else None for letter, right in rights.items()}
        if item.marking == "exact":
            return Mark(float(own == rights), parts)
        off = sum(_distance(own.get(letter), right, count) for letter, right in rights.items())
        return Mark(max(0.0, float(1 - Fraction(off, count * count // 2))), parts)

    def outline(self, item: Ordering, response: Response) -> str:
        """Write the steps by their places; those that share one by their words, which tell no order."""
        return in_words(_places(item, response), item.steps_by_letter)

    def key_response(self, item: Ordering) -> Response:
        """Give the letters as authored."""
        return [*letters(len(item.steps))]

    def guess(self, item: Ordering) -> float:
        """Expect every order to be as likely as any other.

        Exact: one in n!. Distance: the mean of the footrule is (n² - 1)/3 (Diaconis and Graham 1977).
        """
        count = len(item.steps)
        if item.marking == "exact":
            return 1 / factorial(count)
        return float(1 - Fraction(count * count - 1, 3 * (count * count // 2)))


def _distance(place: int | None, right: int, count: int) -> int:
    return max(right - 1, count - right) if place is None else abs(place - right)


def _places(item: Ordering, response: Response) -> dict[str, int]:
    return places_in(response, letters(len(item.steps)), field=item.key)
