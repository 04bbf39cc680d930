"""The duty that asks graduates how far they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask import Flask, current_app

from academy import db
from academy.accounts.document.letters import Letter
from academy.accounts.models import Person
from academy.cascade import service
from academy.cascade.document.letters import Occasion, post

#: How often the caretaker looks; a letter has the whole day.
PAUSE = timedelta(hours=1)
_TURNS: tuple[tuple[Callable[..., Sequence[Person]], Occasion], ...] = (
    (service.ask, Occasion.ASKED), (service.remind, Occasion.REMINDED),
)  # fmt: skip


class Asking:
    """A duty of the caretaker; each of its two parts is a write unit of its own, and letters follow the unit."""

    def __init__(self) -> None:
        self._next: datetime | None = None

    def __call__(self, at: datetime) -> int:
        """Ask and remind whoever is to be asked, if it is time to look; return how many letters were written."""
        if self._next is not None and at < self._next:
            return 0
        self._next = at + PAUSE
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
        done = 0
        for choose, occasion in _TURNS:
            with db.writing():
                people = choose(at=at)
            done += post(app, [Letter(person, occasion, "cascade.commitments") for person in people])
        return done
