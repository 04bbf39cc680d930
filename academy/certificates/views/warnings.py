"""The duty that warns holders before their certificates end."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, current_app

from academy import db
from academy.accounts.document.letters import Letter
from academy.certificates import queries, service
from academy.certificates.document.letters import Occasion, post

#: How often the caretaker looks; a letter has the whole day.
PAUSE = timedelta(hours=1)
#: How many are written in one write unit.
AT_ONCE = 50


class Warnings:
    """A duty of the caretaker: what is noted is on disk before its letter is written, so that none goes out twice."""

    def __init__(self) -> None:
        self._next: datetime | None = None

    def __call__(self, at: datetime) -> int:
        """Write the warnings that are due, if it is time to look; return how many."""
        if self._next is not None and at < self._next:
            return 0
        due = queries.warnings_due(on=at.date(), limit=AT_ONCE)
        self._next = at + PAUSE if len(due) < AT_ONCE else None
        if not due:
            return 0
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy, untyped
        db.session.rollback()
        with db.writing():
            noted = service.note_warnings(due, at=at)
        post(
            app,
            [
                Letter(
                    person, Occasion.ENDS_SOON, "certificates.certificate", {"certificate_id": certificate_id}
                )
                for person, certificate_id in noted
            ],
        )
        return len(noted)
