"""Changing a quiz while it is written: items put in, moved, copied, taken out; draws by competency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from academy.items.content import Item
from academy.quizzes.content import Draw, QuizContent

#: As many items of one competency as a draw may take.
MOST_DRAWN = 50


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
    """Return the quiz after ``up:key``, ``down:key``, ``copy:key`` or ``remove:key``; anything else changes nothing."""
    verb, _, key = deed.partition(":")
    items = list(quiz.items)
    place = next((number for number, item in enumerate(items) if item.key == key), None)
    if place is None:
        return quiz
    match verb:
        case "up" if place > 0:
            items[place - 1], items[place] = items[place], items[place - 1]
        case "down" if place + 1 < len(items):
            items[place], items[place + 1] = items[place + 1], items[place]
        case "copy":
            items.insert(place + 1, items[place].model_copy(update={"key": new_key(quiz, key)}))
        case "remove":
            items.pop(place)
    return quiz.model_copy(update={"items": items})


def draws_from(competencies: Sequence[str], counts: Mapping[str, str]) -> list[Draw]:
    """Return a draw for each competency with a count above zero, as typed; what is no such number draws nothing."""
    found = ((each, counts.get(each, "").strip()) for each in competencies)
    return [
        Draw(competency=each, count=min(int(typed), MOST_DRAWN))
        for each, typed in found
        if typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) > 0
    ]


def competencies(quiz: QuizContent) -> list[str]:
    """Return the competencies its items are aligned with, in order of the alphabet."""
    return sorted({item.competency for item in quiz.items if item.competency})
