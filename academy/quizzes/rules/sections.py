"""The parts of a quiz as its author sees and shapes them: its sections, what is drawn, what lies in the pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from academy.items.content import Item
from academy.quizzes.content import Draw, QuizContent, Section
from academy.quizzes.rules.papers import candidates, draws_of, is_drawn_only
from academy.quizzes.rules.writing import section_with


@dataclass(frozen=True)
class Part:
    """A section, or with none the front of a quiz: what always stands there, and what is drawn there."""

    section: Section | None
    items: tuple[Item, ...]
    #: Each draw with how many items fit it.
    draws: tuple[tuple[Draw, int], ...]


def parts(quiz: QuizContent) -> list[Part]:
    """Return the front and then each section."""
    front = [
        item for item in quiz.items if section_with(quiz, item.key) is None and not is_drawn_only(quiz, item)
    ]
    found = [Part(None, tuple(front), _sized(quiz, quiz.draws))]
    for section in quiz.sections:
        items = [item for key in section.items if (item := quiz.item(key)) is not None]
        found.append(Part(section, tuple(items), _sized(quiz, section.draws)))
    return found


def pooled(quiz: QuizContent) -> list[Item]:
    """Return the items that are asked only where they are drawn."""
    return [item for item in quiz.items if is_drawn_only(quiz, item)]


def asked_count(quiz: QuizContent) -> int:
    """Return how many items an attempt asks, as far as its pools hold them."""
    drawn = sum(min(draw.count, len(candidates(quiz, draw))) for _section, draw in draws_of(quiz))
    pool = pooled(quiz)
    return len(quiz.items) - len(pool) + min(drawn, len(pool))


def with_section(quiz: QuizContent, section: Section) -> QuizContent:
    """Return the quiz with a section in place of that of its slug, or at the end. Its items leave other sections."""
    named = set(section.items)
    others = [
        each
        if each.slug == section.slug
        else each.model_copy(update={"items": [key for key in each.items if key not in named]})
        for each in quiz.sections
    ]
    if section.slug not in {each.slug for each in others}:
        return quiz.model_copy(update={"sections": [*others, section]})
    sections = [section if each.slug == section.slug else each for each in others]
    return quiz.model_copy(update={"sections": sections})


def placed(quiz: QuizContent, wishes: Mapping[str, str]) -> QuizContent:
    """Return the quiz with items in the sections wished for, by key; an empty or strange slug is the front.

    An item that stays where it is keeps its place there; one that comes stands last.
    """
    slugs = {section.slug for section in quiz.sections}
    now = {key: section.slug for section in quiz.sections for key in section.items}
    wished = {key: slug if slug in slugs else "" for key, slug in wishes.items() if quiz.item(key)}
    moving = {key: slug for key, slug in wished.items() if now.get(key, "") != slug}
    sections = [
        section.model_copy(
            update={
                "items": [
                    *(key for key in section.items if key not in moving),
                    *(item.key for item in quiz.items if moving.get(item.key) == section.slug),
                ]
            }
        )
        for section in quiz.sections
    ]
    return quiz.model_copy(update={"sections": sections})


def shaped(quiz: QuizContent, deed: str) -> QuizContent:
    """Return the quiz after ``up:slug``, ``down:slug`` or ``remove:slug`` of a section; anything else changes nothing.

    What stood in a section that is taken out stands in front again; its draws are gone.
    """
    verb, _, slug = deed.partition(":")
    sections = list(quiz.sections)
    place = next((number for number, section in enumerate(sections) if section.slug == slug), None)
    if place is None:
        return quiz
    match verb:
        case "up" if place > 0:
            sections[place - 1], sections[place] = sections[place], sections[place - 1]
        case "down" if place + 1 < len(sections):
            sections[place], sections[place + 1] = sections[place + 1], sections[place]
        case "remove":
            sections.pop(place)
    return quiz.model_copy(update={"sections": sections})


def _sized(quiz: QuizContent, draws: list[Draw]) -> tuple[tuple[Draw, int], ...]:
    return tuple((draw, len(candidates(quiz, draw))) for draw in draws)
