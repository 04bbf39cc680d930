"""Categorise: cards to sort into categories, such as calls to the authority that takes them."""

from academy.items.kinds.categorise.rules import CategoriseKind

KIND = CategoriseKind()
