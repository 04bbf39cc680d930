"""What is wrong with an item as its author wrote it, in words beside the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from academy.items.kinds import KINDS
from academy.items.kinds.editing import Examined

#: pydantic's type of error → sentence.
_SENTENCES: Mapping[str, LazyString] = {
    "missing": _l("Fill this in."),
    "string_too_short": _l("Fill this in."),
    "string_too_long": _l("This is too long."),
    "string_pattern_mismatch": _l("Use small letters, digits and hyphens only."),
    "greater_than": _l("Write a number above zero."),
    "greater_than_equal": _l("Write a number that is not below zero."),
    "decimal_type": _l("Write a number."),
    "decimal_parsing": _l("Write a number."),
    "float_type": _l("Write a number."),
    "float_parsing": _l("Write a number."),
    "too_short": _l("Add another one: there are too few."),
    "too_long": _l("Take one out: there are too many."),
    "same_text": _l("Two of these have the same text: nobody could tell them apart."),
    "one_right": _l("Tick exactly one right choice."),
    "right_and_wrong": _l("Tick what is right, and leave at least one choice that is not."),
    "too_many_rights": _l("There are too many right sides."),
}
#: What authors call the kinds of item.
KIND_NAMES: Mapping[str, LazyString] = {
    "single-choice": _l("One right choice"),
    "multiple-choice": _l("Several right choices"),
    "true-false": _l("True or false"),
    "ordering": _l("Put in order"),
    "matching": _l("Match pairs"),
    "numeric": _l("A number"),
}


def kind_options() -> list[tuple[str, str]]:
    """Return every kind as (name, words), for a select field."""
    return [(kind.name, str(KIND_NAMES.get(kind.name, kind.name))) for kind in KINDS]


def error_words(examined: Examined) -> dict[str, str]:
    """Return place in the data → sentence; the empty place is the item as a whole."""
    general = _l("This cannot be read. Mend it or leave it empty.")
    return {place: str(_sentence(kind, values, general)) for place, (kind, values) in examined.errors.items()}


def _sentence(kind: str, _values: Mapping[str, Any], general: LazyString) -> LazyString:
    return _SENTENCES.get(kind, general)
