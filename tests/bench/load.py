"""Traffic: wrk where it is installed, else a small client of our own; and one browser that walks through forms."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.data import USER_AGENT, Keys
from tests.bench.server import HOST, Server

MISSING = "wrk is not installed (Debian: apt-get install wrk): a small Python client drives the load, and takes CPU of its own."
REPORT = """
done = function(summary, latency, requests)
  io.write(string.format('\\nRESULT {"requests": %d, "seconds": %f, "failed": %d, "p50": %f, "p95": %f}\\n',
    summary.requests, summary.duration / 1e6,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000))
end
"""
#: Every request of a save carries a key of its own.
SAVES = """
local thread_count = 0
setup = function(thread) thread:set("place", thread_count); thread_count = thread_count + 1 end
local count = 0
request = function()
  count = count + 1
  local key = string.format("%s-%d-%d", run, place, count)
  return wrk.format("POST", wrk.path, nil, body .. "&sequence=" .. count .. "&idempotency_key=" .. key)
end
"""


@dataclass(frozen=True)
class Burst:
    """What one burst of requests came to; times in milliseconds."""

    requests: int
    seconds: float
    failed: int
    p50: float
    p95: float

    @property
    def per_second(self) -> float:
        """Throughput."""
        return self.requests / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Target:
    """What is asked for: a page, or with ``body`` an answer to save."""

    path: str
    keys: Keys | None = None
    body: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends along."""
        headers = {"User-Agent": USER_AGENT, "Accept-Language": "en"}
        if self.keys:
            headers["Cookie"] = self.keys.cookie
        if self.body:
            headers |= {"X-Requested-With": "fetch", "Content-Type": "application/x-www-form-urlencoded"}
        return headers


def has_wrk() -> bool:
    """Say whether wrk is installed."""
    return shutil.which("wrk") is not None


def burst(server: Server, target: Target, *, clients: int, seconds: float, scratch: Path) -> Burst:
    """Ask for ``target`` with ``clients`` connections at once for a while."""
    found = (
        _by_wrk(server, target, clients, seconds, scratch)
        if has_wrk()
        else _by_hand(server, target, clients, seconds)
    )
    if found.failed:
        raise RuntimeError(f"{found.failed} of {found.requests} requests for {target.path} failed")
    return found


def _by_wrk(server: Server, target: Target, clients: int, seconds: float, scratch: Path) -> Burst:
    script = scratch / "wrk.lua"
    run = f'run = "r{time.time_ns()}"\nbody = "{target.body}"\n{SAVES}' if target.body else ""
    script.write_text(run + REPORT)
    headers = [word for name, value in target.headers.items() for word in ("-H", f"{name}: {value}")]
    words = [
        "wrk",
        "-t",
        str(min(2, clients)),
        "-c",
        str(clients),
        "-d",
        f"{max(1, round(seconds))}s",
        "-s",
        str(script),
    ]
    said = subprocess.run(
        [*words, *headers, server.url + target.path], capture_output=True, text=True, check=True
    ).stdout
    result = re.search(r"^RESULT (.*)$", said, re.MULTILINE)
    if result is None:
        raise RuntimeError(f"wrk said nothing of use:\n{said}")
    return Burst(**json.loads(result[1]))


def _by_hand(server: Server, target: Target, clients: int, seconds: float) -> Burst:
    times: list[float] = []
    failed: list[int] = []
    begun = time.perf_counter()

    def work(number: int) -> None:
        connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
        count = 0
        while time.perf_counter() - begun < seconds:
            count += 1
            key = f"&sequence={count}&idempotency_key=h{time.time_ns()}-{number}-{count}"
            sent = time.perf_counter()
            connection.request(
                "POST" if target.body else "GET",
                target.path,
                (target.body + key) if target.body else None,
                target.headers,
            )
            answer = connection.getresponse()
            answer.read()
            times.append((time.perf_counter() - sent) * 1000)
            if answer.status != 200:
                failed.append(answer.status)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    share = lambda part: ordered[min(len(ordered) - 1, int(part * len(ordered)))]  # noqa: E731
    return Burst(len(times), time.perf_counter() - begun, len(failed), share(0.5), share(0.95))


@dataclass
class Browser:
    """One person's browser, without its drawing: keeps cookies, follows redirects, fills in forms."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    path: str = ""
    #: Whether it goes where an answer leads; else ``path`` only names the place.
    follows: bool = True

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(HOST, self.server.port, timeout=30)

    @classmethod
    def of(cls, server: Server, keys: Keys) -> Browser:
        """Return a browser in which somebody is signed in."""
        return cls(server, dict([keys.cookie.split("=", 1)]))

    def get(self, path: str) -> str:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, list[str]]) -> str:
        """Send the form of the page that is open."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        return self._ask(
            "POST", path, urlencode({**fields, "csrf_token": token[1] if token else ""}, doseq=True)
        )

    def _ask(self, method: str, path: str, body: str | None) -> str:
        headers = {
            "User-Agent": USER_AGENT,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for each in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status in {302, 303}:
            self.path = urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()
            return self.get(self.path) if self.follows else text
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        self.page, self.path = text, path
        return text
