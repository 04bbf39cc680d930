"""Locks and dates in words, as learners and trainers read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from academy.courses.content import Condition, Course, leaves
from academy.courses.content.conditions import Passed
from academy.courses.forms.wording import opens_once
from academy.learning.rules import ActivityStanding, ActivityState, Dates, Lock
from academy.web.filters import day

#: Days ahead that are counted; what is further off is named.
NEAR = 14


def titles_of(course: Course) -> dict[str, str]:
    """Return the titles of a course's modules and activities by slug, for sentences about its conditions."""
    return {module.slug: module.title for module in course.modules} | {
        activity.slug: activity.content.title for _module, activity in course.activities()
    }


def courses_named(*conditions: Condition | None) -> set[str]:
    """Return the slugs of the other courses that conditions speak of."""
    return {leaf.course for condition in conditions for leaf in leaves(condition) if isinstance(leaf, Passed)}


def why(locks: Iterable[Lock], titles: Mapping[str, str], courses: Mapping[str, str]) -> str:
    """Return why something is locked and what opens it; empty where nothing locks it."""
    return " ".join(_of_a_lock(lock, titles, courses) for lock in locks)


def when(dates: Dates, today: date) -> str:
    """Return when something is due, or until when it is open; empty where there is no such day."""
    if dates.due_on is not None:
        return due(dates.due_on, today)
    return str(_("Open until %(day)s.", day=day(dates.closes_on))) if dates.closes_on is not None else ""


def due(due_on: date, today: date) -> str:
    """Return when something is due, as seen from today."""
    left = (due_on - today).days
    if left < 0:
        return str(_("Overdue since %(day)s", day=day(due_on)))
    if left == 0:
        return str(_("Due today"))
    if left <= NEAR:
        return str(ngettext("Due in %(num)d day", "Due in %(num)d days", left))
    return str(_("Due on %(day)s", day=day(due_on)))


def is_late(each: ActivityStanding, today: date) -> bool:
    """Say whether an activity should have been done by now."""
    is_done = each.state is ActivityState.DONE
    return not is_done and each.dates.due_on is not None and each.dates.due_on < today


def _of_a_lock(lock: Lock, titles: Mapping[str, str], courses: Mapping[str, str]) -> str:
    if lock.gate is not None:
        return str(_("Opens when “%(module)s” is done.", module=lock.gate.title))
    if lock.condition is not None:
        return opens_once(lock.condition, titles, courses)
    if lock.opens_on is not None:
        return str(_("Opens on %(day)s.", day=day(lock.opens_on)))
    if lock.closed_on is not None:
        return str(
            _("Was open until %(day)s. Your trainer can give you another day.", day=day(lock.closed_on))
        )
    return ""
