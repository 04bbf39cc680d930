"""The items of a quiz as its author writes, orders and parts them."""

from __future__ import annotations

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from academy.courses.editing import Editor
from academy.errors import NotFound
from academy.items.editing.choosing import groups_of_kinds
from academy.items.forms import KIND_NAMES, error_words
from academy.items.kinds import kind_named
from academy.items.kinds.editing import Data, blank, changed, deed_of, examine, read
from academy.quizzes.content import QuizContent
from academy.quizzes.queries import pictures
from academy.quizzes.rules import arranged, new_key, placed, put, shaped
from academy.quizzes.views.blueprint import blueprint
from academy.quizzes.views.opening import AUTHORS, opened, sources
from academy.web.access import allow

#: Under this name an item's fields travel.
FIELD = "item"
#: What the list's selects are called, before an item's key.
PART = "part."
#: What the deeds on a section begin with, among those on items.
OF_SECTION = "section-"


@blueprint.post("/author/quizzes/<uuid:activity_id>/items")
@allow(*AUTHORS)
def arrange(activity_id: UUID) -> ResponseReturnValue:
    """Put items into the sections chosen in the list; move one up or down, copy it or take it out; so with a section."""
    editor, quiz = opened(activity_id)
    wishes = {name[len(PART) :]: slug for name, slug in request.form.items() if name.startswith(PART)}
    now, deed = placed(quiz, wishes), request.form.get("do", "")
    is_of_section = deed.startswith(OF_SECTION)
    written = shaped(now, deed.removeprefix(OF_SECTION)) if is_of_section else arranged(now, deed)
    return editor.save(editor.write(written), then=_list_url(editor))


@blueprint.route("/author/quizzes/<uuid:activity_id>/items/<slug:key>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit_item(activity_id: UUID, key: str) -> ResponseReturnValue:
    """Write one item."""
    editor, quiz = opened(activity_id)
    item = quiz.item(key)
    if item is None:
        raise NotFound()
    return _item(editor, quiz, item.model_dump(mode="json", exclude_defaults=True) | {"kind": item.kind})


@blueprint.route("/author/quizzes/<uuid:activity_id>/new-item", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_item(activity_id: UUID) -> ResponseReturnValue:
    """Write a new item of the kind the address names, in the section it names; without a kind, choose one."""
    editor, quiz = opened(activity_id)
    name, section = request.args.get("kind"), request.args.get("section", "")
    if name is None:
        return editor.page(
            "quizzes/new_item.html", groups=groups_of_kinds(), kind_names=KIND_NAMES, section=section
        )
    if name not in KIND_NAMES:
        raise NotFound()
    key = request.form.get("key") or new_key(quiz, name)
    return _item(editor, quiz, blank(name, key, kind_named(name).layout), section=section, is_new=True)


def _item(
    editor: Editor, quiz: QuizContent, data: Data, *, section: str = "", is_new: bool = False
) -> ResponseReturnValue:
    kind = kind_named(data["kind"])
    errors: dict[str, str] = {}
    if request.method == "POST":
        origin = (
            {"origin": data["origin"]} if "origin" in data else {}
        )  # where it lies in the bank is in no field
        data = read(request.form, FIELD, kind=kind.name, key=data["key"], layout=kind.layout) | origin
        if deed := deed_of(request.form, FIELD):
            data = changed(data, deed, kind.layout)
        else:
            examined = examine(data, kind.content)
            if examined.item is not None:
                written = put(quiz, examined.item)
                if is_new and section:
                    written = placed(written, {examined.item.key: section})
                return editor.save(editor.write(written), then=_list_url(editor))
            errors = error_words(examined)
    files = [(name, name) for name in pictures(editor.course.id)]
    shown = {
        "data": data,
        "errors": errors,
        "pictures": files,
        "sources": sources(editor),
        "is_new": is_new,
        "field": FIELD,
    }
    page = editor.page("quizzes/edit_item.html", kind_name=KIND_NAMES[kind.name], **shown)
    return (page[0], 422) if errors and isinstance(page, tuple) else page


def _list_url(editor: Editor) -> str:
    return url_for("quizzes.edit", activity_id=editor.activity.id, _anchor="items")
