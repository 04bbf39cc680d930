"""What is wrong with an item as its author wrote it, in words beside the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Length

from academy.courses.forms.media import ORIGINS
from academy.items.kinds import KINDS
from academy.items.kinds.editing import LINES, Examined
from academy.web.forms import Form

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
    "no_words": _l("An accepted answer needs letters or digits."),
    "none_right": _l("At least one answer has to be fully right."),
    "answer_hidden": _l("An answer higher up already takes this one: put it further down."),
    "typed_or_chosen": _l("Write what is accepted, or the choices, but not both."),
    "gap_marks": _l("Mark each gap once in the text: {{1}}, {{2}} and so on."),
    "card_count": _l("Write at least two cards, and no more than twenty-six."),
    "harmful_points": _l("What is harmful cannot have points."),
    "no_feature": _l("Give points to at least one option."),
    "most_picks": _l(
        "Allow as many picks as there are options with points, but fewer than there are options."
    ),
    "no_unit": _l("Write the unit of the right number."),
    "one_unit": _l("Add another unit to choose from."),
    "unit_unasked": _l("Ask for the unit, or take the other units out."),
    "int_parsing": _l("Write a whole number."),
    "int_from_float": _l("Write a whole number."),
    "less_than_equal": _l("Write a smaller number."),
    "panel_differs": _l("Give every option as many ranks as the panel has members."),
    "rank_too_high": _l("No rank is above the number of options."),
    "no_order": _l("The panel holds all options equal: there is nothing to rank."),
    "no_votes": _l("Write how many of the panel voted for each point."),
    "same_key": _l("Two of these have the same short name."),
    "one_undecided": _l("Tick at most one hypothesis that says that nothing can be said yet."),
    "unknown_hypothesis": _l("A stage names a hypothesis that is not in the list."),
    "accepts_all": _l("Name each hypothesis that may be held once, and leave at least one that may not."),
    "cells_differ": _l("Give every line one text for each column, with a dash where there is nothing."),
    "faulty_and_sound": _l("Tick the faulty lines, and leave at least one that is sound."),
    "reasons_differ": _l("Write two reasons or more, each with a short name of its own, or none at all."),
    "reason_of_fault": _l("Name what is wrong with every faulty line, and with no other."),
    "unknown_reason": _l("A line names a reason that is not in the list."),
    "too_many_rights": _l("There are too many right sides."),
    "int_type": _l("Write a whole number."),
    "region_open": _l("Draw this place, or write its measures: the shape says which."),
    "region_outside": _l("A corner lies outside the picture: no number is above 1000."),
    "one_right_place": _l("Tick exactly one right place."),
    "same_spot": _l("Two labels have the same place on the picture."),
    "too_many_labels": _l("There are too many labels."),
    "worthless_criterion": _l("Give points to at least one level."),
    "same_criterion": _l("Two criteria have the same name."),
    "least_above_most": _l("The fewest words are more than the most words."),
}
#: What authors call the kinds of item.
KIND_NAMES: Mapping[str, LazyString] = {
    "single-choice": _l("One right choice"),
    "multiple-choice": _l("Several right choices"),
    "true-false": _l("True or false"),
    "ordering": _l("Put in order"),
    "matching": _l("Match pairs"),
    "numeric": _l("A number"),
    "short-answer": _l("A short answer"),
    "cloze": _l("Fill the gaps"),
    "categorise": _l("Sort into categories"),
    "key-feature": _l("Pick what decides the case"),
    "judgement": _l("Rank what to do, beside a panel"),
    "concordance": _l("Weigh new information, beside a panel"),
    "differential": _l("Evidence first, sign by sign"),
    "faults": _l("Find the faults in a document"),
    "hotspot": _l("Find the place on a picture"),
    "labels": _l("Put labels on a picture"),
    "essay": _l("A text, marked by a person"),
    "upload": _l("Files, marked by a person"),
}


def kind_options(*, for_checks: bool = False) -> list[tuple[str, str]]:
    """Return every kind as (name, words), for a select field; for a lesson, those that can be a check there."""
    return [
        (kind.name, str(KIND_NAMES.get(kind.name, kind.name)))
        for kind in KINDS
        if kind.is_a_check or not for_checks
    ]


def error_words(examined: Examined) -> dict[str, str]:
    """Return place in the data → sentence; the empty place is the item as a whole."""
    general = _l("This cannot be read. Mend it or leave it empty.")
    return {
        _field(place): str(_sentence(kind, values, general))
        for place, (kind, values) in examined.errors.items()
    }


def _field(place: str) -> str:
    """Return the field a place in the data belongs to: one text area holds a whole list, a line for each."""
    steps = place.split(".")
    return ".".join(steps[: 1 if steps[0] in LINES else 3])


def _sentence(kind: str, _values: Mapping[str, Any], general: LazyString) -> LazyString:
    return _SENTENCES.get(kind, general)


class UploadForm(Form):
    """A file of items, and where they go. The view fills in agencies and languages."""

    file = FileField(
        _l("File"),
        description=_l("Moodle XML, GIFT or Aiken, up to 10 MB and 2,000 questions."),
        validators=[FileRequired(_l("Choose a file first."))],
    )
    agency = SelectField(_l("Whose items they are"))
    language = SelectField(_l("Language they are written in"))
    category = StringField(
        _l("Category"),
        description=_l("Names parted by slashes. The file’s own categories come below it."),
        validators=[Length(max=200)],
    )


class ConfirmForm(Form):
    """The word of whoever read the report. Where the items go comes along with it."""

    agency = HiddenField()
    language = HiddenField()
    category = HiddenField()
    name = HiddenField()
    leaves_out = BooleanField(_l("Leave out what is refused, and take the rest"))
    origin = RadioField(
        _l("The pictures that come along"),
        choices=[SelectChoice(*each) for each in ORIGINS.items()],
        validators=[InputRequired(_l("Say where the pictures come from."))],
    )
