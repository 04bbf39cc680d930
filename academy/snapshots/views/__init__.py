"""The doors of frozen figures: the list, freezing, one snapshot, and its files."""

from academy.snapshots.views import files, pages
from academy.snapshots.views.blueprint import blueprint

__all__ = ["blueprint", "files", "pages"]
