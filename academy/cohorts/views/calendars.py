"""A person's dates for her calendar program: the address, and what stands behind it.

The address is its own key, 256 random bits of which only a digest is kept, so there is nothing to guess and no tries
are counted; an address that ended, one that never was and one whose owner may no longer enter answer alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from academy import clock, i18n
from academy.accounts.models import Person
from academy.cohorts import queries, service
from academy.cohorts.document.calendars import Entry, calendar
from academy.cohorts.queries import Diary
from academy.cohorts.views.blueprint import blueprint, feeds
from academy.config import Config
from academy.courses.content import Course
from academy.courses.queries import reading
from academy.learning.models import Cohort
from academy.meetings.models import Meeting
from academy.meetings.queries import upcoming
from academy.web.access import actor, public, signed_in

#: Meetings are shown from the beginning: whoever was there may look it up.
EVER = datetime(2000, 1, 1, tzinfo=UTC)


@blueprint.get("/account/calendar")
@signed_in
def calendar_link() -> str:
    """Say whether the actor has an address for her calendar, and let her make one."""
    return render_template("cohorts/calendar.html", link=queries.link_of(actor().person_id), address=None)


@blueprint.post("/account/calendar")
@signed_in
def make_calendar_link() -> str:
    """Make the actor's address anew and show it, this once."""
    token = service.make_link(by=actor(), at=clock.now())
    address = f"{_config().base_url}{url_for('calendars.feed', token=token)}"
    return render_template("cohorts/calendar.html", link=queries.link_of(actor().person_id), address=address)


@blueprint.post("/account/calendar/end")
@signed_in
def revoke_calendar_link() -> ResponseReturnValue:
    """End the actor's address."""
    service.revoke_link(by=actor(), at=clock.now())
    flash(_("The address no longer works. Remove it from your calendar program."), "success")
    return redirect(url_for("cohorts.calendar_link"))


@feeds.get("/calendar/<string:token>.ics")
@public
def feed(token: str) -> Response:
    """Hand out the dates of whoever owns this address."""
    owner = queries.owner_of(token)
    chosen = i18n.LANGUAGES.get(owner.interface_locale or "") or i18n.LANGUAGES[i18n.DEFAULT]
    with force_locale(chosen.babel):
        content = calendar(
            _entries(owner, chosen), name=_("Wildlife Crime Academy"), host=_config().host, at=clock.now()
        )
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=900"
    return response


def _entries(owner: Person, chosen: i18n.Language) -> Iterator[Entry]:
    locale = owner.content_locale if owner.content_locale in i18n.LANGUAGES else chosen.code
    cohorts = queries.cohorts_learnt_in(owner.id)
    courses = {each.id: reading(edition_id=each.edition_id, locale=locale).course for each in cohorts}
    for cohort in cohorts:
        yield from _days_of(cohort, courses[cohort.id], chosen)
    for meeting in upcoming(cohort_ids=list(courses), since=EVER):
        yield _meeting(meeting, courses[meeting.cohort_id], chosen)
    for diary in queries.diaries_of([owner.id], locale=locale).get(owner.id, ()):
        yield from _due_days(diary, chosen)


def _days_of(cohort: Cohort, course: Course, chosen: i18n.Language) -> Iterator[Entry]:
    page = _address("cohorts.class_page", chosen, cohort_id=cohort.id)
    begins = _("Class begins: %(course)s", course=course.title)
    yield Entry(f"cohort-start-{cohort.id}", begins, cohort.starts_on, page)
    if cohort.closes_on is not None:
        ends = _("Last day to join: %(course)s", course=course.title)
        yield Entry(f"cohort-close-{cohort.id}", ends, cohort.closes_on, page)


def _meeting(meeting: Meeting, course: Course, chosen: i18n.Language) -> Entry:
    found = course.activity(meeting.activity)
    title = found[1].content.title if found else course.title
    return Entry(
        f"meeting-{meeting.id}", str(title), meeting.starts_at,
        _address("cohorts.class_page", chosen, cohort_id=meeting.cohort_id), ends=meeting.ends_at,
        place=meeting.place, sequence=meeting.revision, is_cancelled=meeting.cancelled_at is not None,
    )  # fmt: skip


def _due_days(diary: Diary, chosen: i18n.Language) -> Iterator[Entry]:
    page = _address("learning.course", chosen, course=diary.course.slug)
    for due in diary.due:
        found = diary.course.activity(due.activity)
        title = found[1].content.title if found else diary.course.title
        key = f"due-{diary.enrolment.id}-{due.activity}" if due.activity else f"due-{diary.enrolment.id}"
        yield Entry(key, _("Due: %(title)s", title=title), due.due_on, page)


def _address(endpoint: str, chosen: i18n.Language, **values: str | UUID) -> str:
    path = current_app.url_map.bind("").build(endpoint, {"locale": chosen.code, **values})
    return f"{_config().base_url}{path}"


def _config() -> Config:
    config: Config = current_app.extensions["academy"]
    return config
