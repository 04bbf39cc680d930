"""The doors to one's own data, to erasure, and to how long things are kept."""

from academy.privacy.views import copies, keeping, leaving
from academy.privacy.views.blueprint import blueprint

__all__ = ["blueprint", "copies", "keeping", "leaving"]
