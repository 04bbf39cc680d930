"""Letters about marks."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why somebody is written to."""

    #: A person's marks are given: the result is there.
    MARKED = "marked"
    #: To the learner.
    APPEAL_ANSWERED = "appeal-answered"
    #: To those who can decide it.
    APPEAL_MADE = "appeal-made"
    #: A regrade has made a quiz passed, or not passed any more.
    REGRADED = "regraded"


#: Letters to many at once; they wait for the next ``send-mail`` instead of holding up who wrote.
_UNHURRIED = frozenset({Occasion.REGRADED})


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write and send letters, and return how many; whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=_UNHURRIED)


def _marked() -> tuple[str, str]:
    return _("Your quiz is marked"), _("a quiz that waited for a person’s marks has its result now.")


def _appeal_answered() -> tuple[str, str]:
    return _("Your appeal is answered"), _("your appeal against a mark has been decided, with reasons.")


def _appeal_made() -> tuple[str, str]:
    return _("An appeal waits for an answer"), _(
        "a learner has objected to a mark in a cohort or branch that you look after."
    )


def _regraded() -> tuple[str, str]:
    return _("A result of yours has changed"), _(
        "an item of a quiz was marked with a wrong key. It was marked anew, and your result is another one now. "
        "What you had earned stays yours."
    )


_WORDS: Mapping[enum.StrEnum, Words] = {
    Occasion.MARKED: _marked,
    Occasion.APPEAL_ANSWERED: _appeal_answered,
    Occasion.APPEAL_MADE: _appeal_made,
    Occasion.REGRADED: _regraded,
}
