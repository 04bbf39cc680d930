"""Actions as forms send them: one field for each part of the document, parts of parts after a dot (``label.number``)."""

from __future__ import annotations

import unicodedata
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict

from academy.cases.content import AS_IT_IS, Action, action_of
from academy.cases.content.actions import SHAPES
from academy.errors import Invalid

#: What the server knows better than any page.
NEVER_SENT = frozenset({"do", "role"})


def read_action(form: MultiDict[str, str], *, role: str) -> Action:
    """Read the action a form sends, done by ``role``. Raises Invalid, with the field where one is at fault."""
    do = form.get("do", "")
    shape = SHAPES.get(do)
    if shape is None:
        raise Invalid("case-unclear")
    try:
        return action_of({"do": do, "role": role, **_parts(form, shape)})
    except ValidationError as error:
        fault = error.errors()[0]
        field = ".".join(str(each) for each in fault["loc"][1:])
        raise Invalid("case-missing" if _is_missing(fault["type"]) else "case-unclear", field=field) from None


def _parts(form: MultiDict[str, str], shape: type[BaseModel], prefix: str = "") -> dict[str, Any]:
    """Return what a form says of the parts of a document; what it does not say is left as usual."""
    found: dict[str, Any] = {}
    for name, field in shape.model_fields.items():
        if name in NEVER_SENT and not prefix:
            continue
        value = _part(form, prefix + name, field.annotation)
        if value is not None:
            found[name] = value
    return found


def _part(form: MultiDict[str, str], name: str, annotation: Any) -> Any:
    inner = next((each for each in get_args(annotation) if _is_document(each)), annotation)
    if _is_document(inner):
        return _parts(form, inner, f"{name}.") or None
    if annotation is bool:
        return True if form.get(name) else None
    origin = get_origin(annotation)
    if origin is list:
        return [value for value in form.getlist(name) if value] or None
    if origin is dict:
        return _pairs(form, f"{name}.", has_lists=get_origin(get_args(annotation)[1]) is list) or None
    return _typed(form.get(name, ""))


def _pairs(form: MultiDict[str, str], prefix: str, *, has_lists: bool) -> dict[str, Any]:
    names = [name for name in form if name.startswith(prefix)]
    if has_lists:
        return {name.removeprefix(prefix): form.getlist(name) for name in names}
    return {name.removeprefix(prefix): form[name] for name in names if form[name]}


def _typed(text: str) -> str | None:
    """Return what was typed, in one form of Unicode. The word for “as it is” belongs to authors."""
    clean = unicodedata.normalize("NFC", text).strip()
    if clean.casefold() == AS_IT_IS:
        raise Invalid("case-unclear")
    return clean or None


def _is_document(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_missing(fault: str) -> bool:
    return fault in {"missing", "too_short", "string_too_short"}
