"""What authors can do with every kind of activity alike: its file as text, its history, bringing versions together."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.courses.editing import Decision, Editor, Versions, merge_page, open_editor
from academy.courses.forms.source import SourceForm
from academy.courses.package import PackageError
from academy.courses.package.single import read_activity
from academy.courses.queries import revisions
from academy.courses.rules.merging import places_apart, words_apart
from academy.courses.service.saving import collision_between, save_source
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.courses.views.authoring.problems import Said, told
from academy.errors import Invalid
from academy.web.access import actor, allow
from academy.web.errors import say

say({"draft-too-long": _l("This is longer than the academy keeps in one activity: part it into two.")})

_CHOICES = ("mine", "theirs", "both", "own")


@blueprint.route("/activities/<uuid:activity_id>/source", methods=["GET", "POST"])
@allow(*AUTHORS)
def source(activity_id: UUID) -> ResponseReturnValue:
    """Write an activity's file as text, in order or not."""
    editor = open_editor(activity_id)
    form = SourceForm(data={"source": editor.activity.source})
    if form.validate_on_submit():
        try:
            return editor.save(
                form.source.data or "",
                then=url_for("authoring.source", activity_id=activity_id, _anchor="arrived"),
            )
        except Invalid as refusal:
            form.refuse(refusal)
    return editor.page("authoring/source.html", form=form, problems=_problems(editor, form.source.data or ""))


@blueprint.post("/activities/<uuid:activity_id>/merge")
@allow(*AUTHORS)
def merge(activity_id: UUID) -> ResponseReturnValue:
    """Save what an author decided where her version collided with another."""
    editor = open_editor(activity_id)
    collision = collision_between(
        activity=editor.activity,
        mine=request.form.get("mine", ""),
        based_on=request.form.get("based_on", 0, type=int),
        revision=editor.revision,
    )
    conflicts = collision.merge.conflicts
    decisions = [_decision(number) for number in range(len(conflicts))]
    if not all(decision.choice for decision in decisions):
        return merge_page(editor, collision, decisions), 422
    texts = [decision.text(conflict) for decision, conflict in zip(decisions, conflicts, strict=True)]
    outcome = save_source(
        activity=editor.activity,
        source=collision.merge.decided(texts),
        based_on=collision.revision,
        by=actor(),
        at=clock.now(),
    )
    return editor.answer(outcome)


@blueprint.get("/activities/<uuid:activity_id>/history")
@allow(*AUTHORS)
def history(activity_id: UUID) -> str:
    """List the saves of an activity's draft."""
    editor = open_editor(activity_id)
    before = request.args.get("before", type=int)
    saves = revisions.history(activity_id, before=before)
    shown = saves[: revisions.PAGE]
    return render_template(
        "authoring/history.html",
        editor=editor,
        saves=shown,
        before=before,
        following=shown[-1].revision if len(saves) > len(shown) else None,
    )


@blueprint.get("/activities/<uuid:activity_id>/history/<int:number>")
@allow(*AUTHORS)
def version(activity_id: UUID, number: int) -> str:
    """Show an earlier version of an activity's draft, and in which places it differs from the draft of today."""
    editor = open_editor(activity_id)
    then = revisions.revision_for(activity_id, number)
    is_yaml = editor.kind.suffix.endswith(".yaml")
    places = [
        Versions(*words_apart(one, other))
        for one, other in places_apart(then.source, editor.activity.source, is_yaml=is_yaml)
    ]
    return render_template("authoring/version.html", editor=editor, then=then, places=places)


@blueprint.post("/activities/<uuid:activity_id>/history/<int:number>/bring-back")
@allow(*AUTHORS)
def bring_back(activity_id: UUID, number: int) -> ResponseReturnValue:
    """Make an earlier version the draft again; what it replaces stays in the history."""
    editor = open_editor(activity_id)
    return editor.save(revisions.revision_for(activity_id, number).source)


def _decision(number: int) -> Decision:
    choice = request.form.get(f"choice-{number}", "")
    return Decision(choice if choice in _CHOICES else "", request.form.get(f"own-{number}", ""))


def _problems(editor: Editor, text: str) -> list[Said]:
    try:
        read_activity(editor.kind, text, name=f"{editor.activity.slug}{editor.kind.suffix}")
    except PackageError as error:
        return told(error.problems)
    return []
