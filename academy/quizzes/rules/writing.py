"""Changing a quiz while it is written: items put in, moved, copied, taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from academy.items.content import Item
from academy.quizzes.content import QuizContent, Section
from academy.quizzes.rules.papers import is_drawn_only

T = TypeVar("T")
#: As many items as a draw may take.
MOST_DRAWN = 50
#: Terms that mean nothing to a pre-test, as they are before anybody sets them.
_NOT_ASKED_OF_PRETESTS: Mapping[str, Any] = {
    "items": [], "draws": [], "sections": [], "attempts": None, "wait_hours": 0.0, "feedback": "deferred", "certainty": False,
    "practice": "no", "entry": "open",
}  # fmt: skip


def new_key(quiz: QuizContent, stem: str) -> str:
    """Return a key that no item of the quiz has: the stem and a number."""
    taken = {item.key for item in quiz.items}
    number = len(quiz.items) + 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def put(quiz: QuizContent, item: Item) -> QuizContent:
    """Return the quiz with ``item`` in place of that of its key, or at the end."""
    if quiz.item(item.key) is None:
        return quiz.model_copy(update={"items": [*quiz.items, item]})
    items = [item if each.key == item.key else each for each in quiz.items]
    return quiz.model_copy(update={"items": items})


def arranged(quiz: QuizContent, deed: str) -> QuizContent:
    """Return the quiz after ``up:key``, ``down:key``, ``copy:key`` or ``remove:key``; anything else changes nothing.

    An item moves among those it stands with: of its section, of the front, of the pool.
    """
    verb, _, key = deed.partition(":")
    item = quiz.item(key)
    if item is None:
        return quiz
    match verb:
        case "up":
            return _moved(quiz, item, -1)
        case "down":
            return _moved(quiz, item, 1)
        case "copy":
            return _copied(quiz, item)
        case "remove":
            return quiz.model_copy(update={
                "items": [each for each in quiz.items if each.key != key], "sections": _named_without(quiz.sections, {key}),
            })  # fmt: skip
    return quiz


def with_terms(quiz: QuizContent, terms: Mapping[str, Any]) -> QuizContent:
    """Return the quiz under other terms; as a pre-test it loses what only a quiz with items of its own has."""
    lost = _NOT_ASKED_OF_PRETESTS if terms.get("pretest_of") else {}
    return quiz.model_copy(update={**terms, **lost})


def competencies(quiz: QuizContent) -> list[str]:
    """Return the competencies its items are aligned with, in order of the alphabet."""
    return sorted({item.competency for item in quiz.items if item.competency})


def tags(quiz: QuizContent) -> list[str]:
    """Return the tags of its items, in order of the alphabet."""
    return sorted({tag for item in quiz.items for tag in item.tags})


def peers(quiz: QuizContent, item: Item) -> list[str]:
    """Return the keys of the items that one stands among, itself included, in their order."""
    section = section_with(quiz, item.key)
    if section is not None:
        return list(section.items)
    is_pooled = is_drawn_only(quiz, item)
    return [
        each.key
        for each in quiz.items
        if section_with(quiz, each.key) is None and is_drawn_only(quiz, each) == is_pooled
    ]


def section_with(quiz: QuizContent, key: str) -> Section | None:
    """Return the section that names an item; None for one that no section does."""
    return next((section for section in quiz.sections if key in section.items), None)


def _moved(quiz: QuizContent, item: Item, step: int) -> QuizContent:
    among = peers(quiz, item)
    place = among.index(item.key)
    if not 0 <= place + step < len(among):
        return quiz
    other = among[place + step]
    section = section_with(quiz, item.key)
    if section is None:
        return quiz.model_copy(update={"items": _swapped(quiz.items, item, quiz.item(other) or item)})
    keys = _swapped(section.items, item.key, other)
    changed = section.model_copy(update={"items": keys})
    return quiz.model_copy(
        update={"sections": [changed if each is section else each for each in quiz.sections]}
    )


def _swapped(all_: Sequence[T], one: T, other: T) -> list[T]:
    first, second = all_.index(one), all_.index(other)
    found = list(all_)
    found[first], found[second] = other, one
    return found


def _copied(quiz: QuizContent, item: Item) -> QuizContent:
    copy = item.model_copy(update={"key": new_key(quiz, item.key)})
    items = list(quiz.items)
    items.insert(items.index(item) + 1, copy)
    sections = [
        section.model_copy(update={"items": _after(section.items, item.key, copy.key)})
        for section in quiz.sections
    ]
    return quiz.model_copy(update={"items": items, "sections": sections})


def _after(keys: Sequence[str], key: str, new: str) -> list[str]:
    return [each for old in keys for each in ((old, new) if old == key else (old,))]


def _named_without(sections: Sequence[Section], keys: set[str]) -> list[Section]:
    return [
        section.model_copy(update={"items": [key for key in section.items if key not in keys]})
        for section in sections
    ]
