"""Hotspot. Response: the letter of a place, ``"a"``; of several, ``["a", "c"]``; or where one pointed.

``{"point": [420, 310]}`` is a place of the picture in thousandths of its width and its height. Whoever does not point
names a place of the list instead, which is worth the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import comb

from academy.items.content import letters
from academy.items.kinds.hotspot.content import Hotspot
from academy.items.kinds.hotspot.regions import EDGE, Corner, Region, share
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
from academy.items.kinds.order import lettered, shuffled

_POINT = re.compile(r"(\d{1,4}),(\d{1,4})", re.ASCII)
_MEASURES = ("x", "y", "radius", "width", "height")


class HotspotKind(Plain):
    """One place or a point: all or nothing. Several: all or nothing, or (right - wrong picks) / right places."""

    name = "hotspot"
    content = Hotspot
    layout = Layout(
        rows=(
            Rows(
                "regions", ("label", "right", "feedback", "shape", *_MEASURES, "corners"), tick="right",
                numbers=_MEASURES, least=3,
            ),
        ),
        words=("mode", "marking"),
    )  # fmt: skip

    def presented(self, item: Hotspot, seed: int | None, response: Response = None) -> Presented:
        """Number the places as they are read, from the top; for pointing, give nothing of them but their names."""
        shown = lettered([region.label for region in item.regions])
        if item.mode == "point":
            keep = seed is None or item.keep_order
            return Presented(
                item.key, format=item.mode,
                choices=tuple(shown if keep else shuffled(shown, seed=seed, key=item.key)),
            )  # fmt: skip
        in_turn = {spot.letter: spot.number for spot in item.numbered}
        return Presented(
            item.key, choices=tuple(sorted(shown, key=lambda each: in_turn[each.letter])), spots=item.numbered,
            format=item.mode,
        )  # fmt: skip

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read what is ticked; where nothing is, the point in the field ``<name>.point``."""
        offered = {choice.stored for choice in presented.choices}
        picks = sorted({value for value in form.getlist(name) if value})
        if not offered.issuperset(picks) or (len(picks) > 1 and presented.format != "several"):
            raise BadResponse(field=name)
        if presented.format == "several":
            return [*picks] or None
        point = None if presented.format == "one" else only_value(form, f"{name}.point")
        if picks or point is None:
            return picks[0] if picks else None
        found = _POINT.fullmatch(point)
        if found is None or max(int(found[1]), int(found[2])) > EDGE:
            raise BadResponse(field=name)
        return {"point": [int(found[1]), int(found[2])]}

    def check(self, item: Hotspot, response: Response) -> None:
        """Refuse all but what the item's mode takes."""
        _given(item, response)

    def is_complete(self, item: Hotspot, response: Response) -> bool:
        """Say whether a place is picked."""
        return _given(item, response) is not None

    def mark(self, item: Hotspot, response: Response) -> Mark:
        """Mark each region that was picked; a point is right where it lies in a right region."""
        given = _given(item, response)
        if isinstance(given, tuple):
            held = {letter for letter, region in item.by_letter.items() if region.holds(*given)}
            picked = held & set(item.rights) or held
            return Mark(float(bool(held & set(item.rights))), _parts(item, picked))
        parts = _parts(item, given or ())
        if not given or item.mode != "several" or item.marking == "all-or-nothing":
            return Mark(
                float(given == item.rights or (item.mode == "point" and True in parts.values())), parts
            )
        gained = sum(1 if part else -1 for part in parts.values() if part is not None)
        return Mark(max(0, gained) / len(item.rights), parts)

    def outline(self, item: Hotspot, response: Response) -> str:
        """Write the labels of the places, or the point."""
        given = _given(item, response)
        if isinstance(given, tuple):
            return f"{given[0] / 10:g} % / {given[1] / 10:g} %"
        return "; ".join(str(item.by_letter[letter].label) for letter in given or ())

    def key_response(self, item: Hotspot) -> Response:
        """Give the letters of the right places; one of them where one is picked."""
        return [*item.rights] if item.mode == "several" else item.rights[0]

    def guess(self, item: Hotspot) -> float:
        """Expect every place, every set of places, or every point to be as likely as any other.

        Several: as multiple choice (see there for the sum). A point: the share of the picture that is right, the
        places of 1001 rows of 1001 counted.
        """
        if item.mode == "one":
            return 1 / len(item.regions)
        if item.mode == "point":
            return _right_share(tuple(region for region in item.regions if region.right))
        count, rights = len(item.regions), len(item.rights)
        sets = (1 << count) - 1
        if item.marking == "all-or-nothing":
            return 1 / sets
        return sum(k * comb(count, count - rights + k) for k in range(1, rights + 1)) / (rights * sets)


@lru_cache(maxsize=256)
def _right_share(regions: tuple[Region, ...]) -> float:
    return share(regions)


def _parts(item: Hotspot, picks: object) -> dict[str, bool | None]:
    held = picks if isinstance(picks, (set, list, tuple)) else ()
    return {letter: region.right if letter in held else None for letter, region in item.by_letter.items()}


def _given(item: Hotspot, response: Response) -> list[str] | Corner | None:
    """Return the picked letters, or the point; raises BadResponse for anything else."""
    if response is None:
        return None
    names = letters(len(item.regions))
    if item.mode == "several":
        if isinstance(response, list) and response == [each for each in names if each in response] != []:
            return [str(letter) for letter in response]
    elif isinstance(response, str):
        if response in names:
            return [response]
    elif item.mode == "point" and isinstance(response, dict) and set(response) == {"point"}:
        match response["point"]:
            case [int(x), int(y)] if _lies_inside(x, y):
                return x, y
    raise BadResponse(field=item.key)


def _lies_inside(*places: int) -> bool:
    return all(type(place) is int and 0 <= place <= EDGE for place in places)
