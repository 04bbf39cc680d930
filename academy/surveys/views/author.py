"""A survey as its author writes it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from academy.actor import Role
from academy.courses.editing import open_editor
from academy.surveys.content import SurveyContent
from academy.surveys.forms import SurveyForm, content_of, standard_questions, written
from academy.surveys.views.blueprint import blueprint
from academy.web.access import allow
from academy.web.rows import after, deed_on

_BLANK = {"key": "", "text": "", "kind": "scale", "choices": "", "low": "", "high": "", "is_required": False}


@blueprint.route("/author/surveys/<uuid:activity_id>", methods=["GET", "POST"])
@allow(Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a survey."""
    editor = open_editor(activity_id, "survey")
    before = cast(SurveyContent, editor.content)
    form = SurveyForm(data=written(before))
    if deed := deed_on(request.form, "questions"):
        rows = after(form.questions.data, deed, dict(_BLANK))
        form = SurveyForm(formdata=None, data={**form.data, "questions": rows})
    elif "standard" in request.form and not form.questions.data:
        form = SurveyForm(formdata=None, data={**form.data, "questions": standard_questions()})
    elif form.validate_on_submit():
        return editor.save(editor.write(content_of(form, before)))
    return editor.page("surveys/edit.html", form=form)
