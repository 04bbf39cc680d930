"""What is done to one module or one activity of an outline: adding, copying, setting aside, restoring."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.courses.forms import KIND_NAMES, PURPOSES, NewActivityForm
from academy.courses.kinds import all_kinds, kind_named
from academy.courses.models import ActivityDraft, ModuleDraft
from academy.courses.queries import desk as desk_queries
from academy.courses.queries.drafts import draft_for
from academy.courses.service import copying, structure
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.courses.views.authoring.outline import outline_page
from academy.errors import Conflict, Invalid
from academy.web.access import actor, allow


@blueprint.route("/modules/<uuid:module_id>/activities/new", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_activity(module_id: UUID) -> ResponseReturnValue:
    """Add an activity to a module: choose what it is, give it a title, go on in its editor."""
    module = desk_queries.module_for(actor(), module_id)
    draft = draft_for(actor(), desk_queries.slug_of(module.course_id))
    form = NewActivityForm(data={"kind": all_kinds()[0].name, "revision": draft.draft.revision})
    form.kind.choices = [(kind.name, str(KIND_NAMES.get(kind.name, kind.name))) for kind in all_kinds()]
    if form.validate_on_submit():
        made = structure.add_activity(
            module=module, kind=form.kind.data, title=form.title.data or "", based_on=revision(), by=actor(), at=clock.now()
        )  # fmt: skip
        flash(_("“%(title)s” is added.", title=made.title), "success")
        return redirect(url_for(kind_named(made.kind).editor, activity_id=made.id))
    page = render_template(
        "authoring/new_activity.html", form=form, module=module, draft=draft, kinds=all_kinds(), names=KIND_NAMES,
        purposes=PURPOSES,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/modules/<uuid:module_id>/copy")
@allow(*AUTHORS)
def copy_module(module_id: UUID) -> ResponseReturnValue:
    """Put a copy of a module behind it."""
    module = desk_queries.module_for(actor(), module_id)
    copy = copying.copy_module(module=module, based_on=revision(), by=actor(), at=clock.now())
    flash(_("“%(title)s” is the copy.", title=copy.settings["title"]), "success")
    return _back(copy)


@blueprint.post("/modules/<uuid:module_id>/retire")
@allow(*AUTHORS)
def retire_module(module_id: UUID) -> ResponseReturnValue:
    """Set a module aside with its activities."""
    module = desk_queries.module_for(actor(), module_id)
    structure.retire_module(module=module, by=actor(), at=clock.now())
    return _aside(module, module.settings["title"])


@blueprint.post("/modules/<uuid:module_id>/restore")
@allow(*AUTHORS)
def restore_module(module_id: UUID) -> ResponseReturnValue:
    """Bring a module back with the activities that went with it."""
    module = desk_queries.module_for(actor(), module_id)
    slug = desk_queries.slug_of(module.course_id)
    try:
        structure.restore_module(module=module, by=actor(), at=clock.now())
    except (Conflict, Invalid) as refusal:
        return outline_page(draft_for(actor(), slug), refusal=refusal), refusal.status
    return _restored(module, module.settings["title"])


@blueprint.post("/activities/<uuid:activity_id>/copy")
@allow(*AUTHORS)
def copy_activity(activity_id: UUID) -> ResponseReturnValue:
    """Put a copy of an activity behind it."""
    activity = desk_queries.activity_for(actor(), activity_id)
    copy = copying.copy_activity(activity=activity, based_on=revision(), by=actor(), at=clock.now())
    flash(_("“%(title)s” is the copy.", title=copy.title), "success")
    return _back(copy)


@blueprint.post("/activities/<uuid:activity_id>/retire")
@allow(*AUTHORS)
def retire_activity(activity_id: UUID) -> ResponseReturnValue:
    """Set an activity aside."""
    activity = desk_queries.activity_for(actor(), activity_id)
    structure.retire_activity(activity=activity, by=actor(), at=clock.now())
    return _aside(activity, activity.title)


@blueprint.post("/activities/<uuid:activity_id>/restore")
@allow(*AUTHORS)
def restore_activity(activity_id: UUID) -> ResponseReturnValue:
    """Bring an activity back."""
    activity = desk_queries.activity_for(actor(), activity_id)
    slug = activity.course.slug
    try:
        structure.restore_activity(activity=activity, by=actor(), at=clock.now())
    except (Conflict, Invalid) as refusal:
        return outline_page(draft_for(actor(), slug), refusal=refusal), refusal.status
    return _restored(activity, activity.title)


def revision() -> int:
    """Return the outline's revision on the page that was sent."""
    return request.form.get("revision", 0, type=int)


def _aside(thing: ModuleDraft | ActivityDraft, title: str) -> ResponseReturnValue:
    flash(_("“%(title)s” is set aside. You can restore it below for 90 days.", title=title), "success")
    course = desk_queries.slug_of(thing.course_id)
    return redirect(url_for("authoring.outline", course=course, _anchor="set-aside"))


def _restored(thing: ModuleDraft | ActivityDraft, title: str) -> ResponseReturnValue:
    flash(_("“%(title)s” is back.", title=title), "success")
    return _back(thing)


def _back(thing: ModuleDraft | ActivityDraft) -> ResponseReturnValue:
    course = desk_queries.slug_of(thing.course_id)
    return redirect(url_for("authoring.outline", course=course, _anchor=f"row-{thing.id}"))
