"""The registry: every kind of item the academy knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field, TypeAdapter

from academy.items.content import Item
from academy.items.kinds import (
    categorise,
    cloze,
    concordance,
    differential,
    essay,
    faults,
    hotspot,
    judgement,
    key_feature,
    labels,
    matching,
    multiple_choice,
    numeric,
    ordering,
    short_answer,
    single_choice,
    true_false,
    upload,
)
from academy.items.kinds.kind import ItemKind

KINDS: tuple[ItemKind[Any], ...] = (
    single_choice.KIND,
    multiple_choice.KIND,
    true_false.KIND,
    ordering.KIND,
    matching.KIND,
    numeric.KIND,
    short_answer.KIND,
    cloze.KIND,
    categorise.KIND,
    key_feature.KIND,
    judgement.KIND,
    concordance.KIND,
    differential.KIND,
    faults.KIND,
    hotspot.KIND,
    labels.KIND,
    essay.KIND,
    upload.KIND,
)

if TYPE_CHECKING:
    AnyItem = Item
else:
    # The type of an item field in a document: its ``kind`` says which model it is read by.
    _CONTENTS = Union[tuple(kind.content for kind in KINDS)]  # noqa: UP007
    AnyItem = Annotated[_CONTENTS, Field(discriminator="kind")]

_BY_NAME = {kind.name: kind for kind in KINDS}
_ADAPTER: TypeAdapter[Item] = TypeAdapter(AnyItem)


class UnknownKind(ValueError):
    """No kind of item has this name."""


def kind_named(name: str) -> ItemKind[Any]:
    """Find a kind by its name; raises UnknownKind."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownKind(name) from None


def parse(data: Mapping[str, object]) -> Item:
    """Read an authored item by its ``kind``; raises pydantic's ValidationError, for an unknown kind too."""
    return _ADAPTER.validate_python(data)
