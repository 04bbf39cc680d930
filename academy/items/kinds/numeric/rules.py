"""Numeric. Response: the number as a plain decimal string without needless zeros: ``"12.5"``, ``"-3"``.

Where the unit is asked and given: ``{"number": "12.5", "unit": "b"}``, the letter of a chosen one or what was typed;
without a number only ``{"unit": "b"}``.
"""

from __future__ import annotations

import re
from decimal import Decimal

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
from academy.items.kinds.numeric.content import EXACT, MOST_DIGITS, MOST_UNITS, Numeric, written
from academy.items.kinds.order import lettered
from academy.items.kinds.typed import as_typed, is_typed, read_typed

# Digits of any script; a comma, a point or their Arabic sister parts the decimals. No exponent, and no
# separator of thousands but space: "1,000" is one in half of Europe.
_TYPED = re.compile(r"([+-]?)(\d*)(?:[.,٫](\d*))?")

_SHAPES = ({"unit"}, {"number", "unit"})


class NumericKind(Plain):
    """All or nothing: right is |typed - answer| <= tolerance, in decimal arithmetic, after conversion of its unit.

    Where the unit is asked, a number that is right in some unit but was given a wrong one, or none, scores
    1 - ``unit_penalty`` (Moodle's unit penalty, as a share of the points).
    """

    name = "numeric"
    content = Numeric
    layout = Layout(
        words=("unit", "unit_is", "tolerance_in"),
        numbers=("answer", "tolerance", "unit_penalty"),
        rows=(
            Rows(
                "units",
                ("text", "factor", "also"),
                numbers=("factor",),
                lines=("also",),
                least=0,
                most=MOST_UNITS,
            ),
        ),
    )

    def presented(self, item: Numeric, seed: int | None, response: Response = None) -> Presented:
        """Show the unit, or the units to choose from, in their order."""
        if item.unit_is == "shown":
            return Presented(item.key, unit=item.unit)
        names = lettered([*item.units_by_letter.values()]) if item.unit_is == "chosen" else []
        return Presented(item.key, units=tuple(names), unit_is=item.unit_is)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read what was typed, and the unit from ``<name>.unit`` where it is asked.

        Raises BadResponse with the reason ``not-a-number`` for what is none.
        """
        typed = only_value(form, name)
        number = parsed(typed) if typed is not None else None
        if typed is not None and number is None:
            raise BadResponse("not-a-number", field=name)
        return _response(number, _read_unit(presented, form, f"{name}.unit"))

    def check(self, item: Numeric, response: Response) -> None:
        """Refuse all but a decimal string as ``read`` writes it, with a unit where one is asked."""
        _given(item, response)

    def is_complete(self, item: Numeric, response: Response) -> bool:
        """Say whether there is a number, and its unit where one is asked."""
        number, unit = _given(item, response)
        return number is not None and (unit is not None or item.unit_is == "shown")

    def mark(self, item: Numeric, response: Response) -> Mark:
        """Mark the number; its part is called ``value``, and that of a unit that is asked ``unit``."""
        number, unit = _given(item, response)
        if item.unit_is == "shown":
            is_right = None if number is None else _fits(item, number, "a")
            return Mark(float(is_right is True), {"value": is_right})
        letter = _letter(item, unit)
        if number is None or (letter and _fits(item, number, letter)):
            is_right = None if number is None else True
            return Mark(
                float(is_right is True), {"value": is_right, "unit": letter is not None if unit else None}
            )
        fits_another = any(_fits(item, number, each) for each in item.units_by_letter)
        is_unit_right = None if unit is None else letter is not None and not fits_another
        return Mark(
            1 - item.unit_penalty if fits_another else 0.0, {"value": fits_another, "unit": is_unit_right}
        )

    def outline(self, item: Numeric, response: Response) -> str:
        """Write the number with its unit."""
        number, unit = _given(item, response)
        if response is None:
            return ""
        words = {"shown": item.unit, "typed": unit, "chosen": item.units_by_letter.get(unit or "")}[
            item.unit_is
        ]
        return " ".join(str(each) for each in (None if number is None else written(number), words) if each)

    def key_response(self, item: Numeric) -> Response:
        """Give the answer, the middle of what counts as right, in the item's own unit."""
        unit = {"shown": None, "chosen": "a", "typed": as_typed(item.unit or "")}[item.unit_is]
        return _response(item.answer, unit)

    def guess(self, item: Numeric) -> float:
        """Nobody hits a number without a list to pick from."""
        return 0.0


def parsed(typed: str) -> Decimal | None:
    """Read a number as people type it; None if it is none or has more than MOST_DIGITS digits."""
    compact = "".join(typed.split()).replace("\u2212", "-")
    match = _TYPED.fullmatch(compact)
    if match is None:
        return None
    sign, whole, decimals = match[1], match[2], match[3] or ""
    if not 1 <= len(whole + decimals) <= MOST_DIGITS:
        return None
    return Decimal(f"{sign}{whole or '0'}.{decimals or '0'}")


def _response(number: Decimal | None, unit: str | None) -> Response:
    if unit is None:
        return None if number is None else written(number)
    return {"unit": unit} if number is None else {"number": written(number), "unit": unit}


def _read_unit(presented: Presented, form: Form, name: str) -> str | None:
    if presented.unit_is == "typed":
        return read_typed(form, name)
    value = only_value(form, name) if presented.units else None
    stored = {unit.letter: unit.stored for unit in presented.units}
    if value is not None and value not in stored:
        raise BadResponse(field=name)
    return None if value is None else stored[value]


def _fits(item: Numeric, number: Decimal, letter: str) -> bool:
    off = EXACT.subtract(EXACT.multiply(number, item.factor_of(letter)), item.answer)
    return abs(off) <= item.allowance


def _letter(item: Numeric, unit: str | None) -> str | None:
    if unit is None or item.unit_is == "chosen":
        return unit
    return item.unit_typed(unit)


def _given(item: Numeric, response: Response) -> tuple[Decimal | None, str | None]:
    """Narrow a response to its number and its unit."""
    if not isinstance(response, dict):
        return _number(item, response), None
    unit = response.get("unit")
    if item.unit_is == "shown" or not isinstance(unit, str) or set(response) not in _SHAPES:
        raise BadResponse(field=item.key)
    if unit not in item.units_by_letter if item.unit_is == "chosen" else not is_typed(unit):
        raise BadResponse(field=item.key)
    if "number" in response and response["number"] is None:
        raise BadResponse(field=item.key)
    return _number(item, response.get("number")), unit


def _number(item: Numeric, response: Response) -> Decimal | None:
    if response is None:
        return None
    number = parsed(response) if isinstance(response, str) else None
    if number is None or written(number) != response:
        raise BadResponse(field=item.key)
    return number
