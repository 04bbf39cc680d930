"""Ordering: steps to put in the right order."""

from academy.items.kinds.ordering.rules import OrderingKind

KIND = OrderingKind()
