"""The blueprint of the cascade, and the words of its refusals."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "cascade", "academy.cascade", url_prefix="/<locale:locale>", template_folder="templates"
)

say({
    "training-day": _l("Choose a day from today on, within the next eighteen months."),
    "training-ends": _l("Choose the first day or a later one, within two months of it."),
    "no-agency-to-train-in": _l("You serve in no agency at present. A training is held for an agency."),
    "no-country-to-train-in": _l("Your agency has no country. Choose in your account whose law applies to you."),
    "teaching-certificate-not-valid": _l("The certificate that this training rests on is not valid any more."),
    "training-decided": _l("This training is decided already. Load the page again and look."),
    "training-over": _l("The days of this training are over. Whoever leads it may propose new ones."),
    "training-not-begun": _l("This training has not begun yet."),
    "training-not-on": _l("This training is not approved, or was called off."),
    "delivery-signed-meanwhile": _l("Somebody signed this training off since you opened the page. Look at it below; if you saw more, sign again."),
    "observed-outside-training": _l("Choose one of the days of the training that has come."),
    "commitment-day": _l("Choose a day from tomorrow on, within two years."),
    "commitment-without-certificate": _l("This certificate is not valid any more."),
    "enough-commitments": _l("You have five commitments with this certificate. Keep these, or withdraw one."),
    "commitment-withdrawn": _l("This commitment was withdrawn."),
    "commitment-reported-meanwhile": _l("You reported on this commitment since you opened the page. Load the page again and look."),
})  # fmt: skip
