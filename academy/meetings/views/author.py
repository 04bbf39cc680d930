"""A meeting as its author writes it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask.typing import ResponseReturnValue

from academy.actor import Role
from academy.courses.editing import open_editor
from academy.meetings.content import MeetingContent
from academy.meetings.forms import MeetingForm, content_of, written
from academy.meetings.views.blueprint import blueprint
from academy.web.access import allow


@blueprint.route("/<locale:locale>/author/meetings/<uuid:activity_id>", methods=["GET", "POST"])
@allow(Role.AUTHOR, Role.TRAINER, Role.ADMINISTRATOR)
def edit(activity_id: UUID) -> ResponseReturnValue:
    """Write a meeting."""
    editor = open_editor(activity_id, "meeting")
    form = MeetingForm(data=written(cast(MeetingContent, editor.content)))
    if form.validate_on_submit():
        return editor.save(editor.write(content_of(form)))
    return editor.page("meetings/edit.html", form=form)
