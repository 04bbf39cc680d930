"""The blueprint of evidence packs."""

from flask import Blueprint

blueprint = Blueprint(
    "evidence", "academy.evidence", url_prefix="/<locale:locale>", template_folder="templates"
)
