"""The blueprints of cohorts at work, the words of their refusals, and the letters that follow a deed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from academy import richtext
from academy.accounts.document.letters import Letter, post_afterwards
from academy.cohorts import queries
from academy.cohorts.document.letters import post
from academy.cohorts.models import Announcement
from academy.web.errors import say

blueprint = Blueprint(
    "cohorts", "academy.cohorts", url_prefix="/<locale:locale>", template_folder="templates"
)
#: For calendar programs, which know no language.
feeds = Blueprint("calendars", "academy.cohorts")

say({
    "cohort-name-taken": _l("Another cohort has this name."),
    "closes-before-start": _l("This day is before the first day. Choose a later one."),
    "nominations-after-close": _l("This day is after the last day to join. Choose an earlier one."),
    "cohort-without-trainer": _l("Choose at least one trainer."),
    "cohort-changed-since": _l("Somebody has changed this cohort since you opened the form. Look at what it is now, then change it again."),
    "cohort-closed": _l("This cohort is closed; nobody can join it any more."),
    "nominations-over": _l("Nominations for this cohort are over."),
    "nobody-to-nominate": _l("Choose somebody who can be nominated."),
    "nomination-decided": _l("This nomination is decided already. Load the page again and look."),
    "approved-by-you": _l("You have approved this nomination already; a second person must do so now."),
    "nominated-by-you": _l("You made this nomination yourself. For a restricted course two other people approve it."),
    "course-complete": _l("This person has completed the course; the record stays."),
    "answered-since": _l("A colleague has answered this question since you opened it. Read that answer first."),
    "in-the-course": _l("Is in this course already."),
    "not-ready": _l("Does not meet what the course asks for yet."),
    "not-ready-for": _l("Does not meet what the course asks for yet. To a learner it says: %(asks)s"),
})  # fmt: skip


def write_afterwards(letters: Iterable[Letter]) -> None:
    """Send letters once what they tell of is on disk."""
    post_afterwards(post, letters)


def news_of(cohort_id: UUID) -> list[tuple[Announcement, str | None, str]]:
    """Return (announcement, its author's call-sign, its clean HTML), the newest first."""
    return [
        (each, author, richtext.inline(each.body)) for each, author in queries.announcements_in(cohort_id)
    ]
