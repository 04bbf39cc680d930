"""A board as its author writes it: its file, what is to be mended beside it, and its truth at a glance."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask.typing import ResponseReturnValue

from academy.actor import Role
from academy.courses.editing import open_editor
from academy.courses.forms.telling import found_in
from academy.courses.package.single import read_if_in_order
from academy.errors import Invalid
from academy.linkage.content import LinkageContent
from academy.linkage.forms import BoardForm
from academy.linkage.rules import KIND
from academy.linkage.views.blueprint import blueprint
from academy.linkage.views.sitting import WORDS
from academy.web.access import allow


@blueprint.route("/author/boards/<uuid:activity_id>", methods=["GET", "POST"])
@allow(Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a board as text, in order or not."""
    editor = open_editor(activity_id, "linkage")
    form = BoardForm(data={"source": editor.activity.source})
    if form.validate_on_submit():
        try:
            return editor.save(form.source.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
    source = form.source.data or ""
    board = cast("LinkageContent | None", read_if_in_order(KIND, source))
    return editor.page(
        "linkage/edit.html", form=form, board=board, problems=found_in(KIND, source),
        numbers={each.key: number for number, each in enumerate(board.incidents, start=1)} if board else {}, **WORDS,
    )  # fmt: skip
