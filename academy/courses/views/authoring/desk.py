"""The desk: every course and programme that is an author's to change, and the ones she sets aside."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.agencies.models import Kind
from academy.courses.forms import LEVELS, TRACKS, CopyForm, NewCourseForm, track_name
from academy.courses.queries import desk as desk_queries
from academy.courses.queries import programmes as programme_queries
from academy.courses.queries.drafts import draft_for
from academy.courses.rules.slugs import KEPT_FOR
from academy.courses.service import copying, forgetting, retire
from academy.courses.service.beginning import begin_course
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.errors import DomainError
from academy.web.access import actor, allow
from academy.web.errors import say

say({
    "course-slug-taken": _l("Another course has this name in its address."),
    "no-longer-kept": _l("This was set aside more than 90 days ago and is not kept any more."),
    "no-module-to-restore-to": _l("There is no module to restore it to. Add or restore a module first."),
})  # fmt: skip


@blueprint.get("/")
@allow(*AUTHORS)
def desk() -> str:
    """Show an author her courses, the last changed first, and her programmes."""
    return desk_page()


def desk_page(refusal: str = "") -> str:
    """Render the desk, with why a step was not done."""
    page = max(1, request.args.get("page", 1, type=int))
    found = desk_queries.desk(actor(), page=page, at=clock.now())
    programmes = programme_queries.own_programmes(actor(), at=clock.now())
    return render_template(
        "authoring/desk.html", desk=found, programmes=programmes, page=page, size=desk_queries.PAGE, levels=LEVELS,
        track_name=track_name, kept_for=KEPT_FOR, refusal=refusal,
    )  # fmt: skip


@blueprint.route("/courses/new", methods=["GET", "POST"])
@allow(*AUTHORS)
def new_course() -> ResponseReturnValue:
    """Begin a course: a title, a level, a language; everything else comes later."""
    form = NewCourseForm()
    form.agency.choices = agency_choices()
    form.track.choices = track_choices()
    if form.validate_on_submit():
        try:
            course = begin_course(
                title=form.title.data or "", agency_id=agency_id(form.agency.data),
                source_locale=form.source_locale.data, level=form.level.data, track=form.track.data or None, by=actor(),
                at=clock.now(),
            )  # fmt: skip
            flash(_("The course is begun. Give it its first module."), "success")
            return redirect(url_for("authoring.outline", course=course.slug))
        except DomainError as refusal:
            form.refuse(refusal)
    page = render_template("authoring/new_course.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/courses/<slug:course>/copy", methods=["GET", "POST"])
@allow(*AUTHORS)
def copy_course(course: str) -> ResponseReturnValue:
    """Begin a course as a copy of another."""
    draft = draft_for(actor(), course)
    title = draft.draft.settings["title"]
    form = CopyForm(data={"title": title, "agency": str(draft.course.agency_id or "")})
    form.agency.choices = agency_choices()
    if form.validate_on_submit():
        copy = copying.copy_course(
            course=draft.course, title=form.title.data or "", agency_id=agency_id(form.agency.data), by=actor(), at=clock.now()
        )  # fmt: skip
        flash(_("This is the copy. Nothing you change here changes the course it was made from."), "success")
        return redirect(url_for("authoring.outline", course=copy.slug))
    page = render_template("authoring/copy_course.html", form=form, title=title, course=draft.course)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/courses/<slug:course>/retire")
@allow(*AUTHORS)
def retire_course(course: str) -> ResponseReturnValue:
    """Set a course aside."""
    found = desk_queries.course_for(actor(), course)
    if found.retired_at is None:
        retire(course_id=found.id, by=actor(), at=clock.now())
    flash(_("The course is set aside. You can restore it here for 90 days."), "success")
    return redirect(url_for("authoring.desk", _anchor="set-aside"))


@blueprint.post("/courses/<slug:course>/restore")
@allow(*AUTHORS)
def restore_course(course: str) -> ResponseReturnValue:
    """Bring a course back."""
    found = desk_queries.course_for(actor(), course)
    forgetting.restore_course(course=found, by=actor(), at=clock.now())
    flash(_("The course is back."), "success")
    return redirect(url_for("authoring.outline", course=found.slug))


def agency_choices() -> list[tuple[str, str]]:
    """Return what a course may belong to; the academy's own belong to no agency."""
    return [
        ("" if each.kind == Kind.ACADEMY and each.parent_id is None else str(each.id), each.name)
        for each in desk_queries.agencies_of_authors(actor())
    ]


def agency_id(chosen: str) -> UUID | None:
    """Return the agency that was chosen among ``agency_choices``."""
    return UUID(chosen) if chosen else None


def track_choices(current: str | None = None) -> list[tuple[str, str]]:
    """Return the tracks a course may follow."""
    known = dict.fromkeys([*TRACKS, *desk_queries.tracks(), *([current] if current else [])])
    return [("", _("No track: for everyone")), *((each, track_name(each)) for each in known)]
