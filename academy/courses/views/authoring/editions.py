"""The editions of a course: listed, compared with each other or with the draft, restored into the draft."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.courses import content
from academy.courses.package import PackageError
from academy.courses.queries import publications
from academy.courses.queries.drafts import AUTHORS, assemble
from academy.courses.queries.editions import Issue, edition_numbered, editions_of
from academy.courses.queries.publications import DECIDERS
from academy.courses.rules.comparing import compare as compared
from academy.courses.service.drafts import fill
from academy.courses.views.authoring.blueprint import blueprint
from academy.courses.views.authoring.publish import may_write
from academy.errors import NotFound
from academy.web.access import actor, allow, prepares

#: What stands for the draft where an edition could be named.
DRAFT = "draft"


@blueprint.get("/courses/<slug:course>/editions/")
@allow(*DECIDERS)
def editions(course: str) -> str:
    """List the editions of a course."""
    found, draft = publications.published_by(actor(), course, roles=DECIDERS)
    return render_template(
        "authoring/editions.html",
        course=found, title=draft.settings.get("title") or found.slug, issues=editions_of(found.id),
        may_write=may_write(course),
    )  # fmt: skip


@blueprint.get("/courses/<slug:course>/compare")
@allow(*DECIDERS)
def compare(course: str) -> ResponseReturnValue:
    """Show any two editions, or one and the draft, beside each other."""
    found, draft = publications.published_by(actor(), course, roles=DECIDERS)
    issues = editions_of(found.id)
    before = _side(request.args.get("from"), issues, str(issues[0].number) if issues else DRAFT)
    after = _side(request.args.get("to"), issues, DRAFT)
    try:
        changes = compared(_document(found.id, before), _document(found.id, after))
    except PackageError:
        flash(_("The draft cannot be read yet. The check list says what to mend."), "warning")
        return redirect(url_for(".publish", course=course))
    return render_template(
        "authoring/compare.html",
        course=found, title=draft.settings.get("title") or found.slug, issues=issues, before=before, after=after,
        changes=changes,
    )  # fmt: skip


@blueprint.post("/courses/<slug:course>/editions/<int:number>/restore")
@allow(*AUTHORS)
@prepares
def restore(course: str, number: int) -> ResponseReturnValue:
    """Make the draft say what an edition said; what the draft said stays in its activities' histories."""
    found, _draft = publications.published_by(actor(), course)
    document = edition_numbered(found.id, number)
    db.begin_writing()
    found, _draft = publications.published_by(actor(), course)
    fill(course=found, document=document, by=actor(), at=clock.now())
    flash(
        _("The draft says what edition %(number)s said. What it said before is in each activity’s history.",
          number=number),
        "success",
    )  # fmt: skip
    return redirect(url_for(".publish", course=course))


def _side(typed: str | None, issues: list[Issue], usual: str) -> str:
    known = {DRAFT, *(str(issue.number) for issue in issues)}
    if typed and typed not in known:
        raise NotFound()
    return typed or usual


def _document(course_id: UUID, side: str) -> content.Course:
    return assemble(course_id) if side == DRAFT else edition_numbered(course_id, int(side))
