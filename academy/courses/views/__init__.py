"""The doors of courses: the catalogue for anyone, the desk for authors."""

from academy.courses.views import authoring, catalogue, programmes
from academy.courses.views.blueprint import blueprint

__all__ = ["authoring", "blueprint", "catalogue", "programmes"]
