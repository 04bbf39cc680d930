"""What may be typed about meetings: the dates of a cohort, the code on the wall, and the meeting itself."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # newer than the stubs
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from academy.errors import Invalid
from academy.meetings.content import MeetingContent
from academy.meetings.models import Meeting
from academy.meetings.rules import Date, in_zone, moment_in, zones
from academy.richtext import folded
from academy.web.forms import Form

MODES = {
    "in-person": _l("In a room"),
    "online": _l("Online"),
    "either": _l("In a room or online, as the trainer decides"),
}
PRESENCES = {"present": _l("Present"), "late": _l("Late"), "excused": _l("Excused"), "absent": _l("Absent")}


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class DateForm(Form):
    """A date and a place of a meeting. The times are those that clocks in the chosen place show."""

    day = DateField(_l("Day"), validators=[InputRequired(_l("Choose the day."))])
    starts = TimeField(_l("Begins"), validators=[InputRequired(_l("Type when it begins."))])
    ends = TimeField(_l("Ends"), validators=[InputRequired(_l("Type when it ends."))])
    ends_on = DateField(_l("Last day, if another"), validators=[Optional()])
    zone = SelectField(
        _l("Clock these times go by"),
        description=_l("Choose the nearest place. Everybody sees the times by this clock, with its name."),
    )
    place = StringField(
        _l("Room and address"), filters=[_stripped], validators=[Length(max=300)],
        description=_l("Empty for a meeting that is only online."),
    )  # fmt: skip
    link = URLField(
        _l("Link to join"), filters=[_stripped],
        validators=[Optional(), Length(max=500), Regexp(r"https?://\S+\Z", message=_l("A link begins with https://."))],
        description=_l("Only learners of this cohort and its trainers see it."),
    )  # fmt: skip

    def offer_zones(self) -> None:
        """Fill in whose clocks there are."""
        self.zone.choices = [SelectChoice(name, name.replace("_", " ")) for name in zones()]

    def wanted(self) -> Date:
        """Return what was typed. Raises Invalid where clocks skip that time, or nobody could find the meeting."""
        zone, first = self.zone.data, cast(date, self.day.data)
        starts_at = moment_in(zone, first, cast(time, self.starts.data))
        ends_at = moment_in(zone, self.ends_on.data or first, cast(time, self.ends.data))
        if starts_at is None or ends_at is None:
            raise Invalid("no-such-time", field="starts" if starts_at is None else "ends")
        place, link = self.place.data or "", self.link.data or ""
        if not place and not link:
            raise Invalid("nowhere", field="place")
        return Date(starts_at, ends_at, zone, place, link)


def typed(meeting: Meeting) -> dict[str, Any]:
    """Return what the form says of a date there is."""
    day, starts = in_zone(meeting.zone, meeting.starts_at)
    last, ends = in_zone(meeting.zone, meeting.ends_at)
    return {
        "day": day, "starts": starts, "ends": ends, "ends_on": last if last != day else None, "zone": meeting.zone,
        "place": meeting.place, "link": meeting.link,
    }  # fmt: skip


def proposed(zone: str, at: datetime) -> dict[str, Any]:
    """Return what the form of a new date begins with."""
    return {"day": in_zone(zone, at)[0], "zone": zone}


class HereForm(Form):
    """The code on the wall."""

    code = StringField(
        _l("Code on the wall"), filters=[_stripped], validators=[InputRequired(_l("Type the six signs.")), Length(max=20)],
        description=_l("Six letters and digits, shown in the room. Small letters and spaces do not matter."),
    )  # fmt: skip


class MeetingForm(Form):
    """A meeting as its author writes it."""

    title = StringField(
        _l("Title"), filters=[_stripped], validators=[InputRequired(_l("Give it a title.")), Length(max=200)]
    )
    minutes = IntegerField(
        _l("Minutes"), validators=[InputRequired(_l("Type a whole number.")), NumberRange(1, 600)],
        description=_l("How long it takes, for planning."),
    )  # fmt: skip
    mode = SelectField(_l("Where"), choices=[SelectChoice(name, label) for name, label in MODES.items()])
    about = TextAreaField(
        _l("What it is for"), validators=[Length(max=20000)],
        description=_l("An empty line begins a new paragraph. **Bold**, *italics* and [links](https://…) work."),
    )  # fmt: skip
    bring = TextAreaField(
        _l("What to bring"), validators=[Length(max=4000)], description=_l("One thing to a line.")
    )


def written(meeting: MeetingContent) -> dict[str, Any]:
    """Return what the form says of a meeting."""
    return {
        "title": meeting.title, "minutes": meeting.minutes, "mode": meeting.mode, "about": meeting.about,
        "bring": "\n".join(meeting.bring),
    }  # fmt: skip


def content_of(form: MeetingForm) -> MeetingContent:
    """Return the meeting that a form in order holds."""
    lines = (folded(line) for line in (form.bring.data or "").splitlines())
    return MeetingContent(
        title=folded(form.title.data or ""), minutes=form.minutes.data, mode=form.mode.data,
        about=folded(form.about.data or ""), bring=[line for line in lines if line],
    )  # fmt: skip
