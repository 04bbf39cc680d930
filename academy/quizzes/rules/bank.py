"""Items of a quiz and items of the bank: copies with their origin, and the newer version in the place of an older."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from academy.items.content import Item, Origin
from academy.items.kinds import parse
from academy.items.rules.versions import Data, plain, renamed
from academy.quizzes.content import QuizContent
from academy.quizzes.rules.writing import put

#: What an item has of its quiz, whatever the bank says.
_OF_THE_QUIZ = ("key", "points", "gate", "pilot")


def copy_for(quiz: QuizContent, content: Data, *, origin: Origin, names: Mapping[str, str]) -> Item:
    """Return a copy of a bank's item for a quiz: under a key that is free there, its pictures named as in the course."""
    data = {**renamed(content, names), "key": _free_key(quiz, str(content["key"]))}
    return parse({**data, "origin": origin.model_dump(mode="json")})


def with_copy(quiz: QuizContent, item: Item) -> QuizContent:
    """Return the quiz with a copy at its end; one whose origin it has already stays the only one."""
    return quiz if item.origin and item.origin.item in origins(quiz) else put(quiz, item)


def newer_copy(item: Item, content: Data, *, version: int, names: Mapping[str, str]) -> Item:
    """Return what stands in the place of ``item`` when its quiz takes a version of the bank.

    Its key, its points and whether it must be right are the quiz's own and stay.
    """
    if item.origin is None:
        return item
    own = plain(item)
    kept = {name: own[name] for name in _OF_THE_QUIZ if name in own}
    bank = {name: value for name, value in renamed(content, names).items() if name not in _OF_THE_QUIZ}
    return parse({**bank, **kept, "origin": {"item": str(item.origin.item), "version": version}})


def for_bank(item: Item, content: Data, *, names: Mapping[str, str]) -> Data:
    """Return what the bank says once it takes a quiz's copy: key, points and the like stay as the bank has them."""
    said = without_quiz(renamed(plain(item), names))
    return {**said, **{name: content[name] for name in _OF_THE_QUIZ if name in content}}


def without_quiz(content: Mapping[str, Any]) -> Data:
    """Return what an item says besides what belongs to its quiz, for comparing."""
    return {name: value for name, value in content.items() if name not in _OF_THE_QUIZ}


def origins(quiz: QuizContent) -> dict[UUID, int]:
    """Return the items of the bank that a quiz holds copies of, with the oldest version it has of each."""
    found: dict[UUID, int] = {}
    for item in quiz.items:
        if item.origin:
            found[item.origin.item] = min(
                item.origin.version, found.get(item.origin.item, item.origin.version)
            )
    return found


def with_origin(item: Item, bank_item: UUID, version: int) -> Item:
    """Return an item that says where in the bank it lies now."""
    return item.model_copy(update={"origin": Origin(item=bank_item, version=version)})


def _free_key(quiz: QuizContent, key: str) -> str:
    taken = {item.key for item in quiz.items}
    if key not in taken:
        return key
    stem = key[:70]
    return next(found for number in range(2, len(taken) + 3) if (found := f"{stem}-{number}") not in taken)
