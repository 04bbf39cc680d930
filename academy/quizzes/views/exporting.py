"""The items of a quiz under work leave as a file, in the formats of the bank."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from academy.courses.editing import Editor
from academy.items.editing.leaving import MOST_SHOWN, file_of, ways
from academy.items.formats import Going
from academy.items.rules.versions import files_of, plain
from academy.quizzes.content import QuizContent
from academy.quizzes.queries.bank import digests_of
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.opening import AUTHORS, opened
from academy.web.access import allow


@blueprint.get("/author/quizzes/<uuid:activity_id>/export")
@allow(*AUTHORS)
def export(activity_id: UUID) -> ResponseReturnValue:
    """Show in which formats the items of a quiz can leave, and what each would not keep."""
    editor, quiz = opened(activity_id)
    items = _going(editor, quiz)

    def link(name: str) -> str:
        return url_for("quizzes.export_file", activity_id=activity_id, format=name)

    return editor.page("quizzes/export.html", ways=ways(items, link=link), count=len(items), most=MOST_SHOWN)


@blueprint.get("/author/quizzes/<uuid:activity_id>/export/file")
@allow(*AUTHORS)
def export_file(activity_id: UUID) -> Response:
    """Hand the file out, in the format that is asked for."""
    return file_of(request.args.get("format", "moodle"), _going(*opened(activity_id)))


def _going(editor: Editor, quiz: QuizContent) -> list[Going]:
    """Return the items of a quiz with the pictures they show; where they lie in our bank is nobody else's matter."""
    digests, load = digests_of(editor.course.id), current_app.extensions["storage"].get
    return [
        Going(
            item.model_copy(update={"origin": None}), "",
            {name: load(digests[name]) for name in sorted(files_of(plain(item))) if name in digests},
        )
        for item in quiz.items
    ]  # fmt: skip
