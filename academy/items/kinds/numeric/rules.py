"""Numeric. Response: the number as a plain decimal string without needless zeros: ``"12.5"``, ``"-3"``."""

from __future__ import annotations

import re
from decimal import Decimal

from academy.items.kinds.kind import BadResponse, Form, Layout, Mark, Plain, Presented, Response, only_value
from academy.items.kinds.numeric.content import MOST_DIGITS, Numeric, written

# Digits of any script; a comma, a point or their Arabic sister parts the decimals. No exponent, and no
# separator of thousands but space: "1,000" is one in half of Europe.
_TYPED = re.compile(r"([+-]?)(\d*)(?:[.,٫](\d*))?")


class NumericKind(Plain):
    """All or nothing: right is |typed - answer| <= tolerance, in decimal arithmetic."""

    name = "numeric"
    content = Numeric
    layout = Layout(words=("unit",), numbers=("answer", "tolerance"))

    def presented(self, item: Numeric, seed: int | None, response: Response = None) -> Presented:
        """Show the unit."""
        return Presented(item.key, unit=item.unit)

    def read(self, presented: Presented, form: Form, name: str) -> Response:
        """Read what was typed; raises BadResponse with the reason ``not-a-number`` if it is none."""
        typed = only_value(form, name)
        if typed is None:
            return None
        number = parsed(typed)
        if number is None:
            raise BadResponse("not-a-number", field=name)
        return written(number)

    def check(self, item: Numeric, response: Response) -> None:
        """Refuse all but a decimal string as ``read`` writes it."""
        _number(item, response)

    def is_complete(self, item: Numeric, response: Response) -> bool:
        """Say whether there is a number."""
        return _number(item, response) is not None

    def mark(self, item: Numeric, response: Response) -> Mark:
        """Mark the number; its one part is called ``value``."""
        number = _number(item, response)
        if number is None:
            return Mark(0.0, {"value": None})
        is_right = abs(number - item.answer) <= item.tolerance
        return Mark(float(is_right), {"value": is_right})

    def outline(self, item: Numeric, response: Response) -> str:
        """Write the number with its unit."""
        number = _number(item, response)
        if number is None:
            return ""
        return f"{written(number)} {item.unit}" if item.unit else written(number)

    def key_response(self, item: Numeric) -> Response:
        """Give the answer, the middle of what counts as right."""
        return item.answer_written

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


def _number(item: Numeric, response: Response) -> Decimal | None:
    if response is None:
        return None
    number = parsed(response) if isinstance(response, str) else None
    if number is None or written(number) != response:
        raise BadResponse(field=item.key)
    return number
