"""The blueprint all doors of certificates hang in, and the words of what they refuse."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, current_app
from flask_babel import lazy_gettext as _l

from academy.certificates.service import Issuer
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
        "certificate-moved-on": _l(
            "Something else was decided about this certificate meanwhile. Look at its page before you decide again."
        ),
        "reason-unknown": _l("Choose a reason from the list."),
        "nothing-to-renew": _l(
            "This certificate cannot be renewed now: its time for that has not come, is over, or it was renewed already."
        ),
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


def issuer() -> Issuer:
    """Return what this installation issues with."""
    return cast(Issuer, current_app.extensions["issuer"])
