"""A meeting as a learner finds it: what it is for, when and where, and the door she signs in at with the room's code."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from academy import clock, db
from academy.accounts import queries as account_queries
from academy.accounts import service as accounts
from academy.accounts.rules import throttle
from academy.accounts.rules.throttle import Gauge
from academy.config import Config
from academy.courses.queries import reading
from academy.errors import Invalid, NotFound
from academy.learning import queries as learning
from academy.learning.models import Enrolment
from academy.meetings import queries, service
from academy.meetings.content import MeetingContent
from academy.meetings.forms import MODES, PRESENCES, HereForm
from academy.meetings.models import Meeting
from academy.meetings.rules import is_right
from academy.meetings.views.blueprint import blueprint
from academy.web.access import actor, signed_in
from academy.web.locale import content_locale, with_query


@blueprint.get("/<locale:locale>/courses/<slug:course>/meetings/<slug:activity>")
@signed_in
def show(course: str, activity: str) -> str:
    """Show a meeting with its dates; also while it is locked, since dates are to be planned for."""
    place = learning.place(actor(), course, locale=content_locale(actor()))
    stands = place.standing.of(activity)
    if stands is None or not isinstance(stands.activity.content, MeetingContent):
        raise NotFound()
    at = clock.now()
    dates = queries.dates_of(place.cohort_id, activity)
    return render_template(
        "meetings/show.html", place=place, stands=stands, meeting=stands.activity.content, dates=dates, modes=MODES,
        presences=PRESENCES, own=queries.own_presence(place.enrolment_id), at=at,
        taking={date.id for date in dates if service.takes_code(date, at=at)},
    )  # fmt: skip


@blueprint.get("/here/<uuid:meeting_id>")
@signed_in
def scanned(meeting_id: UUID) -> ResponseReturnValue:
    """Lead on from the picture on the wall to the door, in the language of the learner's own browser."""
    code = request.args.get("code", "")
    page = url_for("meetings.here", meeting_id=meeting_id)
    return redirect(with_query(page, {"code": code[:20]}) if code else page)


@blueprint.route("/<locale:locale>/meetings/<uuid:meeting_id>/here", methods=["GET", "POST"])
@signed_in
def here(meeting_id: UUID) -> ResponseReturnValue:
    """Let a learner say that she is in the room. Looking changes nothing; the code counts when it is sent."""
    meeting, enrolment = queries.own_meeting(actor(), meeting_id)
    form = HereForm(data={"code": request.args.get("code", "")[:20]})
    if form.validate_on_submit():
        try:
            return _checked_in(meeting, enrolment, form.code.data or "")
        except Invalid as refusal:
            form.refuse(refusal)
    read = reading(edition_id=enrolment.edition_id, locale=content_locale(actor()))
    found = read.course.activity(meeting.activity)
    page = render_template(
        "meetings/here.html", meeting=meeting, form=form, course=read.course, title=found[1].content.title if found else meeting.activity,
        is_taken=service.takes_code(meeting, at=clock.now()),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def _checked_in(meeting: Meeting, enrolment: Enrolment, code: str) -> ResponseReturnValue:
    """Note her as there and lead back to the meeting. Raises Invalid, or TooMany for whoever guesses."""
    at = clock.now()
    config: Config = current_app.extensions["academy"]
    if not service.takes_code(meeting, at=at):
        raise Invalid("code-closed", field="code")
    what = f"{meeting.id}:{enrolment.person_id}"
    gauges = (Gauge(throttle.key_for(config.secret_key, "room", what), throttle.ACCOUNT),)
    account_queries.must_not_wait(gauges, at=at)
    if not is_right(config.secret_key, meeting.id, code, at):
        with db.writing(is_bookkeeping=True):
            accounts.count_wrong_try(gauges=gauges, at=at)
        raise Invalid("code-wrong-in-room", field="code")
    presence = service.check_in(meeting=meeting, enrolment=enrolment, at=at)
    flash(_("You are noted as late.") if presence == "late" else _("You are noted as present."), "success")
    slug = meeting.cohort.edition.course.slug
    return redirect(url_for("meetings.show", course=slug, activity=meeting.activity))
