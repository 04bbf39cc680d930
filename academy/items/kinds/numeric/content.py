"""A numeric item as authors write it."""

from __future__ import annotations

import unicodedata
from decimal import Context, Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from academy.items.content import Authored, Item, Words, letters
from academy.languages.content import Text
from academy.languages.rules import fold

#: Far below the 28 digits of Decimal's own context, so that no sum of two such numbers is ever rounded.
MOST_DIGITS = 20
MOST_UNITS = 12
#: Products of such numbers, and sums of them, are exact in it too.
EXACT = Context(prec=5 * MOST_DIGITS)

Number = Annotated[Decimal, Field(max_digits=MOST_DIGITS, allow_inf_nan=False)]


class Unit(Authored):
    """Another unit: ``factor`` says how much of the item's own unit one of it is; ``also`` are other spellings."""

    text: Words
    factor: Annotated[Number, Field(gt=0)]
    also: tuple[Words, ...] = ()


class Numeric(Item):
    """Right is any number no further than ``tolerance`` from ``answer``, in ``unit`` or, converted, in another one.

    The tolerance is a number or a share of the answer in per cent. The unit is shown beside the field, chosen from
    a list or typed; ``unit_penalty`` is the share of the points that a right number in a wrong unit costs.
    """

    later: ClassVar[frozenset[str]] = Item.later | {"tolerance_in", "units", "unit_is", "unit_penalty"}

    kind: Literal["numeric"]
    answer: Number
    tolerance: Annotated[Number, Field(ge=0)] = Decimal(0)
    tolerance_in: Literal["number", "percent"] = "number"
    unit: Text | None = None
    units: Annotated[tuple[Unit, ...], Field(max_length=MOST_UNITS)] = ()
    unit_is: Literal["shown", "chosen", "typed"] = "shown"
    unit_penalty: float = Field(default=1.0, ge=0, le=1, allow_inf_nan=False)

    @property
    def answer_written(self) -> str:
        """The answer as responses are written."""
        return written(self.answer)

    @property
    def allowance(self) -> Decimal:
        """How far off still counts."""
        if self.tolerance_in == "number":
            return self.tolerance
        return EXACT.scaleb(EXACT.multiply(abs(self.answer), self.tolerance), -2)

    @property
    def accepted(self) -> tuple[str, str]:
        """The smallest and the largest number that are right."""
        return (
            written(EXACT.subtract(self.answer, self.allowance)),
            written(EXACT.add(self.answer, self.allowance)),
        )

    @property
    def units_by_letter(self) -> dict[str, str]:
        """The item's own unit and the others, under their letters."""
        names = [self.unit or "", *(unit.text for unit in self.units)]
        return dict(zip(letters(len(names)), names, strict=True))

    def factor_of(self, letter: str) -> Decimal:
        """Return how much of the item's own unit one of a unit is."""
        place = letters(MOST_UNITS + 1).index(letter)
        return self.units[place - 1].factor if place else Decimal(1)

    def unit_typed(self, typed: str) -> str | None:
        """Return the letter of a typed unit: spelled alike, else alike but for case and script and of one unit only."""
        spelled = {
            letter: [name, *(self.units[place - 1].also if place else ())]
            for place, (letter, name) in enumerate(self.units_by_letter.items())
        }
        for likened in (_compact, _folded):
            found = [
                letter
                for letter, names in spelled.items()
                if likened(typed) in [likened(name) for name in names]
            ]
            if len(found) == 1:
                return found[0]
        return None

    @model_validator(mode="after")
    def _units_can_be_asked(self) -> Self:
        if (self.units or self.unit_is != "shown") and not self.unit:
            raise PydanticCustomError("no_unit", "other units are measured in the item's own one")
        if self.unit_is == "chosen" and not self.units:
            raise PydanticCustomError("one_unit", "a unit to choose needs other units")
        if self.units and self.unit_is == "shown":
            raise PydanticCustomError("unit_unasked", "other units are of use only if the unit is asked")
        names = [_compact(name) for name in self.units_by_letter.values()]
        if len(set(names)) < len(names):
            raise PydanticCustomError("same_text", "two units have the same text")
        return self


def written(number: Decimal) -> str:
    """Write ``number`` in the one way responses are written: no exponent, no needless zero."""
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def _compact(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _folded(name: str) -> str:
    return fold(_compact(name))
