"""Versions of an item as plain data: when two say the same, where they differ, which files they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from academy.courses.rules.merging import Run, words_apart
from academy.items.content import Item

#: Plain data of an item, as YAML has it.
Data = dict[str, Any]

#: Signs of a prompt that lists show.
TITLE = 140
#: What an item says only in its quiz: the bank keeps none of it.
_OF_A_COPY = ("origin",)
#: What files an item away and says nothing of what it asks: a review outlasts a change of it.
_FILING = ("tags",)


@dataclass(frozen=True)
class Difference:
    """A place in which two versions differ, in runs of words; no run where one has nothing there."""

    #: The way to the place in the data: ``choices.1.text``.
    place: str
    before: list[Run]
    after: list[Run]


def plain(item: Item) -> Data:
    """Return an item as the bank keeps it."""
    data = {"kind": item.kind, **item.model_dump(mode="json", exclude_defaults=True)}
    return {name: value for name, value in data.items() if name not in _OF_A_COPY}


def title_of(content: Mapping[str, Any]) -> str:
    """Return the beginning of a prompt as lists show it."""
    prompt = " ".join(str(content.get("prompt", "")).split())
    return prompt if len(prompt) <= TITLE else prompt[: TITLE - 1].rstrip() + "…"


def is_mere_filing(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether nothing but tags differs, so that what a reviewer found still holds."""
    return _without(before, _FILING) == _without(after, _FILING)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return where two versions differ, in the order of the newer one, then what is no more."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Difference(place, *words_apart(old.get(place, ""), new.get(place, "")))
        for place in places
        if old.get(place) != new.get(place)
    ]


def files_of(content: Any) -> set[str]:
    """Return the names of the files that an item's pictures show."""
    return {picture["file"] for picture in _pictures(content)}


def renamed(content: Any, names: Mapping[str, str]) -> Any:
    """Return an item's data with its pictures under other names."""
    if isinstance(content, list):
        return [renamed(each, names) for each in content]
    if not isinstance(content, dict):
        return content
    found = {name: renamed(value, names) for name, value in content.items()}
    return {**found, "file": names.get(found["file"], found["file"])} if _is_picture(content) else found


def repictured(content: Any, name: str, new: str, alt: str) -> Any:
    """Return an item's data with another picture, and the words that stand for it, in the place of one."""
    if isinstance(content, list):
        return [repictured(each, name, new, alt) for each in content]
    if not isinstance(content, dict):
        return content
    if _is_picture(content) and content["file"] == name:
        return {**content, "file": new, "alt": alt}
    return {key: repictured(value, name, new, alt) for key, value in content.items()}


def _without(content: Mapping[str, Any], names: tuple[str, ...]) -> Data:
    return {name: value for name, value in content.items() if name not in names}


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{place}.{number}")
    else:
        yield place, str(value)


def _pictures(content: Any) -> Iterator[Mapping[str, Any]]:
    if _is_picture(content):
        yield content
    for inner in (
        content.values() if isinstance(content, Mapping) else content if isinstance(content, list) else ()
    ):
        yield from _pictures(inner)


def _is_picture(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("file"), str) and "alt" in value
