"""The doors of the item bank."""

from academy.items.views.blueprint import blueprint

__all__ = ["blueprint"]
