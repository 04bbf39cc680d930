"""The lesson as a kind of activity: how its file is read, checked, translated and rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import yaml

from academy import richtext
from academy.courses.content import ActivityContent
from academy.courses.kinds import Translate
from academy.lessons.content import LessonContent


class LessonKind:
    """Lessons, for the register of activity kinds."""

    name = "lesson"
    suffix = ".md"
    icon = "lesson"
    endpoint = "lessons.read"
    content = LessonContent

    def read(self, text: str) -> LessonContent:
        """Parse front matter and body. Raises ValueError with what to mend."""
        head, separator, body = text.removeprefix("---\n").partition("\n---\n")
        if not text.startswith("---\n") or not separator:
            raise ValueError("must start with front matter between two lines of '---'")
        return LessonContent.model_validate({**yaml.safe_load(head), "body": body.strip()})

    def problems(self, content: ActivityContent, media: Mapping[str, str]) -> list[str]:
        """Return dead references: pictures that are not there, checks nobody wrote or nobody shows."""
        lesson = _lesson(content)
        try:
            segments = richtext.render(lesson.body, translate=lambda text: (text, None, False), media=media)
        except richtext.RichTextError as error:
            return [str(error)]
        shown = [key for segment in segments if segment.kind == "check" for key in segment.keys]
        written = [check.key for check in lesson.checks]
        missing = [
            f"'::: check {key}' names no check of the front matter" for key in shown if key not in written
        ]
        return missing + [
            f"check {key!r} is never shown: add '::: check {key}'" for key in written if key not in shown
        ]

    def units(self, content: ActivityContent) -> list[str]:
        """Return the texts of the body."""
        return richtext.units(_lesson(content).body)

    def render(self, content: ActivityContent, translate: Translate, media: Mapping[str, str]) -> Any:
        """Return the body's segments and its headings in one language."""
        body = _lesson(content).body
        segments = richtext.render(body, translate=translate, media=media)
        return {
            "segments": [[each.kind, each.html, list(each.keys)] for each in segments],
            "headings": [list(heading) for heading in richtext.headings(body, translate)],
        }


KIND = LessonKind()


def _lesson(content: ActivityContent) -> LessonContent:
    return cast(LessonContent, content)  # the register pairs each kind with its own content
