"""What a stranger learns at the doors: of people who exist and who do not, by bytes and by time; and how often she may guess."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select

from academy import clock, db
from academy.accounts.models import Membership, OneTimeCode, Person
from academy.accounts.rules import codes, throttle
from academy.accounts.rules.codes import Purpose
from academy.actor import Role
from academy.db import session
from tests.bench.server import HOST
from tests.faults.ground import Ground
from tests.faults.toll import Toll
from tests.world import PASSWORD, find

#: How far from 0.5 the rank test may end, and its standard errors that few probes are allowed.
BAR, ERRORS = 0.05, 2.7
#: Probes of one account or of one network are fewer than the free tries, so that no pause comes between.
OF_A_NETWORK = 10
#: Guesses at one account at the same moment, and workers of the server.
GUESSES, WORKERS = 40, 4
WRONG = "wrong wrong wrong wrong"
UNLIKE = re.compile(r'(nonce|name="csrf_token" value|content)="[^"]*"|nonce-[^\']+')


@dataclass(frozen=True)
class Told:
    """What came of a probe: what was answered, without what differs every time, and how long it took."""

    bytes: str
    seconds: float


@dataclass(frozen=True)
class Question:
    """One way to ask whether somebody exists."""

    name: str
    #: Given whether the one asked about exists and a number: page, and form to send to it; no form, only look.
    ask: Callable[[bool, int], tuple[str, dict[str, str]]]
    #: Whether the time of the next request over the same line is measured as well.
    is_followed: bool = False


#: Names of equal length: people who are there, and those who are not.
def _name(is_there: bool, number: int) -> str:
    return f"{'there' if is_there else 'ghost'}-{number:05d}"


def _link(is_there: bool, number: int) -> str:
    return f"{_name(is_there, number)}{'x' * 32}"


QUESTIONS = (
    Question("sign-in", lambda is_there, n: ("/en/sign-in", {"identifier": _name(is_there, n), "password": WRONG})),
    Question("reset", lambda is_there, n: ("/en/reset", {"identifier": _name(is_there, n)}), is_followed=True),
    Question("invitation", lambda is_there, n: (f"/en/invitation/{_link(is_there, n)}", {})),
    Question("code", lambda is_there, n: ("/en/code", {
        "call_sign": _name(is_there, n), "code": "7KQ2M-9XW4T-00000-00000", "password": PASSWORD, "again": PASSWORD,
    })),
)  # fmt: skip


def probe(ground: Ground, count: int, *, seed: int) -> Toll:
    """Ask each question so many times, of people who exist and who do not in a random order."""
    chance, toll = random.Random(seed), Toll("probes")
    _people(count)
    with ground.server(workers=1) as server:
        for place, question in enumerate(QUESTIONS):
            order = [number % 2 == 0 for number in range(count)]
            chance.shuffle(order)
            told = [
                _told(
                    server.port,
                    question,
                    is_there,
                    number,
                    f"127.{20 + place}.{number // OF_A_NETWORK % 250}.9",
                )
                for number, is_there in enumerate(order)
            ]
            toll.counts["probes"] += count
            _compare(question, order, told, toll)
    return toll


def guess(ground: Ground, count: int, *, seed: int) -> Toll:
    """Guess at one account from many places at once, on a server of four workers; do so for so many accounts."""
    toll = Toll("throttle")
    _people(2 * count)
    with ground.server(workers=WORKERS) as server:
        for number in range(count):
            statuses = _guess_at_once(server.port, _name(is_there=number % 2 == 0, number=number), number)
            toll.counts["guesses"] += len(statuses)
            answered = [status for status in statuses if status != 429]
            toll.counts["answered"] += len(answered)
            if len(answered) > throttle.ACCOUNT.free:
                toll.blame(
                    "guesses answered too many", f"{ground.kind}: {len(answered)} of {GUESSES} at once"
                )
            if set(statuses) - {422, 429} or not answered:
                toll.blame("guesses answered otherwise", f"{ground.kind}: {sorted(set(statuses))}")
    return toll


def likeness(first: list[float], second: list[float]) -> float:
    """Return how probably one of ``first`` is longer than one of ``second`` (the area under the ROC curve)."""
    ranked = sorted([(value, True) for value in first] + [(value, False) for value in second])
    ranks, place = 0.0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        ranks += sum(is_first for _value, is_first in ranked[place:end]) * (place + end + 1) / 2
        place = end
    return (ranks - len(first) * (len(first) + 1) / 2) / (len(first) * len(second))


def allowed(count: int) -> float:
    """Return how far from 0.5 so many probes may end: few of them say less."""
    half = count / 2
    return max(BAR, ERRORS * ((count + 1) / (12 * half * half)) ** 0.5)


def _compare(question: Question, order: list[bool], told: list[tuple[Told, ...]], toll: Toll) -> None:
    if len(said := {each[0].bytes for each in told}) != 1:
        toll.blame("questions answered in unlike bytes", f"{question.name}: {sorted(said)[:2]}")
    for step, name in enumerate((question.name, f"the request after {question.name}")[: len(told[0])]):
        there, ghosts = (
            [each[step].seconds for each, is_there in zip(told, order, strict=True) if is_there is wanted]
            for wanted in (True, False)
        )
        found = likeness(there, ghosts)
        print(f"    {name}: {found:.3f} of 0.5 ± {allowed(len(order)):.3f}", flush=True)
        if abs(found - 0.5) > allowed(len(order)):
            toll.blame(
                "questions answered in unlike time", f"{name}: {found:.3f} of 0.5 ± {allowed(len(order)):.3f}"
            )


def _told(port: int, question: Question, is_there: bool, number: int, place: str) -> tuple[Told, ...]:
    where, form = question.ask(is_there, number)
    line = http.client.HTTPConnection(HOST, port, timeout=20, source_address=(place, 0))
    try:
        cookie, token = _first_page(line, where) if form else ("", "")
        answers = [
            _asked(line, where, form and {**form, "csrf_token": token}, cookie, _name(is_there, number))
        ]
        if question.is_followed:
            answers.append(_asked(line, "/healthz", {}, cookie, ""))
        return tuple(answers)
    finally:
        line.close()


def _first_page(line: http.client.HTTPConnection, where: str) -> tuple[str, str]:
    line.request("GET", where)
    answer = line.getresponse()
    cookie, page = answer.getheader("Set-Cookie", "").partition(";")[0], answer.read().decode()
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"{where} has no form: {answer.status}")
    return cookie, found[1]


def _asked(
    line: http.client.HTTPConnection, where: str, form: dict[str, str], cookie: str, name: str
) -> Told:
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"} if form else {}
    begun = time.perf_counter()
    line.request("POST" if form else "GET", where, urlencode(form) if form else None, headers)
    answer = line.getresponse()
    read = answer.read().decode()
    seconds = time.perf_counter() - begun
    kept = [
        f"{key}: {value}"
        for key, value in answer.getheaders()
        if key not in ("Date", "Set-Cookie", "X-Request-Id")
    ]
    said = UNLIKE.sub("", "\n".join([str(answer.status), *sorted(kept), read]))
    return Told(said.replace(name, "WHO") if name else "", seconds)


def _guess_at_once(port: int, name: str, number: int) -> list[int]:
    """Send all guesses at the same moment, each from a network of its own."""
    statuses: list[int] = []
    together = threading.Barrier(GUESSES)
    cookie, token = _first_page(http.client.HTTPConnection(HOST, port, timeout=60), "/en/sign-in")

    def one(place: int) -> None:
        line = http.client.HTTPConnection(
            HOST, port, timeout=60, source_address=(f"127.{40 + number % 200}.{place}.9", 0)
        )
        form = urlencode({"identifier": name, "password": f"{WRONG} {place}", "csrf_token": token})
        together.wait()
        line.request(
            "POST",
            "/en/sign-in",
            form,
            {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
        )
        statuses.append(line.getresponse().status)
        line.close()

    guessers = [threading.Thread(target=one, args=(place,)) for place in range(GUESSES)]
    for each in guessers:
        each.start()
    for each in guessers:
        each.join()
    return statuses


def _people(count: int) -> None:
    """Make people with a password and an invitation that was taken up, as far as there are none."""
    world = find()
    agency_id, kept = world.rangers.id, world.amina.password_hash
    known = set(session.scalars(select(Person.call_sign)))
    session.rollback()
    with db.writing():
        for number in range(count):
            if (name := _name(True, number)) not in known:
                session.add_all(_person(name, number, agency_id, kept))
                session.flush()


def _person(name: str, number: int, agency_id: UUID, kept: str | None) -> Iterator[object]:
    at = clock.now() - timedelta(days=2)
    person = Person(
        call_sign=name, legal_name=f"Person {number}", email=f"{name}@example.org", email_key=f"{name}@example.org",
        password_hash=kept, password_changed_at=at, created_at=at,
    )  # fmt: skip
    session.add(person)
    session.flush()
    yield Membership(person_id=person.id, agency_id=agency_id, role=Role.LEARNER, starts_on=at.date())
    yield OneTimeCode(
        person_id=person.id, purpose=Purpose.INVITATION.value, code_digest=codes.digest_of(Purpose.INVITATION, _link(True, number)),
        made_at=at, expires_at=at + timedelta(days=7), used_at=at,
    )  # fmt: skip
