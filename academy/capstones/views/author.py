"""A capstone as its author writes it: the file of its package, with what is to be mended beside it."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from academy.actor import Role
from academy.capstones.views.blueprint import blueprint
from academy.courses.editing import open_editor
from academy.courses.forms.source import SourceForm
from academy.courses.forms.telling import found_in
from academy.errors import Invalid
from academy.web.access import allow


@blueprint.route("/author/capstones/<uuid:activity_id>", methods=["GET", "POST"])
@allow(Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a capstone; it is saved as it is, in order or not."""
    editor = open_editor(activity_id, "capstone")
    form = SourceForm(data={"source": editor.activity.source})
    if form.validate_on_submit():
        try:
            return editor.save(form.source.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
    name = f"{editor.activity.slug}{editor.kind.suffix}"
    return editor.page(
        "capstones/edit.html", form=form, found=found_in(editor.kind, form.source.data or "", name=name)
    )
