"""Where the pages of lessons hang."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("lessons", "academy.lessons", template_folder="templates")
