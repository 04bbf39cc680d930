"""The blueprint of capstones, and the words of their refusals."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy.web.errors import say

blueprint = Blueprint(
    "capstones", "academy.capstones", url_prefix="/<locale:locale>", template_folder="templates"
)

say({
    "no-more-bags": _l("This capstone is handed in, passed, or cannot be begun again. Your trainer can allow another attempt."),
    "inventory-open": _l("The inventory is still open. Take everything out, describe it and close the inventory; then the table of findings opens."),
    "still-in-the-bag": _l("This still lies under other things in the bag. Describe the one above it first."),
    "not-all-described": _l("Something in the bag is not described yet. Say of each object at least what it is."),
    "not-finished": _l("Something is missing: close the inventory, write at least one finding, and answer every question of the profile."),
    "too-long-here": _l("This is too long: 3,000 characters are the most. Nothing of it was saved; shorten it."),
    "own-capstone": _l("Nobody marks her own capstone."),
    "capstone-marked-by-you": _l("You have marked this capstone already. Other people do the rest."),
    "capstone-settled": _l("This capstone got its result since you opened it. Your mark was not needed any more."),
    "capstone-settling-now": _l("A second mark came in since you opened this page, and the two lie apart. Both stand below now: read them, then settle."),
    "capstone-levels-missing": _l("Choose a level for each criterion."),
    "capstone-comment-missing": _l("Say what was missing: the learner reads it."),
})  # fmt: skip
