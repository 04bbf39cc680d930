"""Publishing: the check list, what changed, release notes, and where the course asks for it a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy import clock, db
from academy.courses import content
from academy.courses.forms.publishing import DeclineForm, PublishForm
from academy.courses.models import Course, Publication
from academy.courses.queries import publications
from academy.courses.queries.drafts import AUTHORS
from academy.courses.queries.editions import Issue, edition_numbered, editions_of
from academy.courses.queries.publications import DECIDERS, Checked
from academy.courses.rules.comparing import compare
from academy.courses.service import approving, publish_in_steps, ready
from academy.courses.views.authoring.blueprint import blueprint
from academy.courses.views.authoring.checklist import check_list
from academy.db import session
from academy.errors import Conflict, NotFound
from academy.web.access import actor, allow, prepares
from academy.web.errors import say
from academy.web.filters import clock_time

say({
    "publication-waits": _l("Another state of this draft waits for approval. Withdraw it first, then ask again."),
    "publication-decided": _l("Somebody has decided this already. Load the page again and look."),
    "own-publication": _l("You asked for this edition yourself: somebody else has to approve or decline it."),
    "draft-moved-on": _l("The draft has changed since approval was asked for. Withdraw the request and ask again."),
})  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """What the page of a publication is about."""

    course: Course
    title: str
    checked: Checked
    issues: list[Issue]
    #: The live edition's content, None before the first.
    live: content.Course | None
    may_write: bool

    @property
    def live_issue(self) -> Issue | None:
        """The live edition."""
        return next((issue for issue in self.issues if issue.is_live), None)

    @property
    def is_unchanged(self) -> bool:
        """Whether the draft says exactly what the live edition says."""
        return self.live_issue is not None and self.live_issue.digest == self.checked.digest

    @property
    def needs_approval(self) -> bool:
        """Whether it takes two: the draft says so, or the live edition does, which no draft can talk away."""
        return any(each.needs_approval for each in (self.checked.course, self.live) if each)


@blueprint.get("/courses/<slug:course>/publish")
@allow(*DECIDERS)
def publish(course: str) -> str:
    """Show the check list, what changed since the live edition, and the form."""
    desk = _desk(course)
    form = PublishForm(digest=desk.checked.digest, checked_at=clock.now().isoformat())
    return _page(desk, form)


@blueprint.post("/courses/<slug:course>/publish")
@allow(*AUTHORS)
@prepares
def publish_draft(course: str) -> ResponseReturnValue:
    """Publish the draft that was checked, or ask for its approval; one that changed meanwhile is shown again."""
    desk, form = _desk(course), PublishForm()
    if desk.checked.course is None or not desk.checked.is_in_order:
        return _page(desk, form), 422
    if form.digest.data != desk.checked.digest:
        return _moved_on(desk, form), 409
    if not form.validate_on_submit():
        return _page(desk, form), 422
    if desk.is_unchanged:
        return _said_already(desk)
    notes, at = str(form.notes.data).strip(), clock.now()
    course_id, slug, digest = desk.course.id, desk.course.slug, desk.checked.digest
    if desk.needs_approval:
        db.begin_writing()
        approving.ask(course_id=course_id, digest=digest, notes=notes, by=actor(), at=at)
        flash(_("Approval is asked for. Another author or a reviewer decides."), "success")
        return redirect(url_for(".publish", course=slug))
    done = publish_in_steps(ready=ready(desk.checked.course), by=actor(), at=at, notes=notes)
    flash(_("Edition %(number)s is published.", number=done.edition.number), "success")
    return redirect(url_for(".editions", course=slug))


@blueprint.get("/approvals")
@allow(*DECIDERS)
def approvals() -> str:
    """List what waits for a second person."""
    return render_template("authoring/approvals.html", waiting=publications.waiting_for(actor()))


@blueprint.post("/publications/<uuid:publication_id>/approve")
@allow(*DECIDERS)
@prepares
def approve(publication_id: UUID) -> ResponseReturnValue:
    """Publish what somebody else asked for, if the draft is still the same."""
    found, slug = _publication(publication_id)
    checked = publications.checked(found.course_id, on=clock.now().date())
    if checked.course is None or not checked.is_in_order:
        raise Conflict("draft-moved-on")
    done = approving.approve(publication=found, ready=ready(checked.course), by=actor(), at=clock.now())
    flash(_("Edition %(number)s is approved and published.", number=done.edition.number), "success")
    return redirect(url_for(".publish", course=slug))


@blueprint.post("/publications/<uuid:publication_id>/decline")
@allow(*DECIDERS)
def decline(publication_id: UUID) -> ResponseReturnValue:
    """Say no, and what has to be changed first."""
    found, slug = _publication(publication_id)
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(_desk(slug), PublishForm(), decline_form=form), 422
    approving.decline(publication=found, reason=str(form.reason.data).strip(), by=actor(), at=clock.now())
    flash(_("The edition is declined. Its author sees your reason."), "success")
    return redirect(url_for(".publish", course=slug))


@blueprint.post("/publications/<uuid:publication_id>/withdraw")
@allow(*AUTHORS)
def withdraw(publication_id: UUID) -> ResponseReturnValue:
    """Take the request for approval back."""
    found, slug = _publication(publication_id)
    publications.published_by(actor(), slug)
    approving.withdraw(publication=found, by=actor(), at=clock.now())
    flash(_("The request is withdrawn. The draft is as it was."), "success")
    return redirect(url_for(".publish", course=slug))


def _publication(publication_id: UUID) -> tuple[Publication, str]:
    found = publications.publication_for(actor(), publication_id)
    return found, session.get_one(Course, found.course_id).slug


def _desk(slug: str) -> Desk:
    course, draft = publications.published_by(actor(), slug, roles=DECIDERS)
    issues = editions_of(course.id)
    live = next((issue for issue in issues if issue.is_live), None)
    return Desk(
        course, str(draft.settings.get("title") or course.slug),
        publications.checked(course.id, on=clock.now().date()), issues,
        edition_numbered(course.id, live.number) if live else None, may_write(slug),
    )  # fmt: skip


def may_write(slug: str) -> bool:
    """Say whether the actor may change a course, and not only decide about it."""
    try:
        publications.published_by(actor(), slug)
    except NotFound:
        return False
    return True


def _page(desk: Desk, form: PublishForm, *, decline_form: DeclineForm | None = None) -> str:
    after = desk.checked.course
    lines = check_list(
        desk.checked, desk.course.slug, publications.places(desk.course.id), may_mend=desk.may_write
    )
    waiting = publications.waiting_of(desk.course.id)
    return render_template(
        "authoring/publish.html",
        desk=desk, form=decline_form or form, publish_form=form, decline_form=decline_form or DeclineForm(),
        lines=lines, blocking=sum(line.kind == "blocks" for line in lines),
        changes=compare(desk.live, after) if desk.live and after else [],
        waiting=waiting, is_own=waiting is not None and waiting.publication.asked_by_id == actor().person_id,
        is_same=waiting is not None and waiting.publication.digest == desk.checked.digest,
        declined=publications.last_declined(desk.course.id),
    )  # fmt: skip


def _moved_on(desk: Desk, form: PublishForm) -> str:
    """Show a draft that somebody changed after it was checked: what and who; the notes stay as they were typed."""
    moment = _moment(form.checked_at.data)
    edited = publications.edited_since(desk.course.id, moment) if moment else []
    form.digest.data, form.checked_at.data = desk.checked.digest, clock.now().isoformat()
    form.digest.raw_data = form.checked_at.raw_data = None
    flash(_("The draft has changed since you checked it. Nothing is published yet: look again."), "warning")
    for each in edited[:5]:
        flash(
            _("%(person)s changed “%(title)s” at %(moment)s UTC.",
              person=each.by or _("The academy"), title=each.title or desk.title, moment=clock_time(each.at)),
            "info",
        )  # fmt: skip
    return _page(desk, form)


def _moment(typed: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def _said_already(desk: Desk) -> ResponseReturnValue:
    number = desk.live_issue.number if desk.live_issue else 0
    flash(_("This is edition %(number)s already: nothing has changed since.", number=number), "info")
    return redirect(url_for(".editions", course=desk.course.slug))
