"""Letters about a class."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words
from academy.accounts.models import Person
from academy.cohorts.rules import Notice


class Occasion(enum.StrEnum):
    """Why somebody is written to."""

    PLACE = "place"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    #: To the coordinator who nominated.
    DECIDED = "decided"
    NEWS = "news"
    DATES = "dates"
    #: To the trainers.
    QUESTION = "question"
    ANSWER = "answer"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


#: Letters to a whole class at once; they wait for the next ``send-mail`` instead of holding up who wrote.
_UNHURRIED = frozenset({Occasion.NEWS, Occasion.DATES})


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write and send letters, and return how many; whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=_UNHURRIED)


def of_reminders(found: Iterable[tuple[Person, Collection[Notice]]]) -> list[Letter]:
    """Return one letter for each person there is something to remind of; what is overdue is said first."""
    return [
        Letter(person, Occasion.OVERDUE if Notice.OVERDUE in said else Occasion.DUE_SOON, "home.start")
        for person, said in found
    ]


def _place() -> tuple[str, str]:
    return _("You have a place in a class"), _("you have been given a place in a class of the academy.")


def _waiting() -> tuple[str, str]:
    return (
        _("You are on the waiting list of a class"),
        _(
            "your nomination is approved. You get a place in turn, as soon as one is free and you are in no other class of this course."
        ),
    )


def _declined() -> tuple[str, str]:
    return (
        _("A nomination was declined"),
        _("you were nominated for a class of the academy, and the nomination was declined. "
          "Your coordinator can tell you why."),
    )  # fmt: skip


def _withdrawn() -> tuple[str, str]:
    return _("A nomination was withdrawn"), _("your agency has taken your nomination for a class back.")


def _decided() -> tuple[str, str]:
    return _("A nomination of your agency was decided"), _("a nomination that you made has been decided.")


def _news() -> tuple[str, str]:
    return _("There is news in your class"), _("a trainer has told your class something.")


def _dates() -> tuple[str, str]:
    return _("A date of your class has changed"), _("a meeting of your class was moved or called off.")


def _question() -> tuple[str, str]:
    return _("A question in one of your cohorts"), _(
        "somebody has asked a question in a cohort that you train."
    )


def _answer() -> tuple[str, str]:
    return _("Your question is answered"), _("a trainer has answered the question that you asked.")


def _due_soon() -> tuple[str, str]:
    return _("Something is due soon"), _("something in your courses begins or is due within the next days.")


def _overdue() -> tuple[str, str]:
    return (
        _("Something is past its due date"),
        _(
            "something in your courses is past its due date. You can still do it, unless the page says otherwise."
        ),
    )


_WORDS: Mapping[enum.StrEnum, Words] = {
    Occasion.PLACE: _place,
    Occasion.WAITING: _waiting,
    Occasion.DECLINED: _declined,
    Occasion.WITHDRAWN: _withdrawn,
    Occasion.DECIDED: _decided,
    Occasion.NEWS: _news,
    Occasion.DATES: _dates,
    Occasion.QUESTION: _question,
    Occasion.ANSWER: _answer,
    Occasion.DUE_SOON: _due_soon,
    Occasion.OVERDUE: _overdue,
}
