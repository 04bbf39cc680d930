"""Where the pages of courses hang."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint(
    "courses", "academy.courses", url_prefix="/<locale:locale>", template_folder="templates"
)
