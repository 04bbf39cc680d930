"""The blueprint of cases."""

from flask import Blueprint

blueprint = Blueprint("cases", "academy.cases", url_prefix="/<locale:locale>", template_folder="templates")
