"""The door behind which packs are given."""

from academy.evidence.views import packs
from academy.evidence.views.blueprint import blueprint

__all__ = ["blueprint", "packs"]
