"""Letters to those who are asked about officers."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why a supervisor is written to."""

    ASKED = "asked"
    REMINDED = "reminded"


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write the letters and return how many; they wait for the next ``send-mail``, whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=frozenset(Occasion))


def _asked() -> tuple[str, str]:
    return (
        _("You are asked what came of a course"),
        _("somebody in your agency completed a course some months ago. Please answer six questions about what is done with it; that takes two minutes."),
    )  # fmt: skip


def _reminded() -> tuple[str, str]:
    return (
        _("A follow-up still waits for your answer"),
        _("you were asked what came of a course, and the answer is still open."),
    )


_WORDS: Mapping[enum.StrEnum, Words] = {Occasion.ASKED: _asked, Occasion.REMINDED: _reminded}
