"""A learner's browser on the line: saves over HTTP as the script of a page does, and tries again as it does."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
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


@dataclass(frozen=True)
class Reply:
    """A response as it was read."""

    status: int
    location: str
    body: str


class Client(threading.Thread):
    """Asks until it is told to stop, and asks again under the same key where no answer came."""

    def __init__(self, port: int, taker: Taker, place: int) -> None:
        super().__init__(daemon=True)
        self.port, self.taker, self.place = port, taker, place
        #: Key → what was acknowledged under it.
        self.ledger: dict[str, Any] = {}
        self.refusals: list[str] = []
        self.repeats = 0
        self.over = threading.Event()

    def insist(self, method: str, where: str, form: str | None = None) -> Reply | None:
        """Ask until there is an answer; None where it is over, or nobody answers at all."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
            try:
                connection.request(method, where, form, headers(self.taker))
                answer = connection.getresponse()
                return Reply(answer.status, answer.getheader("Location", ""), answer.read().decode())
            except (OSError, http.client.HTTPException):
                self.repeats += 1
                if self.over.wait(AGAIN):
                    return None
            finally:
                connection.close()
        self.refusals.append("gave up")
        return None


class Browser(Client):
    """Saves one answer after another."""

    def __init__(self, port: int, taker: Taker, number: int, place: int) -> None:
        super().__init__(port, taker, place)
        self.number = number

    def run(self) -> None:
        """Save until it is over; each save is sent again under its key until it is answered."""
        sequence = 0
        while not self.over.is_set():
            sequence += 1
            key, payload = uuid4().hex, str(self.place * 100_000 + sequence)
            form = body(self.taker, payload, key=key, sequence=sequence, device=f"browser-{self.place}")
            if self._saved(form):
                self.ledger[key] = payload

    def _saved(self, form: str) -> bool:
        answer = self.insist("POST", path(self.taker, self.number), form)
        if answer is not None and answer.status != 200:
            self.refusals.append(f"{answer.status}")
        return answer is not None and answer.status == 200


C = TypeVar("C", bound=Client)


@contextmanager
def browsing(port: int, takers: list[Taker], number: int, count: int) -> Iterator[list[Browser]]:
    """Have ``count`` browsers save as long as this lasts."""
    with at_work(
        [Browser(port, takers[place % len(takers)], number, place) for place in range(count)]
    ) as browsers:
        yield browsers


@contextmanager
def at_work(clients: list[C]) -> Iterator[list[C]]:
    """Let clients work as long as this lasts."""
    for each in clients:
        each.start()
    try:
        yield clients
    finally:
        for each in clients:
            each.over.set()
        for each in clients:
            each.join(PATIENCE)
