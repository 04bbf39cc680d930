"""What a value that does not fit is told: our own sentences for what the checking of documents finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from academy.i18n import collected

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NO_YAML = collected("This is not in order as YAML: %(problem)s. Mend this line or the one before it.")
NOT_UTF8 = collected("This is not UTF-8 text: save the file as UTF-8.")

_TEXT = collected("“%(field)s” must be text: put it between quotation marks.")
_WHOLE = collected("“%(field)s” must be a whole number.")
_NUMBER = collected("“%(field)s” must be a number.")
_CHOICE = collected("“%(field)s” must be true or false.")
_LIST = collected("“%(field)s” must be a list: begin each of its lines with “- ”.")
_GROUP = collected("“%(field)s” must be a group of lines such as “name: value”.")
_DAY = collected("“%(field)s” must be a day, such as 2026-05-31.")
_ONE_OF = collected("“%(field)s” cannot be “%(value)s”: choose one of %(choices)s.")
_SLUG = collected("“%(field)s” cannot be “%(value)s”: use small letters a–z, digits and single hyphens.")
_OTHER = collected("“%(field)s” cannot be taken: %(problem)s.")

#: Type of an error → its sentence.
SENTENCES = {
    "missing": collected("“%(field)s” is missing: add it."),
    "extra_forbidden": collected("“%(field)s” is not known here: check its spelling, or take it out."),
    "string_type": _TEXT,
    "string_too_short": collected("“%(field)s” is empty or too short: write it."),
    "string_too_long": collected("“%(field)s” is too long: %(most)s characters at most."),
    "too_short": collected("“%(field)s” has too few entries: at least %(least)s."),
    "too_long": collected("“%(field)s” has too many entries: at most %(most)s."),
    "int_type": _WHOLE, "int_parsing": _WHOLE, "int_from_float": _WHOLE,
    "float_type": _NUMBER, "float_parsing": _NUMBER, "finite_number": _NUMBER,
    "bool_type": _CHOICE, "bool_parsing": _CHOICE,
    "list_type": _LIST, "tuple_type": _LIST,
    "dict_type": _GROUP, "model_type": _GROUP, "model_attributes_type": _GROUP,
    "greater_than_equal": collected("“%(field)s” must be %(least)s or more."),
    "greater_than": collected("“%(field)s” must be more than %(least)s."),
    "less_than_equal": collected("“%(field)s” must be %(most)s or less."),
    "less_than": collected("“%(field)s” must be less than %(most)s."),
    "date_type": _DAY, "date_parsing": _DAY, "date_from_datetime_parsing": _DAY, "date_from_datetime_inexact": _DAY,
    "union_tag_invalid": collected("“%(value)s” is not known as “%(field)s”: choose one of %(choices)s."),
    "union_tag_not_found": collected("“%(field)s” holds an entry that does not say what it is: add its “kind”."),
    "literal_error": _ONE_OF, "enum": _ONE_OF,
    "value_error": collected("“%(field)s”: %(problem)s."),
}  # fmt: skip
_CONDITION = collected(
    "“%(field)s” holds a condition that is not known: begin it with one of all, any, done, score, course, since, until, role, track."
)
#: What an entry of a list says first, so that the rest of it can be read.
_WITHOUT_TAG = {
    "kind": SENTENCES["union_tag_not_found"],
    "do": collected("“%(field)s” holds an action that does not say what is done: add its “do”."),
}
_ALTERNATIVES = re.compile(r"\^\(([a-z0-9|-]+)\)\$")
#: Longer values are cut where a sentence quotes them.
_QUOTED = 60


def said_of(error: ErrorDetails, file: str) -> tuple[str, dict[str, object]]:
    """Return the sentence for one error of a document, and its values."""
    values: dict[str, object] = {
        "field": _field(error, file), "value": str(error["input"])[:_QUOTED], "problem": _problem(error), **_limits(error),
    }  # fmt: skip
    if error["type"] == "string_pattern_mismatch":
        return _of_pattern(str(error.get("ctx", {}).get("pattern", "")), values)
    if error["type"] == "union_tag_not_found":
        return _WITHOUT_TAG.get(
            str(error.get("ctx", {}).get("discriminator", "")).strip("'"), _CONDITION
        ), values
    return SENTENCES.get(error["type"], _OTHER), values


def place_of(error: ErrorDetails) -> tuple[int | str, ...]:
    """Return the way to the value an error is about: to the ``kind`` itself where there is none of that kind."""
    if error["type"] == "union_tag_invalid":
        return (*error["loc"], str(error.get("ctx", {}).get("discriminator", "")).strip("'"))
    return error["loc"]


def _of_pattern(pattern: str, values: dict[str, object]) -> tuple[str, dict[str, object]]:
    if choices := _ALTERNATIVES.fullmatch(pattern):
        return _ONE_OF, {**values, "choices": choices[1].replace("|", ", ")}
    if pattern.startswith("^[a-z0-9]+(-"):
        return _SLUG, values
    return _OTHER, values


def _field(error: ErrorDetails, file: str) -> str:
    """Return the name of the field: the last of the names that lead to it, or the file's own."""
    names = [step for step in place_of(error) if isinstance(step, str) and not step.endswith("()")]
    return names[-1] if names else PurePosixPath(file).name


def _problem(error: ErrorDetails) -> str:
    cause = error.get("ctx", {}).get("error")
    return str(cause if cause is not None else error["msg"]).rstrip(".")


def _limits(error: ErrorDetails) -> Mapping[str, object]:
    context = error.get("ctx", {})
    least = next((context[name] for name in ("ge", "gt", "min_length") if name in context), "")
    most = next((context[name] for name in ("le", "lt", "max_length") if name in context), "")
    choices = str(context.get("expected_tags", context.get("expected", ""))).replace("'", "")
    value = {"value": str(context["tag"])[:_QUOTED]} if "tag" in context else {}
    return {"least": least, "most": most, "choices": choices, **value}
