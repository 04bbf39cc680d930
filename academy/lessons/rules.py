"""The lesson as a kind of activity: how its file is read, checked, translated and rendered."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, cast

from academy import richtext
from academy.courses.content import ActivityContent
from academy.courses.content.written import read_yaml, write_yaml
from academy.courses.kinds import Finding, References, Translate
from academy.lessons.content import LessonContent


class LessonKind:
    """Lessons, for the register of activity kinds."""

    name = "lesson"
    suffix = ".md"
    icon = "lesson"
    endpoint = "lessons.read"
    editor = "lessons.edit"
    content = LessonContent

    def read(self, text: str) -> LessonContent:
        """Parse front matter and body. Raises ValueError with what to mend."""
        head, separator, body = text.removeprefix("---\n").partition("\n---\n")
        if not text.startswith("---\n") or not separator:
            raise ValueError("must start with front matter between two lines of '---'")
        return LessonContent.model_validate({**read_yaml(head), "body": body.strip()})

    def write(self, content: ActivityContent) -> str:
        """Return the lesson file: front matter, then the body."""
        lesson = _lesson(content)
        head = lesson.model_dump(mode="json", exclude_defaults=True, exclude={"body"})
        return f"---\n{write_yaml(head)}---\n{lesson.body}\n"

    def starter(self, title: str) -> str:
        """Return a lesson of one sentence, for its author to go on with."""
        return f"---\n{write_yaml({'title': title, 'minutes': 8})}---\n{title}.\n"

    def references(self, content: ActivityContent) -> References:
        """Return the files and jurisdiction entries its text shows."""
        lesson = _lesson(content)
        try:
            leans = richtext.leans_on(lesson.body)
        except richtext.RichTextError:
            return References()
        pictures = {check.picture.file for check in lesson.checks if check.picture}
        return References(frozenset(leans.media | pictures), leans.entries, frozenset(leans.terms))

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Return what cannot be read, and questions nobody wrote or nobody shows."""
        lesson = _lesson(content)
        try:
            shown = list(richtext.leans_on(lesson.body).checks)
        except richtext.RichTextError as error:
            values = (("problem", error.message), ("sentence", error.sentence), *error.values.items())
            return [Finding("body-broken", values=values, line=error.line)]
        written = [check.key for check in lesson.checks]
        missing = [Finding("dead-check", values=(("name", key),)) for key in shown if key not in written]
        unshown = [Finding("unshown-check", values=(("name", key),)) for key in written if key not in shown]
        return missing + unshown

    def units(self, content: ActivityContent) -> list[str]:
        """Return the texts of the body; none of one that cannot be read, which the check says of itself."""
        try:
            return richtext.units(_lesson(content).body)
        except richtext.RichTextError:
            return []

    def render(
        self, content: ActivityContent, translate: Translate, media: Mapping[str, richtext.Shown]
    ) -> Any:
        """Return the body's segments and its headings in one language, and which words the glossary explains."""
        body = _lesson(content).body
        made = richtext.lesson(body, translate=translate, media=media)
        return {
            "segments": [[each.kind, each.html, list(each.keys)] for each in made.segments],
            "headings": [list(heading) for heading in made.headings],
            "terms": list(richtext.leans_on(body).terms),
            "pictures": {
                check.key: media[check.picture.file].url
                for check in _lesson(content).checks
                if check.picture and check.picture.file in media
            },
        }


KIND = LessonKind()

#: Words a minute of somebody who reads a text to work by it, perhaps not in her first language.
READING_SPEED = 180


@dataclass(frozen=True)
class Extent:
    """How long a text is."""

    words: int

    @property
    def minutes(self) -> int:
        """How long reading it takes."""
        return max(1, round(self.words / READING_SPEED))


def extent(body: str) -> Extent:
    """Return how long the text of a lesson is; of one that cannot be read yet, about how long."""
    try:
        texts = [richtext.plain(text) for text in richtext.units(body)]
    except richtext.RichTextError:
        texts = [body]
    return Extent(sum(len(_WORD.findall(text)) for text in texts))


def with_check(body: str, key: str) -> str:
    """Return a body with the place of a question added at its end."""
    return f"{body.rstrip()}\n\n::: check {key}\n:::\n".lstrip("\n")


def without_check(body: str, key: str) -> str:
    """Return a body without the places of a question."""
    place = rf"(?m)^:{{3,}} *check +{re.escape(key)} *\n:{{3,}} *$\n*"
    return re.sub(place, "", body).rstrip() + "\n"


def fresh_key(taken: Container[str]) -> str:
    """Return the key of a new question."""
    return next(key for number in count(1) if (key := f"question-{number}") not in taken)


_WORD = re.compile(r"\w[\w’'-]*")


def _lesson(content: ActivityContent) -> LessonContent:
    return cast(LessonContent, content)  # the register pairs each kind with its own content
