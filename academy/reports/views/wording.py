"""What keeps somebody, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from academy.courses.content import Course
from academy.practicals.rules import KIND as PRACTICAL
from academy.reports.rules.stuck import Obstacle, Reason, Why, reason
from academy.web.filters import day


def why_stuck(
    course: Course,
    obstacles: Iterable[Obstacle],
    *,
    done: Mapping[str, object],
    last_activity_at: datetime | None,
    at: datetime,
) -> str:
    """Return the sentence that says why an open enrolment stands still; nothing where it does not."""
    activities = [activity for _module, activity in course.activities()]
    found = reason(
        obstacles, last_activity_at=last_activity_at, at=at,
        left=[each.slug for each in activities if each.is_required and each.slug not in done],
        signed_off={each.slug for each in activities if each.kind == PRACTICAL.name},
    )  # fmt: skip
    if found is None:
        return ""
    titles = {each.slug: str(each.content.title) for each in activities}
    return _sentence(found, titles.get(found.activity, found.activity))


def _sentence(found: Reason, title: str) -> str:
    since = day(found.since) if found.since else ""
    said = {
        Why.MARKING: lambda: _("“%(activity)s” waits for marks since %(day)s", activity=title, day=since),
        Why.SIGN_OFF: lambda: _("“%(activity)s” waits to be signed off since %(day)s", activity=title, day=since),
        Why.STILL: lambda: _("Nothing done since %(day)s", day=since),
        Why.FAILED: lambda: ngettext(
            "“%(activity)s” failed %(num)d time", "“%(activity)s” failed %(num)d times", found.count, activity=title
        ),
    }  # fmt: skip
    return str(said[found.why]())
