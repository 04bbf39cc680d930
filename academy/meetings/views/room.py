"""Who is there: the list that a trainer ticks, and the code she shows in the room."""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from uuid import UUID

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from academy import clock
from academy.actor import Role
from academy.config import Config
from academy.courses.queries import reading
from academy.meetings import queries, service
from academy.meetings.forms import PRESENCES
from academy.meetings.models import Meeting
from academy.meetings.rules import counts, new_window_at, room_code, shown
from academy.meetings.service import Moved, Tick
from academy.meetings.views.blueprint import blueprint
from academy.web.access import actor, allow
from academy.web.locale import content_locale, with_query


@blueprint.route("/<locale:locale>/meetings/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@allow(Role.TRAINER, guests=True)
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Show the list, and note it in one step."""
    meeting = queries.trained_meeting(actor(), meeting_id)
    if request.method == "GET":
        return _list_page(meeting)
    ticks = {each.enrolment_id: _tick(each.enrolment_id) for each in queries.list_of(meeting)}
    try:
        count = service.tick(meeting=meeting, ticks=ticks, by=actor(), at=clock.now())
    except Moved as refusal:
        return _list_page(meeting, ticks, refusal.enrolments), refusal.status
    words = ngettext("%(num)d entry is noted.", "%(num)d entries are noted.", count)
    flash(words if count else _("Nothing was changed."), "success" if count else "info")
    return redirect(url_for("meetings.attendance", meeting_id=meeting_id))


@blueprint.get("/<locale:locale>/meetings/<uuid:meeting_id>/wall")
@allow(Role.TRAINER, guests=True)
def wall(meeting_id: UUID) -> str:
    """Show the code for the wall: the page renews itself when the code changes."""
    meeting = queries.trained_meeting(actor(), meeting_id)
    at = clock.now()
    is_open = service.takes_code(meeting, at=at)
    people = queries.list_of(meeting)
    return render_template(
        "meetings/wall.html", meeting=meeting, title=_title(meeting), is_open=is_open, may_open=service.may_show_code(meeting, at=at),
        seconds=max(1, round((new_window_at(at) - at).total_seconds())) + 1, there=sum(counts(each.presence) for each in people),
        all=len(people), **(_code(meeting, at) if is_open else {}),
    )  # fmt: skip


@blueprint.post("/<locale:locale>/meetings/<uuid:meeting_id>/wall/open")
@allow(Role.TRAINER, guests=True)
def open_code(meeting_id: UUID) -> ResponseReturnValue:
    """Take the code for the next half hour."""
    service.open_code(meeting=queries.trained_meeting(actor(), meeting_id), at=clock.now())
    return redirect(url_for("meetings.wall", meeting_id=meeting_id))


@blueprint.post("/<locale:locale>/meetings/<uuid:meeting_id>/wall/close")
@allow(Role.TRAINER, guests=True)
def close_code(meeting_id: UUID) -> ResponseReturnValue:
    """Take no code any more and go on with the list."""
    service.close_code(meeting=queries.trained_meeting(actor(), meeting_id))
    flash(_("The code is no longer taken."), "success")
    return redirect(url_for("meetings.attendance", meeting_id=meeting_id))


def _code(meeting: Meeting, at: datetime) -> dict[str, object]:
    config: Config = current_app.extensions["academy"]
    code = room_code(config.secret_key, meeting.id, at)
    address = with_query(url_for("meetings.scanned", meeting_id=meeting.id), {"code": code})
    picture = io.BytesIO()
    segno.make(f"{config.base_url}{address}", error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass=None, lineclass=None, dark="black", light="white"
    )  # fmt: skip
    left = (meeting.code_until or at) - at
    return {
        "code": shown(code),
        "picture": picture.getvalue().decode(),
        "minutes": ceil(left.total_seconds() / 60),
    }


def _tick(enrolment_id: UUID) -> Tick:
    def posted(name: str) -> str | None:
        value = request.form.get(f"{name}-{enrolment_id}", "")
        return value if value in PRESENCES else None

    return Tick(presence=posted("presence"), was=posted("was"))


def _list_page(
    meeting: Meeting, ticks: dict[UUID, Tick] | None = None, moved: frozenset[UUID] = frozenset()
) -> str:
    people = queries.list_of(meeting)
    wanted = {each.enrolment_id: each.presence for each in people}
    wanted |= {key: tick.presence for key, tick in (ticks or {}).items() if tick.presence}
    return render_template(
        "meetings/attendance.html", meeting=meeting, title=_title(meeting), people=people, wanted=wanted, moved=moved,
        presences=PRESENCES, there=sum(counts(each.presence) for each in people), may_open=service.may_show_code(meeting, at=clock.now()),
    )  # fmt: skip


def _title(meeting: Meeting) -> str:
    read = reading(edition_id=meeting.cohort.edition_id, locale=content_locale(actor()))
    found = read.course.activity(meeting.activity)
    return found[1].content.title if found else meeting.activity
