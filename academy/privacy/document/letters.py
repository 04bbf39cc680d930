"""The letter to somebody who has not signed in for a long time. Like every letter it names nobody."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from flask import Flask
from flask_babel import gettext as _

from academy.accounts.document.letters import Letter, post
from academy.accounts.models import Person


class Occasion(enum.StrEnum):
    """What is written about."""

    UNUSED = "unused"


def warn(app: Flask, people: Iterable[Person]) -> int:
    """Tell people that their accounts will be erased, unless they sign in; return how many have an address."""
    letters = [Letter(person, Occasion.UNUSED, "home.start") for person in people]
    return post(app, letters, words={Occasion.UNUSED: _unused}, unhurried=list(Occasion))


def _unused() -> tuple[str, str]:
    return _("Your account will be erased in 30 days"), _(
        "You have not signed in for a long time. In 30 days your account and all that the academy keeps about you"
        " will be erased. To keep it, sign in once; there is nothing else to do."
    )
