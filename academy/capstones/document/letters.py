"""The letter to a learner whose capstone is marked."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why somebody is written to."""

    #: People have marked her capstone: the result and the debrief are there.
    MARKED = "capstone-marked"


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write and send letters, and return how many; whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=frozenset())


def _marked() -> tuple[str, str]:
    return _("Your capstone is marked"), _("a capstone of yours has been marked, and its debrief is open.")


_WORDS: Mapping[enum.StrEnum, Words] = {Occasion.MARKED: _marked}
