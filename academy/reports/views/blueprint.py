"""The blueprint all doors of reports hang in."""

from flask import Blueprint

blueprint = Blueprint(
    "reports", "academy.reports", url_prefix="/<locale:locale>", template_folder="templates"
)
