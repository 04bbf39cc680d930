"""A case as its author writes it: its file with the findings beside it, and its map."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from academy.cases.content import CaseContent
from academy.cases.rules.drawing import drawn
from academy.cases.rules.mapping import mapped
from academy.cases.views.beside import beside
from academy.cases.views.blueprint import blueprint
from academy.cases.views.charting import columns
from academy.courses.editing import open_editor
from academy.courses.forms.source import SourceForm
from academy.courses.queries.drafts import AUTHORS
from academy.errors import Invalid
from academy.web.access import allow, prepares
from academy.web.locale import language


@blueprint.route("/author/cases/<uuid:activity_id>", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a case. Its file is saved as it stands, in order or not."""
    editor = open_editor(activity_id, "case")
    form = SourceForm(data={"source": editor.activity.source})
    if form.validate_on_submit():
        try:
            return editor.save(form.source.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
    return editor.page("cases/edit.html", form=form, beside=beside(editor, form.source.data or ""))


@blueprint.post("/author/cases/<uuid:activity_id>/findings")
@allow(*AUTHORS)
@prepares
def findings(activity_id: UUID) -> ResponseReturnValue:
    """Tell a script what is found in what is typed; nothing is saved."""
    editor = open_editor(activity_id, "case")
    found = beside(editor, SourceForm().source.data or "")
    return jsonify(html=render_template("cases/findings.html", editor=editor, beside=found))


@blueprint.get("/author/cases/<uuid:activity_id>/map")
@allow(*AUTHORS)
def map(activity_id: UUID) -> str:
    """Show a case as a drawing, and the same in words."""
    editor = open_editor(activity_id, "case")
    found = mapped(cast(CaseContent, editor.content))
    return render_template(
        "cases/map.html",
        editor=editor,
        columns=columns(found),
        drawing=drawn(found, is_mirrored=language().locale.text_direction == "rtl"),
    )
