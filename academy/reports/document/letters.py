"""The letter that leads to a report. It holds no figure; where it leads, one signs in first."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why somebody is written to."""

    REPORT = "report"


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write and send letters, and return how many; whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=frozenset(Occasion))


def _report() -> tuple[str, str]:
    return _("Your report is ready"), _(
        "a report that you asked to be told of is ready, with the figures of today. You can stop these letters there."
    )


_WORDS: Mapping[enum.StrEnum, Words] = {Occasion.REPORT: _report}
