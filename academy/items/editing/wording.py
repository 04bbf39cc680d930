"""What the bank's pages say: of a status, of a place in an item, of what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.items.models import BankItem, Status
from academy.web.errors import say

say({
    "bank-item-moved-on": _l("Somebody saved another version of this item meanwhile. Look at both, then save again."),
    "bank-items-moved-on": _l("Somebody changed some of these items meanwhile. Nothing was done: look again, then repeat it."),
    "bank-item-retired": _l("A retired item does not change. Bring it back first."),
    "bank-no-such-version": _l("This item has no such version."),
    "bank-own-version": _l("You saved this version yourself. Somebody else has to review it."),
    "bank-own-versions": _l("%(count)s of these versions are your own, so nothing was marked. Somebody else has to review them."),
    "bank-picture-missing": _l("The item shows “%(name)s”, which is not among its pictures. Add the picture first."),
    "bank-picture-not-shown": _l("The item does not show “%(name)s” any more. Look at it again."),
    "bank-picture-shown": _l("The item shows “%(name)s”. Write it anew without the picture first."),
    "bank-not-a-picture": _l("This is no picture. Choose an SVG, PNG, JPEG or WebP file."),
    "bank-nothing-ticked": _l("Tick at least one item."),
    "bank-nothing-to-do": _l("Choose what to do with the ticked items."),
    "bank-bad-word": _l("Write the tag or competency with small letters, digits and hyphens only."),
    "bank-comment-empty": _l("Write what you have to say."),
    "bank-comment-long": _l("This is too long. Say it in fewer words."),
})  # fmt: skip

#: Status → words and the look of their tag.
STATES: Mapping[str, tuple[LazyString, str]] = {
    "draft": (_l("Draft"), ""),
    "changed": (_l("Changed since the review"), "warn"),
    "reviewed": (_l("Reviewed"), "ok"),
    "retired": (_l("Retired"), "danger"),
}
#: The fields of items, as authors call them; a kind’s own ones are called as in its YAML.
_FIELDS: Mapping[str, LazyString] = {
    "kind": _l("Kind of item"),
    "key": _l("Key"),
    "prompt": _l("Question"),
    "points": _l("Points"),
    "gate": _l("Must be right"),
    "picture": _l("Picture"),
    "file": _l("File"),
    "alt": _l("In words"),
    "caption": _l("Caption"),
    "feedback": _l("What the review says"),
    "competency": _l("Competency"),
    "tags": _l("Tags"),
    "pilot": _l("Tried out"),
    "hints": _l("Hints"),
    "keep_order": _l("Keeps its order"),
    "source": _l("Source of the fact"),
    "choices": _l("Choices"),
    "pairs": _l("Pairs"),
    "steps": _l("Steps"),
    "text": _l("Text"),
    "right": _l("Right"),
    "wrong": _l("Not right"),
    "left": _l("Left side"),
    "answer": _l("Answer"),
    "value": _l("Value"),
    "tolerance": _l("Tolerance"),
    "unit": _l("Unit"),
    "rubric": _l("Rubric"),
}


def state_of(item: BankItem) -> str:
    """Return how far an item is, a key of ``STATES``."""
    is_changed = item.status == Status.DRAFT and item.reviewed_version is not None
    return "changed" if is_changed else item.status


def place_words(place: str) -> str:
    """Return a place in an item's data in words: ``choices.1.text`` is “Choices 2, Text”."""
    words: list[str] = []
    for step in place.split("."):
        if step.isdigit() and words:
            words[-1] = str(_("%(name)s %(number)s", name=words[-1], number=int(step) + 1))
        else:
            words.append(str(_FIELDS.get(step, step.replace("_", " "))))
    return ", ".join(words)
