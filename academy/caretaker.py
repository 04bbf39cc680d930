"""What has to happen without anybody's browser: duties that a thread of the server does again and again.

A duty finds its work by a query and does each piece in a write unit of its own, so that two servers may do it at the
same time, and one that is killed half way leaves nothing half done. It returns how much it did.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from academy import clock, db

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)
#: Seconds between two rounds.
PAUSE = 15


@dataclass(frozen=True)
class Duty:
    """Something to be seen to: ``do`` is given the moment, and returns how many things it did."""

    name: str
    do: Callable[[datetime], int]


def go_round(duties: Sequence[Duty], *, at: datetime) -> dict[str, int]:
    """Do every duty once; one that fails is logged and does not keep the others from being done."""
    done: dict[str, int] = {}
    for duty in duties:
        try:
            done[duty.name] = duty.do(at)
        except Exception:
            log.exception("duty failed: %s", duty.name)
            done[duty.name] = 0
        finally:
            db.session.remove()
    return done


def employ(app: Flask, *, pause: float = PAUSE) -> threading.Event:
    """Start the thread that goes round in this process; setting the event it returns lets it go."""
    leave = threading.Event()

    def work() -> None:
        while not leave.wait(pause):
            with app.app_context():
                go_round(app.extensions.get("duties", ()), at=clock.now())

    threading.Thread(target=work, name="caretaker", daemon=True).start()
    return leave
