"""What is asked of the running server: pages under load, and walks through forms. Only CPU time is steady here."""

from __future__ import annotations

import re
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from academy.accounts.rules import passwords
from tests.bench.course import ITEMS, right_answers
from tests.bench.data import PASSWORD, VISITORS, Bench, Keys
from tests.bench.figures import Run, Sheet
from tests.bench.load import Browser, Target, burst
from tests.bench.server import Server

CLIENTS = (1, 8, 32)
#: Walks through the sign-in, and through a quiz.
WALKS = 24
FIELD = re.compile(r'data-item="([^"]+)"')


@dataclass(frozen=True)
class Drive:
    """How hard the server is driven."""

    server: Server
    scratch: Path
    seconds: float
    clients: tuple[int, ...] = CLIENTS

    def run(self, name: str, target: Target) -> Run:
        """Put one page under load; both workers have shown it before anything counts."""
        self._warm_up(target)
        before = self.server.cpu_seconds()
        bursts = {
            count: burst(self.server, target, clients=count, seconds=self.seconds, scratch=self.scratch)
            for count in self.clients
        }
        spent = self.server.cpu_seconds() - before
        answered = sum(each.requests for each in bursts.values())
        return Run(name, bursts, spent * 1000 / answered if answered else float("inf"))

    def _warm_up(self, target: Target) -> None:
        """Ask until a request costs no less than a second ago: every worker has its course ready then."""
        former = float("inf")
        for _each in range(8):
            before = self.server.cpu_seconds()
            asked = burst(self.server, target, clients=8, seconds=1, scratch=self.scratch).requests
            cost = (self.server.cpu_seconds() - before) / max(1, asked)
            if asked and cost > 0.8 * former:
                return
            former = cost


def page_targets(bench: Bench) -> dict[str, tuple[Target, float | None]]:
    """Return the pages under load with the most CPU milliseconds each may take."""
    return {
        "course": (Target("/en/courses/bench/", bench.learner), 5),
        "lesson": (Target("/en/courses/bench/lessons/lesson-3-1", bench.learner), 4),
        "home": (Target("/en/home", bench.learner), 6),
        "sign-in-page": (Target("/en/sign-in"), None),
        "report": (Target("/en/agency/?edition=", bench.coordinator), 15),
    }


def save_target(server: Server, taker: Keys) -> Target:
    """Begin a quiz and return what saves its first answer."""
    browser = _begun(server, taker, 10)
    form = f"answer=b&device=bench-device&csrf_token={quote(taker.csrf)}"
    return Target(browser.path, taker, form)


def sign_in(server: Server, sheet: Sheet) -> None:
    """Walk through sign-in page and form, beside what the hash alone costs."""
    kept = passwords.hash_password(PASSWORD)
    begun = time.process_time()
    for _each in range(WALKS):
        passwords.check_password(kept, PASSWORD)
    hashed = (time.process_time() - begun) * 1000 / WALKS
    before, times = server.cpu_seconds(), []
    for number in range(WALKS):
        browser, asked = Browser(server, follows=False), time.perf_counter()
        browser.get("/en/sign-in")
        fields = {"identifier": [f"learner-{number % VISITORS}"], "password": [PASSWORD]}
        browser.post("/en/sign-in", fields)
        times.append((time.perf_counter() - asked) * 1000)
        if not browser.path.endswith("/home"):
            raise RuntimeError(f"the sign-in led to {browser.path}")
    spent = (server.cpu_seconds() - before) * 1000 / WALKS
    sheet.add("password hash alone: CPU", hashed, "ms")
    sheet.add(
        "sign-in, page and form: CPU",
        spent,
        "ms",
        round(1.3 * hashed, 1),
    )
    sheet.add("sign-in, page and form: median", statistics.median(times), "ms")


def quiz(server: Server, takers: list[Keys], sheet: Sheet) -> None:
    """Take a quiz of ten items from its first page to its review, each answer saved by itself."""
    _take(server, takers[0], 9)  # both workers have seen the course before anything counts
    _take(server, takers[0], 8)
    before, times = server.cpu_seconds(), []
    for taker in takers[:WALKS]:
        asked = time.perf_counter()
        _take(server, taker, 6)
        times.append((time.perf_counter() - asked) * 1000)
    spent = (server.cpu_seconds() - before) * 1000 / len(times)
    sheet.add(f"quiz of {ITEMS} items, start to review: CPU", spent, "ms", 60)
    sheet.add(f"quiz of {ITEMS} items, start to review: median", statistics.median(times), "ms")


def csv(server: Server, bench: Bench, sheet: Sheet) -> None:
    """Export the agency's table a few times."""
    browser = Browser.of(server, bench.coordinator)
    times = []
    for _each in range(7):
        browser.get("/en/agency/")
        fields = _fields(browser.page)
        asked = time.perf_counter()
        text = browser.post("/en/agency/export", fields)
        times.append((time.perf_counter() - asked) * 1000)
        browser.page = ""
    sheet.add(
        f"report as CSV, {text.count(chr(10)) - 1} rows: median", statistics.median(times[1:]), "ms", 100
    )


def _fields(page: str) -> dict[str, list[str]]:
    """Return what the export form sends unchanged."""
    form = re.search(r'<form[^>]*action="[^"]*/agency/export".*?</form>', page, re.DOTALL)
    if form is None:
        raise RuntimeError("the report has no export form")
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: [value] for name, value in hidden if name != "csrf_token"} | {"separator": [","]}


def _begun(server: Server, taker: Keys, number: int) -> Browser:
    browser = Browser.of(server, taker)
    browser.get(f"/en/courses/bench/quizzes/quiz-{number}")
    browser.post(f"/en/courses/bench/quizzes/quiz-{number}/attempts", {})
    return browser


def _take(server: Server, taker: Keys, number: int) -> None:
    answers = right_answers(number)
    browser = _begun(server, taker, number)
    for _each in range(ITEMS):
        item = FIELD.search(browser.page)
        if item is None:
            raise RuntimeError(f"no item at {browser.path}")
        browser.post(browser.path, answers[item[1]])
    browser.post(browser.path, {})
    if not browser.path.endswith("/result"):
        raise RuntimeError(f"the quiz ended at {browser.path}")
