"""Letters to the holder of a certificate; they name neither her nor a course nor what was decided."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document import letters as written
from academy.accounts.document.letters import Letter, Words


class Occasion(enum.StrEnum):
    """Why the holder is written to."""

    DECIDED = "decided"
    ENDS_SOON = "ends-soon"
    #: To those who may agree to what somebody proposed for many.
    BATCH_WAITS = "batch-waits"


def post(app: Flask, letters: Iterable[Letter]) -> int:
    """Write the letters and return how many; they wait for the next ``send-mail``, whoever has no address gets none."""
    return written.post(app, letters, words=_WORDS, unhurried=frozenset(Occasion))


def _decided() -> tuple[str, str]:
    return (
        _("Something was decided about a certificate"),
        _("something was decided about a certificate of yours: what, when and why stands on its page."),
    )


def _ends_soon() -> tuple[str, str]:
    return (
        _("A certificate ends soon"),
        _("a certificate of yours ends soon. Its page says when, and how it can be renewed."),
    )


def _batch_waits() -> tuple[str, str]:
    return (
        _("Something waits for a second person"),
        _(
            "somebody in a branch you look after wants something done to many certificates. It takes a second person’s word."
        ),
    )


_WORDS: Mapping[enum.StrEnum, Words] = {
    Occasion.DECIDED: _decided,
    Occasion.ENDS_SOON: _ends_soon,
    Occasion.BATCH_WAITS: _batch_waits,
}
