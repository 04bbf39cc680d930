"""The dates of a cohort's meetings, as its trainers arrange them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock
from academy.actor import Role
from academy.courses import content
from academy.courses.queries import reading
from academy.errors import Conflict, Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Cohort
from academy.meetings import queries, service
from academy.meetings.content import MeetingContent
from academy.meetings.forms import MODES, DateForm, proposed, typed
from academy.meetings.models import Meeting
from academy.meetings.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale


@dataclass
class _Known:
    """Who writes to a class that a date has changed: letters to classes lie above, so the factory names it."""

    tell: Callable[[UUID], None] | None = None


_known = _Known()


def tell_classes_by(tell: Callable[[UUID], None]) -> None:
    """Name what writes to the learners of a cohort that a date has changed."""
    _known.tell = tell


@blueprint.get("/<locale:locale>/cohorts/<uuid:cohort_id>/meetings")
@allow(Role.TRAINER, guests=True)
def cohort_meetings(cohort_id: UUID) -> str:
    """List the meetings of a cohort's course with their dates."""
    cohort = learning.cohort_for(actor(), cohort_id)
    dates = queries.meetings_of(cohort_id)
    return render_template(
        "meetings/cohort.html", cohort=cohort, wanted=_meetings_in(_course(cohort)), dates=dates, modes=MODES, at=clock.now()
    )  # fmt: skip


@blueprint.route(
    "/<locale:locale>/cohorts/<uuid:cohort_id>/meetings/<slug:activity>/new", methods=["GET", "POST"]
)
@allow(Role.TRAINER, guests=True)
def arrange(cohort_id: UUID, activity: str) -> ResponseReturnValue:
    """Give a meeting a date."""
    cohort = learning.cohort_for(actor(), cohort_id)
    found = _course(cohort).activity(activity)
    if found is None or not isinstance(found[1].content, MeetingContent):
        raise NotFound()
    form = DateForm(data=proposed(queries.last_zone(actor()), clock.now()))
    form.offer_zones()
    if form.validate_on_submit():
        try:
            service.arrange(cohort=cohort, activity=activity, date=form.wanted(), by=actor(), at=clock.now())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The date is set. Learners see it in their class and in their calendars."), "success")
            return redirect(url_for("meetings.cohort_meetings", cohort_id=cohort_id))
    page = render_template(
        "meetings/date.html", form=form, cohort=cohort, wanted=found[1].content, meeting=None
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<locale:locale>/meetings/<uuid:meeting_id>", methods=["GET", "POST"])
@allow(Role.TRAINER, guests=True)
def change(meeting_id: UUID) -> ResponseReturnValue:
    """Change a meeting's date or place."""
    meeting = queries.trained_meeting(actor(), meeting_id)
    before = meeting.revision
    form = DateForm(data=typed(meeting))
    form.offer_zones()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            service.change(
                meeting=meeting, date=form.wanted(), based_on=_based_on(meeting), by=actor(), at=clock.now()
            )
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            _tell(meeting, before)
            flash(
                _(
                    "The date is changed. Calendars follow within hours; everybody with an address gets a letter."
                ),
                "success",
            )
            return redirect(url_for("meetings.cohort_meetings", cohort_id=meeting.cohort_id))
    wanted = _course(meeting.cohort).activity(meeting.activity)
    page = render_template(
        "meetings/date.html", form=form, cohort=meeting.cohort, wanted=wanted[1].content if wanted else None, meeting=meeting
    )  # fmt: skip
    return page, status


@blueprint.post("/<locale:locale>/meetings/<uuid:meeting_id>/cancel")
@allow(Role.TRAINER, guests=True)
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Call a meeting off."""
    meeting = queries.trained_meeting(actor(), meeting_id)
    before = meeting.revision
    service.cancel(meeting=meeting, by=actor(), at=clock.now())
    _tell(meeting, before)
    flash(
        _(
            "The meeting is called off. Calendars follow within hours; everybody with an address gets a letter."
        ),
        "success",
    )
    return redirect(url_for("meetings.cohort_meetings", cohort_id=meeting.cohort_id))


def _tell(meeting: Meeting, before: int) -> None:
    """Write to the class where something changed that is still to come."""
    if _known.tell is not None and meeting.revision != before and meeting.ends_at > clock.now():
        _known.tell(meeting.cohort_id)


def _based_on(meeting: Meeting) -> int:
    posted = request.form.get("revision", "")
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else meeting.revision


def _course(cohort: Cohort) -> content.Course:
    return reading(edition_id=cohort.edition_id, locale=content_locale(actor())).course


def _meetings_in(course: content.Course) -> list[tuple[content.Module, content.Activity]]:
    return [found for found in course.activities() if isinstance(found[1].content, MeetingContent)]
