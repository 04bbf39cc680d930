"""Letters about the way in, transfers and branches. They name nobody."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why somebody is written to."""

    #: To the coordinators of an agency.
    WAITS = "waits"
    #: To whoever put a colleague forward.
    DECIDED = "decided"
    #: To the learner herself.
    MOVED = "moved"
    #: To both coordinators.
    TRANSFER_DECIDED = "transfer-decided"
    HANDED_OVER = "handed-over"
    TAKEN_OVER = "taken-over"
    DEPUTY = "deputy"


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write and send letters, and return how many; whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=())


def _waits() -> tuple[str, str]:
    return _("Somebody waits at your agency’s door"), _(
        "somebody wishes to come into your agency, and you are asked whether you know this person."
    )


def _decided() -> tuple[str, str]:
    return _("Your wish was decided"), _("the colleague whom you put forward was decided on.")


def _moved() -> tuple[str, str]:
    return _("Your agency has changed"), _(
        "another agency has taken you in. Your open courses go with you; what you have completed stays on record."
    )


def _transfer_decided() -> tuple[str, str]:
    return _("A transfer was decided"), _("a transfer between your agency and another one was decided.")


def _handed_over() -> tuple[str, str]:
    return _("You have handed your branch over"), _(
        "the people you answered for are answered for by somebody else from the day you chose."
    )


def _taken_over() -> tuple[str, str]:
    return _("You take over a branch"), _(
        "a coordinator has handed a branch over to you. The page says from which day."
    )


def _deputy() -> tuple[str, str]:
    return _("You stand in for a coordinator"), _("a coordinator has named you as deputy.")


_WORDS: Mapping[enum.StrEnum, Words] = {
    Occasion.WAITS: _waits,
    Occasion.DECIDED: _decided,
    Occasion.MOVED: _moved,
    Occasion.TRANSFER_DECIDED: _transfer_decided,
    Occasion.HANDED_OVER: _handed_over,
    Occasion.TAKEN_OVER: _taken_over,
    Occasion.DEPUTY: _deputy,
}
