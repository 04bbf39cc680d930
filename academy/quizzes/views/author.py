"""Quizzes as authors write them: the terms, the items, and how a learner will see them."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy.actor import Role
from academy.courses.editing import Editor, open_editor
from academy.errors import NotFound
from academy.items.content import Item
from academy.items.forms import KIND_NAMES, error_words, kind_options
from academy.items.kinds import kind_named
from academy.items.kinds.editing import Data, blank, changed, deed_of, examine, read
from academy.items.kinds.kind import Mark
from academy.quizzes.content import QuizContent
from academy.quizzes.forms import QuizForm
from academy.quizzes.queries import other_quizzes, pictures
from academy.quizzes.rules import arranged, competencies, draws_from, guess_score, new_key, put
from academy.quizzes.views.blueprint import blueprint
from academy.web.access import allow

AUTHORS = (Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)
#: Under this name an item's fields travel.
FIELD = "item"


@blueprint.route("/author/quizzes/<uuid:activity_id>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a quiz: its terms, and the list of its items."""
    editor, quiz = _opened(activity_id)
    form = QuizForm.of(quiz)
    form.pretest_of.choices = [("", _("No, it asks its own items")), *_quizzes_besides(editor)]
    if form.validate_on_submit():
        return editor.save(editor.write(_written(quiz, form)))
    return editor.page(
        "quizzes/edit.html",
        form=form,
        quiz=quiz,
        kinds=kind_options(),
        kind_names=KIND_NAMES,
        guess=guess_score(quiz) if quiz.items else None,
        draws={draw.competency: draw.count for draw in quiz.draws},
        competencies=competencies(quiz),
    )


@blueprint.post("/author/quizzes/<uuid:activity_id>/items")
@allow(*AUTHORS)
def arrange(activity_id: UUID) -> ResponseReturnValue:
    """Move an item up or down, copy it or take it out."""
    editor, quiz = _opened(activity_id)
    then = url_for("quizzes.edit", activity_id=activity_id, _anchor="items")
    return editor.save(editor.write(arranged(quiz, request.form.get("do", ""))), then=then)


@blueprint.route("/author/quizzes/<uuid:activity_id>/items/<slug:key>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit_item(activity_id: UUID, key: str) -> ResponseReturnValue:
    """Write one item."""
    editor, quiz = _opened(activity_id)
    item = quiz.item(key)
    if item is None:
        raise NotFound()
    return _item(editor, quiz, item.model_dump(mode="json", exclude_defaults=True) | {"kind": item.kind})


@blueprint.route("/author/quizzes/<uuid:activity_id>/new-item", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_item(activity_id: UUID) -> ResponseReturnValue:
    """Write a new item of the kind the address names; without one, of the first."""
    editor, quiz = _opened(activity_id)
    name = request.args.get("kind") or next(iter(KIND_NAMES))
    if name not in KIND_NAMES:
        raise NotFound()
    key = request.form.get("key") or new_key(quiz, name)
    return _item(editor, quiz, blank(name, key, kind_named(name).layout), is_new=True)


@blueprint.get("/author/quizzes/<uuid:activity_id>/preview")
@allow(*AUTHORS)
def preview(activity_id: UUID) -> ResponseReturnValue:
    """Show every item with its right answer and what the review says."""
    editor, quiz = _opened(activity_id)
    return editor.page("quizzes/preview.html", quiz=quiz, keys=[_keyed(item) for item in quiz.items])


def _item(editor: Editor, quiz: QuizContent, data: Data, *, is_new: bool = False) -> ResponseReturnValue:
    kind = kind_named(data["kind"])
    errors: dict[str, str] = {}
    if request.method == "POST":
        data = read(request.form, FIELD, kind=kind.name, key=data["key"], layout=kind.layout)
        if deed := deed_of(request.form, FIELD):
            data = changed(data, deed, kind.layout)
        else:
            examined = examine(data, kind.content)
            if examined.item is not None:
                then = url_for("quizzes.edit", activity_id=editor.activity.id, _anchor="items")
                return editor.save(editor.write(put(quiz, examined.item)), then=then)
            errors = error_words(examined)
    files = [(name, name) for name in pictures(editor.course.id)]
    shown = {"data": data, "errors": errors, "pictures": files, "is_new": is_new, "field": FIELD}
    page = editor.page("quizzes/edit_item.html", kind_name=KIND_NAMES[kind.name], **shown)
    return (page[0], 422) if errors and isinstance(page, tuple) else page


def _opened(activity_id: UUID) -> tuple[Editor, QuizContent]:
    editor = open_editor(activity_id, "quiz")
    content = editor.content
    if not isinstance(content, QuizContent):  # the register pairs each kind with its own content
        abort(redirect(url_for("authoring.source", activity_id=activity_id)))
    return editor, content


def _written(quiz: QuizContent, form: QuizForm) -> QuizContent:
    counts = {each: request.form.get(f"draw.{each}", "") for each in competencies(quiz)}
    terms = {**form.terms(), "draws": draws_from(competencies(quiz), counts)}
    if terms["pretest_of"]:
        terms |= {"items": [], "draws": []}
    return quiz.model_copy(update=terms)


def _keyed(item: Item) -> tuple[Item, Any, Mark]:
    kind = kind_named(item.kind)
    response = kind.key_response(cast(Any, item))
    return item, response, kind.mark(cast(Any, item), response)


def _quizzes_besides(editor: Editor) -> list[tuple[str, str]]:
    found = other_quizzes(editor.course.id, besides=editor.activity.slug)
    return [(slug, _("Yes, of “%(quiz)s”", quiz=title)) for slug, title in found]
