"""Where the pages of authors hang, and who may enter."""

from __future__ import annotations

from flask import Blueprint

from academy.actor import Role

#: Who writes courses; the queries behind each door decide which.
AUTHORS = (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)

blueprint = Blueprint(
    "authoring", "academy.courses", url_prefix="/<locale:locale>/author", template_folder="templates"
)
