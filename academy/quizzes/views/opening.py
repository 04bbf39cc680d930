"""Opening a quiz's draft, for all pages of its author."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, url_for

from academy.actor import Role
from academy.courses.editing import Editor, open_editor
from academy.courses.queries.media import shown_of_draft
from academy.quizzes.content import QuizContent

AUTHORS = (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)


def opened(activity_id: UUID) -> tuple[Editor, QuizContent]:
    """Return the editor of a quiz and what its draft holds. Raises NotFound where it is not the actor's."""
    editor = open_editor(activity_id, "quiz")
    content = editor.content
    if not isinstance(content, QuizContent):  # the register pairs each kind with its own content
        abort(redirect(url_for("authoring.source", activity_id=activity_id)))
    return editor, content


def sources(editor: Editor) -> dict[str, str]:
    """Return the addresses of the course's files, by name."""
    return {name: shown.url for name, shown in shown_of_draft(editor.course.id).items()}
