"""The doors of lessons: for learners, and for their authors."""

from academy.lessons.views import author, files, reading
from academy.lessons.views.blueprint import blueprint

__all__ = ["author", "blueprint", "files", "reading"]
