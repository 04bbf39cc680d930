"""A numeric item as authors write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from academy.items.content import Item
from academy.languages.content import Text

#: Far below the 28 digits of Decimal's own context, so that no sum of two such numbers is ever rounded.
MOST_DIGITS = 20

Number = Annotated[Decimal, Field(max_digits=MOST_DIGITS, allow_inf_nan=False)]


class Numeric(Item):
    """Right is any number no further than ``tolerance`` from ``answer``."""

    kind: Literal["numeric"]
    answer: Number
    tolerance: Annotated[Number, Field(ge=0)] = Decimal(0)
    unit: Text | None = None

    @property
    def answer_written(self) -> str:
        """The answer as responses are written."""
        return written(self.answer)

    @property
    def accepted(self) -> tuple[str, str]:
        """The smallest and the largest number that are right."""
        return written(self.answer - self.tolerance), written(self.answer + self.tolerance)


def written(number: Decimal) -> str:
    """Write ``number`` in the one way responses are written: no exponent, no needless zero."""
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain
