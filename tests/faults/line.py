"""A learner's browser on the line: saves over HTTP as the script of a page does, and tries again as it does."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.server import HOST
from tests.faults.ground import USER_AGENT, Taker

#: Seconds a browser waits before it tries again, and after which it gives up for good.
AGAIN, PATIENCE = 0.05, 30


def headers(taker: Taker) -> dict[str, str]:
    """Return what her browser sends with each save."""
    return {
        "User-Agent": USER_AGENT, "Cookie": taker.cookie, "X-Requested-With": "fetch", "Accept-Language": "en",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip


def path(taker: Taker, number: int) -> str:
    """Return the address an item of her attempt is saved at."""
    return f"/en/attempts/{taker.attempt_id}/items/{number}"


def body(taker: Taker, payload: object, *, key: str, sequence: int, device: str = "browser-0") -> str:
    """Return a save as a form carries it."""
    return urlencode(
        {
            "answer": payload,
            "device": device,
            "sequence": sequence,
            "idempotency_key": key,
            "csrf_token": taker.csrf,
        }
    )


class Browser(threading.Thread):
    """Saves one answer after another until it is told to stop; what was acknowledged is in its ledger."""

    def __init__(self, port: int, taker: Taker, number: int, place: int) -> None:
        super().__init__(daemon=True)
        self.port, self.taker, self.number, self.place = port, taker, number, place
        self.ledger: dict[str, str] = {}
        self.refusals: list[str] = []
        self.repeats = 0
        self.over = threading.Event()

    def run(self) -> None:
        """Save until it is over; each save is sent again under its key until it is answered."""
        sequence = 0
        while not self.over.is_set():
            sequence += 1
            key, payload = uuid4().hex, str(self.place * 100_000 + sequence)
            if self._saved(
                body(self.taker, payload, key=key, sequence=sequence, device=f"browser-{self.place}")
            ):
                self.ledger[key] = payload

    def _saved(self, form: str) -> bool:
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
            try:
                connection.request("POST", path(self.taker, self.number), form, headers(self.taker))
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.repeats += 1
                if self.over.wait(AGAIN):
                    return False
                continue
            finally:
                connection.close()
            if answer.status != 200:
                self.refusals.append(f"{answer.status}")
            return answer.status == 200
        self.refusals.append("gave up")
        return False


@contextmanager
def browsing(port: int, takers: list[Taker], number: int, count: int) -> Iterator[list[Browser]]:
    """Have ``count`` browsers save as long as this lasts."""
    browsers = [Browser(port, takers[place % len(takers)], number, place) for place in range(count)]
    for each in browsers:
        each.start()
    try:
        yield browsers
    finally:
        for each in browsers:
            each.over.set()
        for each in browsers:
            each.join(PATIENCE)
