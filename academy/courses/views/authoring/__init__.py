"""The doors of authoring: the desk, a course's outline and files, publishing, packages."""

from academy.courses.views.authoring import (
    activities,
    desk,
    editions,
    media,
    outline,
    packages,
    part_settings,
    parts,
    programmes,
    publish,
    settings,
)
from academy.courses.views.authoring.blueprint import blueprint

__all__ = [
    "activities", "blueprint", "desk", "editions", "media", "outline", "packages", "part_settings", "parts",
    "programmes", "publish", "settings",
]  # fmt: skip
