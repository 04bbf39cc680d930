"""Which items of the bank a page asks for: the filter in an address, and what is ticked in a list."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from academy.errors import Invalid
from academy.items.queries.bank import Asked

#: Signs of one value of a filter.
_LONGEST = 200
#: What an address calls them where it is not the field's own name.
_NAMES = {"words": "q"}


def asked_from(values: MultiDict[str, str]) -> Asked:
    """Read a filter from an address or a form."""
    found = {each.name: values.get(_NAMES.get(each.name, each.name), "")[:_LONGEST] for each in fields(Asked)}
    return Asked(**{name: value.strip() for name, value in found.items()})


def arguments(asked: Asked) -> dict[str, Any]:
    """Return a filter as the arguments of an address; what does not matter is left out."""
    values = {_NAMES.get(each.name, each.name): getattr(asked, each.name) for each in fields(asked)}
    return {name: value for name, value in values.items() if value}


def ids_from(values: MultiDict[str, str]) -> list[UUID] | None:
    """Return the items that were ticked; None for all that the filter asks for. Raises Invalid where nothing was."""
    if values.get("all"):
        return None
    try:
        ticked = [UUID(each) for each in values.getlist("item")]
    except ValueError as error:
        raise Invalid("bank-nothing-ticked") from error
    if not ticked:
        raise Invalid("bank-nothing-ticked")
    return ticked
