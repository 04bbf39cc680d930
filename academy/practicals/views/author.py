"""A practical as its author writes it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from academy.actor import Role
from academy.courses.editing import open_editor
from academy.practicals.content import PracticalContent
from academy.practicals.forms import PracticalForm, content_of, written
from academy.practicals.views.blueprint import blueprint
from academy.web.access import allow
from academy.web.rows import after, deed_on

_BLANK = {"key": "", "text": "", "critical": False, "group": ""}


@blueprint.route("/author/practicals/<uuid:activity_id>", methods=["GET", "POST"])
@allow(Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a practical."""
    editor = open_editor(activity_id, "practical")
    before = cast(PracticalContent, editor.content)
    form = PracticalForm(data=written(before))
    if deed := deed_on(request.form, "criteria"):
        rows = after(form.criteria.data, deed, dict(_BLANK))
        form = PracticalForm(formdata=None, data={**form.data, "criteria": rows})
    elif form.validate_on_submit():
        return editor.save(editor.write(content_of(form, before)))
    return editor.page("practicals/edit.html", form=form)
