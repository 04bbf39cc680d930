"""Settings of a module and of an activity's place."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.courses import rules
from academy.courses.forms import KIND_NAMES, ModuleForm, PlaceForm, rows_from, rows_of
from academy.courses.forms.documents import SOURCE_NAMES, STATUSES, read_sources
from academy.courses.kinds import kind_named
from academy.courses.models import ActivityDraft, ModuleDraft
from academy.courses.queries import desk as desk_queries
from academy.courses.queries.drafts import draft_for
from academy.courses.service import shaping
from academy.courses.service.outlines import condition_of
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.courses.views.authoring.saving import Saving, asking, choices_in, is_ready, refuse_rows, renew
from academy.errors import NotFound
from academy.web.access import actor, allow

T = TypeVar("T", ModuleDraft, ActivityDraft)


@blueprint.route("/modules/<uuid:module_id>", methods=["GET", "POST"])
@allow(*AUTHORS)
def module(module_id: UUID) -> ResponseReturnValue:
    """Change what is said of a module."""
    found = _in_use(desk_queries.module_for(actor(), module_id))
    draft = draft_for(actor(), desk_queries.slug_of(found.course_id))
    said, choices = shaping.module_said(found), choices_in(draft, but=found.slug)
    form = ModuleForm(data={**said, "seen": rules.seal(said, said)})
    requires = asking("requires", condition_of(said), choices)
    rows = rows_from("source", SOURCE_NAMES, request.form) if request.method == "POST" else rows_of("source", SOURCE_NAMES, said["sources"])  # fmt: skip
    saving = Saving(form)
    if is_ready(form, requires, pressed=["source"]):
        typed: dict[str, Any] = {
            "title": form.title.data,
            "summary": form.summary.data or "",
            "gate": form.gate.data,
        }
        typed |= {"requires": requires.written, "sources": read_sources(rows)}
        if rows.errors:
            refuse_rows(form)
        else:
            with saving:
                shaping.change_module(
                    module=found, slug=form.slug.data or "", settings=typed, seen=form.seen.data or "", by=actor(), at=clock.now()
                )  # fmt: skip
    if saving.is_done:
        return _saved(draft.course.slug, found)
    now = shaping.module_said(found)
    page = render_template(
        "authoring/module.html", form=form, draft=draft, module=found, requires=requires, rows=rows, statuses=STATUSES,
        theirs=renew(form, now, now, choices) if saving.is_stale else [],
    )  # fmt: skip
    return page, saving.status


@blueprint.route("/activities/<uuid:activity_id>/settings", methods=["GET", "POST"])
@allow(*AUTHORS)
def activity_settings(activity_id: UUID) -> ResponseReturnValue:
    """Change where an activity stands and what is asked of it."""
    found = _in_use(desk_queries.activity_for(actor(), activity_id))
    draft = draft_for(actor(), found.course.slug)
    said, choices = shaping.activity_said(found), choices_in(draft, but=found.slug)
    form = PlaceForm(data={**said, "seen": rules.seal(said, said)})
    form.module_id.choices = [(str(each.id), each.settings["title"]) for each in draft.modules]
    requires = asking("requires", condition_of(said), choices)
    saving = Saving(form)
    if is_ready(form, requires):
        typed = {
            "is_required": form.is_required.data,
            "due_days": form.due_days.data,
            "requires": requires.written,
        }
        with saving:
            shaping.change_activity(
                activity=found, slug=form.slug.data or "", module_id=UUID(form.module_id.data), settings=typed,
                seen=form.seen.data or "", by=actor(), at=clock.now(),
            )  # fmt: skip
    if saving.is_done:
        return _saved(draft.course.slug, found)
    now = shaping.activity_said(found)
    page = render_template(
        "authoring/activity_settings.html", form=form, draft=draft, activity=found, requires=requires,
        kind=kind_named(found.kind), kind_names=KIND_NAMES,
        theirs=renew(form, now, now, choices) if saving.is_stale else [],
    )  # fmt: skip
    return page, saving.status


def _in_use(thing: T) -> T:
    if thing.retired_at is not None:
        raise NotFound()
    return thing


def _saved(course: str, thing: ModuleDraft | ActivityDraft) -> ResponseReturnValue:
    flash(_("The settings are saved."), "success")
    return redirect(url_for("authoring.outline", course=course, _anchor=f"row-{thing.id}"))
