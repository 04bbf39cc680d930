"""The lesson as a kind of activity: how its file is read, checked, translated and rendered."""

from __future__ import annotations

from collections.abc import Mapping
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
        return References(frozenset(leans.media | pictures), leans.entries, leans.terms)

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Return what cannot be read, and questions nobody wrote or nobody shows."""
        lesson = _lesson(content)
        try:
            shown = list(richtext.leans_on(lesson.body).checks)
        except richtext.RichTextError as error:
            return [Finding("body-broken", values=(("problem", str(error)),))]
        written = [check.key for check in lesson.checks]
        missing = [Finding("dead-check", values=(("name", key),)) for key in shown if key not in written]
        unshown = [Finding("unshown-check", values=(("name", key),)) for key in written if key not in shown]
        return missing + unshown

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
