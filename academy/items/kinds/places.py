"""What kinds share whose parts are put in an order: places chosen on a page, and how they are kept.

A finished order is a list of letters, ``["c", "a", "b"]``. As long as a part has no place yet, or two share one,
there is no order to tell, and the places chosen so far are kept as they are: ``{"places": {"a": 2, "b": 2}}``.
An order always takes the first form, so each has one way to be written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from academy.items.kinds.kind import BadResponse, Form, Presented, Response, only_value


def read_places(presented: Presented, form: Form, name: str) -> Response:
    """Read a field ``<name>.<letter>`` for each part shown, which holds its place from 1 or is empty."""
    offered = {str(place): place for place in range(1, len(presented.choices) + 1)}
    places: dict[str, int] = {}
    for part in presented.choices:
        value = only_value(form, f"{name}.{part.letter}")
        if value is not None and value not in offered:
            raise BadResponse(field=name)
        if value is not None:
            places[part.stored] = offered[value]
    return _response(places, len(presented.choices))


def places_in(response: Response, names: tuple[str, ...], *, field: str) -> dict[str, int]:
    """Narrow a response to the place of each letter; raises BadResponse for what is neither form."""
    if response is None:
        return {}
    if isinstance(response, list):
        if len(response) != len(names) or any(name not in response for name in names):
            raise BadResponse(field=field)
        return {str(letter): place for place, letter in enumerate(response, start=1)}
    if not isinstance(response, dict) or set(response) != {"places"}:
        raise BadResponse(field=field)
    return _unfinished(response["places"], names, field)


def is_order(places: Mapping[str, int], count: int) -> bool:
    """Say whether every one of ``count`` parts has a place of its own."""
    return sorted(places.values()) == list(range(1, count + 1))


def own_places(places: Mapping[str, int]) -> dict[str, int]:
    """Return the places that no two parts share."""
    taken = Counter(places.values())
    return {letter: place for letter, place in places.items() if taken[place] == 1}


def in_words(places: Mapping[str, int], texts: Mapping[str, str]) -> str:
    """Write the parts by their places; those that share one by their words, which tell no order."""
    ordered = sorted(places.items(), key=lambda pair: (pair[1], texts[pair[0]]))
    return "; ".join(f"{place}. {texts[letter]}" for letter, place in ordered)


def _response(places: dict[str, int], count: int) -> Response:
    if not places:
        return None
    if is_order(places, count):
        return [*sorted(places, key=places.__getitem__)]
    return {"places": {letter: places[letter] for letter in sorted(places)}}


def _unfinished(chosen: Response, names: tuple[str, ...], field: str) -> dict[str, int]:
    if not isinstance(chosen, dict) or not chosen or not set(names).issuperset(chosen):
        raise BadResponse(field=field)
    places: dict[str, int] = {}
    for letter, place in chosen.items():
        # JSON's true is an int to Python.
        if not isinstance(place, int) or isinstance(place, bool) or not 1 <= place <= len(names):
            raise BadResponse(field=field)
        places[letter] = place
    if is_order(places, len(names)):
        raise BadResponse(field=field)
    return places
