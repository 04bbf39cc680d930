"""Letters that ask graduates how far they are; they name nobody and nothing of what was promised."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why a graduate is written to."""

    ASKED = "asked"
    REMINDED = "reminded"


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write the letters and return how many; they wait for the next ``send-mail``, whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=frozenset(Occasion))


def _asked() -> tuple[str, str]:
    return (
        _("You are asked how far you are"),
        _(
            "some months ago you committed yourself to something. Please say how far you are; that takes a minute."
        ),
    )


def _reminded() -> tuple[str, str]:
    return (
        _("Your answer is still open"),
        _(
            "you were asked how far you are with something that you committed yourself to, and the answer is still open."
        ),
    )


_WORDS: Mapping[enum.StrEnum, Words] = {Occasion.ASKED: _asked, Occasion.REMINDED: _reminded}
