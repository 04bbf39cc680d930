"""The blueprint all doors of frozen figures hang in."""

from flask import Blueprint

blueprint = Blueprint(
    "snapshots",
    "academy.snapshots",
    url_prefix="/<locale:locale>/agency/figures",
    template_folder="templates",
)
