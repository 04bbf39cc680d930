"""Authored text as a type: which leaves of a document are translated, and what a translated leaf looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Translatable:
    """Marks a string field of an authored document as text a reader sees, so that it gets a slot."""


#: Inline Markdown that a reader sees; several paragraphs are parted by an empty line.
Text = Annotated[str, Translatable()]


class Phrase(str):
    """One translatable leaf as shown to a reader: its plain text, its clean HTML and the language it is in.

    ``lang`` is ``None`` when the text is in the language the reader asked for, else the BCP 47 tag of the
    fallback that is shown instead; ``is_stale`` says that it translates an earlier source text.
    """

    html: str
    lang: str | None
    is_stale: bool

    def __new__(cls, text: str, *, html: str, lang: str | None = None, is_stale: bool = False) -> Self:
        """Make a phrase of plain ``text``; ``html`` is already clean."""
        phrase = super().__new__(cls, text)
        phrase.html = html
        phrase.lang = lang
        phrase.is_stale = is_stale
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Let a cached document be copied and pickled with its phrases."""
        return (str(self),), {"html": self.html, "lang": self.lang, "is_stale": self.is_stale}


def is_text(field: FieldInfo) -> bool:
    """Say whether a model's field is translatable text (also inside ``Text | None``)."""
    return _marked(field) or any(_bears_mark(part) for part in get_args(field.annotation))


def texts(document: BaseModel, slot: str = "") -> Iterator[tuple[str, str]]:
    """Yield (slot, source text) of every non-empty translatable leaf, in reading order.

    A slot is the leaf's path, for example ``items/gloves-first/choices/0/text``; members of a list that
    have a ``key`` or ``slug`` are named by it, others by their position.
    """
    for name, field in type(document).model_fields.items():
        value = getattr(document, name)
        yield from _texts(value, field, f"{slot}/{name}" if slot else name)


def replace_texts(document: M, phrase: Callable[[str, str], str], slot: str = "") -> M:
    """Copy ``document`` with every translatable leaf replaced by ``phrase(slot, source text)``."""
    changed = {
        name: _replaced(getattr(document, name), field, phrase, f"{slot}/{name}" if slot else name)
        for name, field in type(document).model_fields.items()
    }
    return document.model_copy(update=changed)


def _marked(field: FieldInfo) -> bool:
    return any(isinstance(mark, Translatable) for mark in field.metadata)


def _bears_mark(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return any(isinstance(mark, Translatable) for mark in get_args(annotation)[1:])
    return any(_bears_mark(part) for part in get_args(annotation))


def _texts(value: Any, field: FieldInfo, slot: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        yield from texts(value, slot)
    elif isinstance(value, str):
        if value and is_text(field):
            yield slot, value
    elif isinstance(value, (list, tuple)):
        for place, member in enumerate(value):
            yield from _texts(member, field, f"{slot}/{_place(member, place)}")
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, field, f"{slot}/{name}")


def _replaced(value: Any, field: FieldInfo, phrase: Callable[[str, str], str], slot: str) -> Any:
    if isinstance(value, BaseModel):
        return replace_texts(value, phrase, slot)
    if isinstance(value, str):
        return phrase(slot, value) if value and is_text(field) else value
    if isinstance(value, (list, tuple)):
        members = (
            _replaced(member, field, phrase, f"{slot}/{_place(member, place)}")
            for place, member in enumerate(value)
        )
        return type(value)(members)
    if isinstance(value, dict):
        return {name: _replaced(member, field, phrase, f"{slot}/{name}") for name, member in value.items()}
    return value


def _place(member: Any, place: int) -> str:
    for name in ("key", "slug"):
        if named := getattr(member, name, None):
            return str(named)
    return str(place)
