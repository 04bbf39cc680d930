"""What is kept, in words: of a whole domain, of a single key of her copy, and why it goes when it goes."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _l

from academy.privacy.rules import DEFAULTS, What
from academy.privacy.rules.retention import LETTERS_KEPT
from academy.privacy.views.blueprint import blueprint


@dataclass(frozen=True)
class Held:
    """A sort of data: what it is called, what it holds, why it is there."""

    title: LazyString
    holds: LazyString
    why: LazyString


#: What a person is told of her own data, before she takes a copy or erases it.
HELD = (
    Held(
        _l("Account"),
        _l(
            "Your name, call-sign, address, languages, roles, and when you were last here. Of your password only a hash."
        ),
        _l("You come in with it, and your agency knows who has learned."),
    ),
    Held(
        _l("Learning record"),
        _l(
            "Your courses, attempts, answers, files, marks and results, cases and capstones, and what you review."
        ),
        _l("It decides what you have completed, and lets you appeal."),
    ),
    Held(
        _l("Classes"),
        _l("Nominations, attendance, sign-offs, questions and announcements."),
        _l("Trainers plan by it, and it shows that you were there."),
    ),
    Held(
        _l("Certificates"),
        _l("Each certificate as it was issued, with your name."),
        _l("Others can check that it is genuine."),
    ),
    Held(
        _l("Letters"),
        _l("The letters that the academy wrote to you. They name nobody and no course."),
        _l("A letter that could not be sent is sent again."),
    ),
    Held(
        _l("What you wrote for others"),
        _l("Drafts, items, marks and decisions of yours. After erasure they stay, without your name."),
        _l("Courses and the results of others rest on them."),
    ),
)

#: What is kept for a time: what it is called, and what happens then.
KEPT: dict[What, tuple[LazyString, LazyString]] = {
    What.ACCOUNT_UNUSED: (_l("An account that nobody uses"), _l("It is erased. A letter says so 30 days before; signing in keeps it.")),
    What.LEFT: (_l("The account of somebody who left every agency"), _l("It is erased.")),
    What.ANSWERS: (
        _l("Single answers, files and what was done in cases, once a course has ended"),
        _l("They are forgotten. Results, completions and certificates stay."),
    ),
    What.ADMISSION_DECLINED: (_l("A request to come in that was declined"), _l("It is forgotten.")),
    What.TRAINING_RECORD: (
        _l("The training record of somebody who was erased"),
        _l("Kept only where an agency names the law that demands it: name, courses completed there, certificate numbers."),
    ),
}  # fmt: skip

#: What the domains of her copy are called.
DOMAINS = {
    "letters": _l("Letters"), "certificates": _l("Certificates"), "cohorts": _l("Cohorts"), "recall": _l("Review"),
    "meetings": _l("Meetings"), "practicals": _l("Sign-offs"), "cases": _l("Cases"), "capstones": _l("Capstones"),
    "quizzes": _l("Quizzes"), "learning": _l("Learning record"), "items": _l("Item bank"), "courses": _l("Authoring"),
    "privacy": _l("Privacy"), "reports": _l("Reports"), "evaluation": _l("Evaluation"), "snapshots": _l("Frozen figures"), "api": _l("Programs"), "accounts": _l("Account"),
}  # fmt: skip

#: What keys of her copy are called; one that is not here is shown as it stands in the machine-readable copy.
KEYS = {
    "activity": _l("Activity"), "agency": _l("Agency"), "answer": _l("Answer"), "answers": _l("Answers"), "appeals": _l("Appeals"),
    "attempts": _l("Attempts"), "call_sign": _l("Call-sign"), "certificate_locale": _l("Language of your certificates"),
    "certificates": _l("Certificates"), "completed_at": _l("Completed"), "content_locale": _l("Language of the lessons"),
    "country": _l("Country"), "course": _l("Course"), "due_on": _l("Due"), "email": _l("E-mail"),
    "enrolled_at": _l("Enrolled"), "enrolments": _l("Courses"), "files": _l("Files"), "has_second_factor": _l("Second factor"),
    "holder": _l("Name"), "interface_locale": _l("Language of the pages"), "item": _l("Item"),
    "jurisdiction": _l("Country whose law you follow"), "last_seen_at": _l("Last seen"), "legal_name": _l("Legal name"),
    "letters": _l("Letters"), "level": _l("Level"), "marks": _l("Marks"), "memberships": _l("Roles"), "name": _l("Name"),
    "nominations": _l("Nominations"), "note": _l("Note"), "number": _l("Number"), "questions": _l("Questions"),
    "reason": _l("Reason"), "responses": _l("Answers"), "role": _l("Role"), "score": _l("Score"), "state": _l("State"),
    "text": _l("Text"), "title": _l("Title"), "track": _l("Track"), "valid_until": _l("Valid until"),
    "issued_at": _l("Issued"),
}  # fmt: skip


def domain_words(name: str) -> str:
    """Return what a domain is called."""
    return str(DOMAINS.get(name, name.replace("_", " ")))


def key_words(name: str) -> str:
    """Return what a key is called."""
    return str(KEYS.get(name, name.replace("_", " ")))


def period(months: int) -> str:
    """Return how long, in words."""
    return str(ngettext("%(num)d month", "%(num)d months", months))


@blueprint.app_template_global()
def retention_periods() -> list[tuple[str, str, str]]:
    """Return (what, how long, what then) of everything that is kept for a time, by the academy's own periods."""
    rows = [
        (str(title), period(DEFAULTS[what].months) if DEFAULTS[what].months else "–", str(then))
        for what, (title, then) in KEPT.items()
    ]
    days = ngettext("%(num)d day", "%(num)d days", LETTERS_KEPT.days)
    return [*rows, (str(_l("Letters")), days, str(_l("They are forgotten.")))]
