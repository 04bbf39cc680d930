"""Ordering.

Response: the letters of the steps in the learner's order, ``["c", "a", "b"]``. As long as a step has no place
yet, or two share one, there is no order to tell, and the places chosen so far are kept as they are:
``{"places": {"a": 2, "b": 2}}``. An order always takes the first form, so each has one way to be written.

The letters stand for the right order, so the page gives the steps other ones, by their place on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import factorial

from academy.items.content import letters
from academy.items.kinds.kind import (
    BadResponse,
    Form,
    Layout,
    Mark,
    Plain,
    Presented,
    Response,
    Rows,
    only_value,
)
from academy.items.kinds.order import lettered, relettered, shuffled
from academy.items.kinds.ordering.content import Ordering


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
        offered = {str(place): place for place in range(1, len(presented.choices) + 1)}
        places: dict[str, int] = {}
        for step in presented.choices:
            value = only_value(form, f"{name}.{step.letter}")
            if value is not None and value not in offered:
                raise BadResponse(field=name)
            if value is not None:
                places[step.stored] = offered[value]
        return _response(places, len(presented.choices))

    def check(self, item: Ordering, response: Response) -> None:
        """Refuse all but an order of all letters, or an unfinished one."""
        _places(item, response)

    def is_complete(self, item: Ordering, response: Response) -> bool:
        """Say whether every step has a place of its own."""
        return _is_order(_places(item, response), len(item.steps))

    def mark(self, item: Ordering, response: Response) -> Mark:
        """Mark the places; a step without a place of its own is as far off as it could be."""
        places = _places(item, response)
        own = {letter: place for letter, place in places.items() if Counter(places.values())[place] == 1}
        count = len(item.steps)
        rights = dict(zip(letters(count), range(1, count + 1), strict=True))
        parts = {letter: own[letter] == right if letter in own else None for letter, right in rights.items()}
        if item.marking == "exact":
            return Mark(float(own == rights), parts)
        off = sum(_distance(own.get(letter), right, count) for letter, right in rights.items())
        return Mark(max(0.0, float(1 - Fraction(off, count * count // 2))), parts)

    def outline(self, item: Ordering, response: Response) -> str:
        """Write the steps by their places; those that share one by their words, which tell no order."""
        texts = item.steps_by_letter
        places = sorted(_places(item, response).items(), key=lambda pair: (pair[1], texts[pair[0]]))
        return "; ".join(f"{place}. {texts[letter]}" for letter, place in places)

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


def _is_order(places: Mapping[str, int], count: int) -> bool:
    return sorted(places.values()) == list(range(1, count + 1))


def _response(places: dict[str, int], count: int) -> Response:
    if not places:
        return None
    if _is_order(places, count):
        return [*sorted(places, key=places.__getitem__)]
    return {"places": {letter: places[letter] for letter in sorted(places)}}


def _places(item: Ordering, response: Response) -> dict[str, int]:
    """Narrow a response to the place of each letter."""
    names = letters(len(item.steps))
    if response is None:
        return {}
    if isinstance(response, list):
        if len(response) != len(names) or any(name not in response for name in names):
            raise BadResponse(field=item.key)
        return {str(letter): place for place, letter in enumerate(response, start=1)}
    if not isinstance(response, dict) or set(response) != {"places"}:
        raise BadResponse(field=item.key)
    return _unfinished(item, response["places"], names)


def _unfinished(item: Ordering, chosen: Response, names: tuple[str, ...]) -> dict[str, int]:
    if not isinstance(chosen, dict) or not chosen or not set(names).issuperset(chosen):
        raise BadResponse(field=item.key)
    places: dict[str, int] = {}
    for letter, place in chosen.items():
        # JSON's true is an int to Python.
        if not isinstance(place, int) or isinstance(place, bool) or not 1 <= place <= len(names):
            raise BadResponse(field=item.key)
        places[letter] = place
    if _is_order(places, len(names)):
        raise BadResponse(field=item.key)
    return places
