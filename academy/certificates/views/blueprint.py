"""The blueprint all doors of certificates hang in, and the words of what they refuse."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, current_app
from flask_babel import lazy_gettext as _l

from academy.config import Config
from academy.storage import Storage
from academy.web.errors import say

blueprint = Blueprint(
    "certificates", "academy.certificates", url_prefix="/<locale:locale>", template_folder="templates"
)

say(
    {
        "course-not-completed": _l(
            "The course is not completed yet. Finish what is open, then claim the certificate."
        ),
        "certificate-not-valid": _l("This certificate was taken back or replaced. Ask the academy."),
        "certificate-not-hers": _l("Only the person it was issued to may decide this."),
        "name-unprintable": _l(
            "This name has letters that our certificate cannot print yet. Choose the other name."
        ),
        "name-checks-used-up": _l(
            "The name on this certificate was compared five times today. Try again tomorrow."
        ),
        "number-misread": _l("There is no such number. Compare it with the paper, sign by sign."),
    }
)


def storage() -> Storage:
    """Return where the frozen documents are kept."""
    return cast(Storage, current_app.extensions["storage"])


def base_url() -> str:
    """Return the address people type, which the QR code starts with."""
    return cast(Config, current_app.extensions["academy"]).base_url
