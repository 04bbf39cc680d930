"""Conditions in words, as learners and authors read them.

``opens_once(condition, titles)`` is the sentence of a learner's page: “Opens once “Safety first” is done.”
``in_words`` is the clause within it, for sentences of another shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from academy.courses.content import Condition
from academy.courses.content.conditions import AllOf, AnyOf, Done, HoldsRole, Passed, Scored, Since, Until
from academy.web.filters import day, per_cent

#: Role → clause.
HOLDING = {
    "learner": _l("you are a learner"),
    "coordinator": _l("you are a coordinator"),
    "trainer": _l("you are a trainer"),
    "author": _l("you are an author"),
    "translator": _l("you are a translator"),
    "reviewer": _l("you are a reviewer"),
    "administrator": _l("you are an administrator"),
}
#: Role → its name, where one is chosen.
ROLES = {
    "learner": _l("Learner"),
    "coordinator": _l("Coordinator"),
    "trainer": _l("Trainer"),
    "author": _l("Author"),
    "translator": _l("Translator"),
    "reviewer": _l("Reviewer"),
    "administrator": _l("Administrator"),
}
#: Track → its name; a track that is not listed is shown as it is written.
TRACKS = {
    "enforcement": _l("Enforcement"),
    "investigation": _l("Investigation"),
    "prosecution": _l("Prosecution"),
    "rangers": _l("Rangers"),
    "laboratory": _l("Laboratory"),
    "customs": _l("Customs"),
}


def opens_once(
    condition: Condition, titles: Mapping[str, str], courses: Mapping[str, str] | None = None
) -> str:
    """Return the sentence that says what opens something.

    ``titles`` holds the titles of the course's activities and modules by slug, ``courses`` those of other
    courses; what is not among them is called by its slug.
    """
    return str(_("Opens once %(condition)s.", condition=in_words(condition, titles, courses)))


def in_words(
    condition: Condition, titles: Mapping[str, str], courses: Mapping[str, str] | None = None
) -> str:
    """Return a condition as a clause; groups within groups stand in brackets."""
    match condition:
        case AllOf():
            return _joined([_within(each, titles, courses) for each in condition.all], is_any=False)
        case AnyOf():
            return _joined([_within(each, titles, courses) for each in condition.any], is_any=True)
        case Done():
            return str(_("“%(title)s” is done", title=titles.get(condition.done, condition.done)))
        case Scored():
            return str(
                _(
                    "“%(title)s” is done with at least %(score)s",
                    title=titles.get(condition.score, condition.score),
                    score=per_cent(condition.at_least),
                )
            )
        case Passed():
            return str(
                _(
                    "you have completed the course “%(title)s”",
                    title=(courses or {}).get(condition.course, condition.course),
                )
            )
        case Since() | Until():
            return _of_days(condition)
        case HoldsRole():
            return str(HOLDING[condition.role])
        case _:
            return str(_("you follow the track “%(track)s”", track=track_name(condition.track)))


def track_name(track: str) -> str:
    """Return the name of a track in the reader's language."""
    return str(TRACKS.get(track, track))


def _of_days(condition: Since | Until) -> str:
    if isinstance(condition, Since):
        return str(_("it is %(day)s or later", day=_shown(condition.since)))
    return str(_("it is not later than %(day)s", day=_shown(condition.until)))


def _shown(value: date) -> str:
    return day(value)


def _within(condition: Condition, titles: Mapping[str, str], courses: Mapping[str, str] | None) -> str:
    said = in_words(condition, titles, courses)
    return f"({said})" if isinstance(condition, AllOf | AnyOf) else said


def _joined(clauses: list[str], *, is_any: bool) -> str:
    said = clauses[0]
    for place, clause in enumerate(clauses[1:], start=2):
        if place < len(clauses):
            said = _("%(earlier)s, %(next)s", earlier=said, next=clause)
        elif is_any:
            said = _("%(earlier)s or %(last)s", earlier=said, last=clause)
        else:
            said = _("%(earlier)s and %(last)s", earlier=said, last=clause)
    return said
