"""The outline of a course: its modules and activities, put in order by dragging, by buttons or by keyboard."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock
from academy.courses.content import Condition
from academy.courses.forms import KIND_NAMES, LEVELS, TitleForm, opens_once, track_name
from academy.courses.kinds import kind_named
from academy.courses.models import ActivityDraft, ModuleDraft
from academy.courses.queries import desk as desk_queries
from academy.courses.queries.drafts import Draft, draft_for
from academy.courses.rules.slugs import KEPT_FOR, is_kept
from academy.courses.service import structure
from academy.courses.service.outlines import Outline, condition_of
from academy.courses.views.authoring.blueprint import AUTHORS, blueprint
from academy.errors import Conflict, DomainError, Invalid, NotFound
from academy.web.access import actor, allow
from academy.web.errors import say, words_for

say({
    "outline-moved-on": _l(
        "The outline changed while you had it open. This is how it stands now; your last step was not done."
    ),
    "prerequisites-circle": _l("This would go round in a circle, each waiting for the next: %(path)s."),
})  # fmt: skip


@blueprint.get("/courses/<slug:course>/")
@allow(*AUTHORS)
def outline(course: str) -> str:
    """Show an author a course's modules and activities in order."""
    return outline_page(draft_for(actor(), course))


@blueprint.post("/courses/<slug:course>/order")
@allow(*AUTHORS)
def reorder(course: str) -> ResponseReturnValue:
    """Save another order: one step of one thing, or everything as it was dragged."""
    draft = draft_for(actor(), course)
    direction, _colon, pressed = request.form.get("move", "").partition(":")
    moved = _uuid(pressed or request.form.get("moved", ""))
    seen = request.form.get("revision", 0, type=int)
    try:
        if direction in ("up", "down"):
            after = structure.step(
                course_id=draft.course.id, item=moved, is_up=direction == "up", based_on=seen, by=actor(), at=clock.now()
            )  # fmt: skip
        else:
            after = structure.reorder(
                course_id=draft.course.id, order=_order(), based_on=seen, by=actor(), at=clock.now()
            )
    except (Conflict, Invalid) as refusal:
        return outline_page(draft_for(actor(), course), refusal=refusal), refusal.status
    flash(_whither(after, moved), "success")
    return redirect(url_for("authoring.outline", course=course, _anchor=f"row-{moved}"))


@blueprint.post("/courses/<slug:course>/modules")
@allow(*AUTHORS)
def add_module(course: str) -> ResponseReturnValue:
    """Add a module at the end."""
    draft = draft_for(actor(), course)
    form = TitleForm()
    if not form.validate_on_submit():
        return outline_page(draft, form=form), 422
    made = structure.add_module(
        course_id=draft.course.id, title=form.title.data or "", based_on=_number(form.revision.data), by=actor(), at=clock.now()
    )  # fmt: skip
    flash(_("The module is added. Give it its first activity."), "success")
    return redirect(url_for("authoring.outline", course=course, _anchor=f"row-{made.id}"))


def outline_page(draft: Draft, *, form: TitleForm | None = None, refusal: DomainError | None = None) -> str:
    """Return the page of an outline; ``refusal`` is what was just not done, ``form`` a module that was not added."""
    now = clock.now()
    titles = {each.slug: each.title for each in draft.activities} | {
        each.slug: each.settings["title"] for each in draft.modules
    }
    aside = [
        (row, title) for row, title in _set_aside(draft) if row.retired_at and is_kept(row.retired_at, at=now)
    ]
    return render_template(
        "authoring/outline.html", draft=draft, settings=draft.draft.settings,
        form=form or TitleForm(data={"title": "", "revision": draft.draft.revision}), refusal=refusal and words_for(refusal),
        kind_named=kind_named, kind_names=KIND_NAMES, aside=aside, kept_for=KEPT_FOR, levels=LEVELS, track_name=track_name,
        opens=lambda settings: _opens(condition_of(settings), titles), edition=desk_queries.live_number(draft.course),
    )  # fmt: skip


def _opens(condition: Condition | None, titles: dict[str, str]) -> str:
    if condition is None:
        return ""
    return opens_once(condition, titles, desk_queries.known_courses(actor()))


def _set_aside(draft: Draft) -> list[tuple[ModuleDraft | ActivityDraft, str]]:
    """Return what was set aside by itself; what went with its module comes back with it."""
    gone = {each.id: each.retired_at for each in draft.set_aside.modules}
    modules: list[tuple[ModuleDraft | ActivityDraft, str]] = [
        (each, each.settings["title"]) for each in draft.set_aside.modules
    ]
    activities = [
        (each, each.title)
        for each in draft.set_aside.activities
        if gone.get(each.module_id) != each.retired_at
    ]
    return [*modules, *activities]


def _order() -> list[tuple[UUID, list[UUID]]]:
    """Read the order as it was dragged: ``m:`` begins a module, ``a:`` stands for an activity in it."""
    order: list[tuple[UUID, list[UUID]]] = []
    for each in request.form.getlist("order"):
        kind, _colon, name = each.partition(":")
        if kind == "m":
            order.append((_uuid(name), []))
        elif order:
            order[-1][1].append(_uuid(name))
    return order


def _whither(after: Outline, moved: UUID) -> str:
    spot = structure.spot(after, moved)
    if spot is None:
        return str(_("The new order is saved."))
    if spot.module is None:
        return str(
            _("Module “%(title)s” is now at place %(place)s of %(total)s.", title=spot.title, place=spot.place, total=spot.total)
        )  # fmt: skip
    return str(
        _(
            "“%(title)s” is now at place %(place)s of %(total)s in “%(module)s”.",
            title=spot.title, place=spot.place, total=spot.total, module=spot.module,
        )
    )  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound() from error


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
