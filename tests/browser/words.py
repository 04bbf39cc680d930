"""Words as a person reads them: of the interface, from the compiled catalogues, and of the course, from its edition."""

from __future__ import annotations

import re
from functools import cache

from babel.support import NullTranslations, Translations

from academy.courses.content import Course
from academy.i18n import CATALOGUES, LANGUAGES
from academy.items.content import Item
from academy.quizzes.content import QuizContent

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def say(locale: str, message: str, **values: object) -> str:
    """Return a message of the interface in a language, whatever its catalogue has; English where it has nothing."""
    words = _catalogue(locale).ugettext(message)
    return words % values if values else words


def pattern(locale: str, message: str, **values: object) -> re.Pattern[str]:
    """Return what a message reads like when only some of its values are known."""
    return re.compile(_open(say(locale, message), values))


def plural_pattern(locale: str, one: str, many: str, number: int) -> re.Pattern[str]:
    """Return what a message reads like for a number of things."""
    return re.compile(_open(_catalogue(locale).ungettext(one, many, number), {"num": number}))


def flat(text: str) -> str:
    """Return text with every run of white space as one space, as a browser compares names."""
    return " ".join(text.replace("\u200b", "").split())


class CourseWords:
    """A course in one language: its titles, and the right answers to its questions by their words."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.title = flat(course.title)
        self.activities = [activity for _module, activity in course.activities()]

    def name(self, slug: str) -> str:
        """Return the title of an activity."""
        return flat(next(each.content.title for each in self.activities if each.slug == slug))

    def items(self, slug: str) -> list[Item]:
        """Return the items of a quiz."""
        content = next(each.content for each in self.activities if each.slug == slug)
        assert isinstance(content, QuizContent)
        return list(content.items)


def item_asked(items: list[Item], prompt: str) -> Item:
    """Find an item by its prompt on the page, which may have a mark of its language after it."""
    said = flat(prompt)
    found = [item for item in items if said.startswith(flat(item.prompt))]
    assert found, f"no item asks: {said}"
    return max(found, key=lambda item: len(item.prompt))


def _open(words: str, values: dict[str, object]) -> str:
    parts, end = [], 0
    for place in PLACEHOLDER.finditer(words):
        parts.append(re.escape(words[end : place.start()]))
        known = values.get(place[1])
        parts.append(".+" if known is None else re.escape(str(known)))
        end = place.end()
    return "".join([*parts, re.escape(words[end:])])


@cache
def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(str(CATALOGUES), [LANGUAGES[locale].babel])
