"""Numeric: a number to type, right within a tolerance."""

from academy.items.kinds.numeric.rules import NumericKind

KIND = NumericKind()
