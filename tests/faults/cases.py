"""Cases played while processes die, lines drop and two tabs act at once: the log is whole, and leads to the snapshot."""

from __future__ import annotations

import asyncio
import os
import random
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy import func, select

from academy import clock, db
from academy.accounts import queries as people
from academy.accounts.models import Person
from academy.cases import queries, service
from academy.cases.content import CaseContent, Law, action_of, plain
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.queries.runs import log_of
from academy.cases.rules.machine import replay
from academy.cases.rules.state import Refused, State
from academy.courses.models import Course, Edition
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.learning.models import OPEN_STATES, AnswerEvent, Attempt, Enrolment
from tests.bench.server import HOST
from tests.cases.forms import OWL, form_of
from tests.faults.ground import Ground, Taker
from tests.faults.kills import (
    BREATH,
    LIFE,
    WRITERS,
    kill_a_tree,
    kill_a_worker,
    kill_wave,
    read_clients,
    wait_for_an_answer,
)
from tests.faults.line import Client, Reply, at_work, headers
from tests.faults.proxy import ask, dropping
from tests.faults.toll import Toll
from tests.playing import CASE, COURSE, enrolled
from tests.world import find

#: Tabs of each of two learners, who play one run in all of them.
TABS, PLAYERS = 3, 2
#: For so many kills of writers one server is killed, and so many of its workers before it.
TO_A_SERVER, WORKERS = 40, 6
#: Sends of one action at once.
SENDS = 12
BEGIN = f"/en/courses/{COURSE}/cases/{CASE}/runs"
RUN = re.compile(r"/cases/runs/([0-9a-f-]{36})")
AFTER = re.compile(r'name="after" value="(\d+)"')
ACTIONS = [action_of(each) for each in OWL]
LAST = len(OWL) - 1


@dataclass(frozen=True)
class Done:
    """An action that was acknowledged: in which run, and how many were before it."""

    run_id: UUID
    after: int


def kill_players(ground: Ground, kills: int, *, seed: int) -> Toll:
    """Kill writers, workers and the server while cases are played; after each kill the log leads to the snapshot."""
    chance, toll, ledger = random.Random(seed), Toll("cases"), dict[str, Done]()
    court = Court(ground, toll)
    _enrolments(ground)
    while toll.counts["kills"] < kills:
        lines = kill_wave(ground, min(WRITERS, kills - toll.counts["kills"]), _play_for_ever, chance, toll)
        for key, run_id, after in (line.split(" ") for line in lines):
            ledger[key] = Done(UUID(run_id), int(after))
        court.look()
    tabs = [tab for _server in range(kills // TO_A_SERVER) for tab in _kill_a_server(ground, court, chance)]
    for tab in tabs:
        ledger |= tab.ledger
    read_clients(tabs, toll)
    refused = {key for tab in tabs for key in tab.refused}
    court.compare(ledger, refused)
    return toll


def retry_actions(ground: Ground, keys: int, *, seed: int) -> Toll:
    """Send each of so many actions a dozen times at once over a line that drops half the answers, and from a stale page."""
    toll = Toll("case-retries")
    court = Court(ground, toll)
    _enrolments(ground)
    with ground.server() as server:
        asyncio.run(_send_all(ground.takers, server.port, keys, random.Random(seed), court))
    court.look()
    return toll


class Court:
    """Holds what is in the database against what the players know."""

    def __init__(self, ground: Ground, toll: Toll) -> None:
        self.ground, self.toll = ground, toll
        self.seen: dict[UUID, int] = {}

    def look(self) -> None:
        """See that every run that has gone on is whole."""
        db.let_go()
        for run in session.scalars(select(CaseRun)).all():
            if self.seen.get(run.id) != run.version:
                self._look_at(run)
                self.seen[run.id] = run.version
        doubled = (
            select(Attempt.enrolment_id)
            .where(Attempt.activity == CASE, Attempt.state.in_(OPEN_STATES))
            .group_by(Attempt.enrolment_id)
            .having(func.count() > 1)
        )
        for each in session.scalars(doubled):
            self.toll.blame("learners with two runs at once", each)
        session.rollback()

    def _look_at(self, run: CaseRun) -> None:
        self.toll.counts["runs held against their log"] += 1
        log, where = log_of(run.id), f"{self.ground.kind}: {run.id} at {run.version}"
        try:
            led = replay(_case()[1], Law.model_validate(run.law), [each.action for each in log])
        except Refused as refused:
            self.toll.blame("snapshots that are not what the log leads to", f"{where}, its log to {refused}")
            return
        if State.read(run.snapshot) != led:
            self.toll.blame("snapshots that are not what the log leads to", f"{where}, its log at {led.step}")
        if {run.version, sum(seat.acted for seat in run.seats)} != {len(log)}:
            self.toll.blame("runs that count other than their log", f"{where}: {len(log)}")
        is_open = all(seat.attempt.state in OPEN_STATES for seat in run.seats)
        if led.is_over == is_open or led.is_over == (run.concluded_at is None):
            self.toll.blame("runs closed by half", where)

    def version_of(self, run_id: UUID) -> int:
        """Return how many actions a run has now."""
        session.rollback()
        return session.scalars(select(CaseRun.version).where(CaseRun.id == run_id)).one()

    def compare(self, ledger: dict[str, Done], refused: Iterable[str]) -> None:
        """Find what was acknowledged and is not there, once and in its place; and what was refused and is there."""
        self.look()
        kept = {each.idempotency_key: each for each in session.scalars(select(AnswerEvent))}
        runs: dict[UUID, UUID] = dict(
            session.execute(select(CaseSeat.attempt_id, CaseSeat.run_id)).tuples().all()
        )
        closed = set(session.scalars(select(CaseRun.id).where(CaseRun.concluded_at.is_not(None))))
        for key, done in ledger.items():
            self.toll.counts["acknowledged"] += 1
            event = kept.get(key)
            if event is None or runs[event.attempt_id] != done.run_id:
                self.toll.blame("acknowledged and lost", f"{self.ground.kind}: {key} {done}")
            elif event.is_late:  # its twin of another tab closed the case
                if done.run_id not in closed:
                    self.toll.blame("kept as late in an open case", f"{self.ground.kind}: {key} {done}")
            elif (event.sequence, event.payload) != (done.after + 1, plain(ACTIONS[done.after])):
                self.toll.blame(
                    "acknowledged and changed", f"{self.ground.kind}: {key} {done}: {event.payload}"
                )
        for key in refused:
            self.toll.counts["stale pages refused"] += 1
            if key in kept:
                self.toll.blame("refused and done", f"{self.ground.kind}: {key}")
        if not ledger:
            self.toll.blame("runs without one action")
        if not self.ground.sound():
            self.toll.blame("databases that are not whole")


def _enrolments(ground: Ground) -> dict[UUID, UUID]:
    """Return the enrolment in the case's course of each taker, by person; at first make them."""
    if session.scalar(select(Course.id).where(Course.slug == COURSE)) is None:
        own = Person.id.in_([each.person_id for each in ground.takers])
        takers = session.scalars(select(Person).where(own)).all()
        enrolled(ground.app, find(), *takers)
    rows = select(Enrolment.person_id, Enrolment.id).join(Course, Course.id == Enrolment.course_id)
    found = dict(session.execute(rows.where(Course.slug == COURSE)).tuples().all())
    session.rollback()
    return found


def _case() -> tuple[Reading, CaseContent]:
    edition_id = session.scalars(
        select(Edition.id).join(Course, Course.id == Edition.course_id).where(Course.slug == COURSE)
    ).one()
    read = reading(edition_id=edition_id, locale="en")
    found = read.course.activity(CASE)
    assert found is not None
    assert isinstance(found[1].content, CaseContent)
    return read, found[1].content


def _play_for_ever(ground: Ground, ledger: int, place: int) -> None:
    """Play by the verbs that the pages use, run after run, whatever the last writer left."""
    person_id = ground.takers[place % len(ground.takers)].person_id
    who = people.actor_for(session.get_one(Person, person_id), on=clock.now().date())
    enrolment_id = _enrolments(ground)[person_id]
    read, case = _case()
    while True:
        with db.writing():
            enrolment = session.get_one(Enrolment, enrolment_id)
            run_id = service.begin(
                enrolment=enrolment,
                activity=CASE,
                case=case,
                reading=read,
                law=Law(country="XA"),
                at=clock.now(),
            ).id
        for _each in OWL:
            key = uuid4().hex
            with db.writing():
                seated = queries.run_in_turn(who, run_id, key=key)
                after = seated.seat.acted
                sent = service.Sent(ACTIONS[after], after, key, "writer-00")
                service.act(seated=seated, case=case, sent=sent, at=clock.now())
            os.write(ledger, f"{key} {run_id} {after}\n".encode())
            time.sleep(BREATH)
            if after == LAST:
                break


def _kill_a_server(ground: Ground, court: Court, chance: random.Random) -> list[Tab]:
    """Let tabs play while one worker after another is killed, and at last the whole server; return them."""
    with ground.server() as server:
        tabs = [Tab(server.port, ground.takers[place % PLAYERS], place) for place in range(TABS * PLAYERS)]
        with at_work(tabs):
            for _worker in range(WORKERS):
                wait_for_an_answer(tabs)
                time.sleep(chance.uniform(0.05, LIFE))
                court.toll.counts["kills"] += kill_a_worker(server, chance)
            wait_for_an_answer(tabs)
            kill_a_tree(server)
            court.toll.counts["kills"] += 1
    court.look()
    return tabs


class Tab(Client):
    """One of the tabs in which a learner plays her run: it acts from what it knows, and looks again when it is refused."""

    def __init__(self, port: int, taker: Taker, place: int) -> None:
        super().__init__(port, taker, place)
        #: Keys of what was refused because the page was stale.
        self.refused: set[str] = set()

    def run(self) -> None:
        """Play run after run until it is over."""
        while not self.over.is_set():
            begun = self.insist("POST", BEGIN, urlencode({"csrf_token": self.taker.csrf}))
            found = begun and RUN.search(begun.location)
            if found:
                self._play(UUID(found[1]))
            elif begun:
                self.refusals.append(f"{begun.status} to begin")

    def _play(self, run_id: UUID) -> None:
        after: int | None = self._look(run_id)
        while after is not None and not self.over.is_set():
            key = uuid4().hex
            answer = self.insist(
                "POST", f"/en/cases/runs/{run_id}", _form(self.taker, OWL[after], after, key)
            )
            if answer is None:
                return
            if answer.status == 302:
                self.ledger[key] = Done(run_id, after)
                after = after + 1 if after < LAST else None
            elif answer.status == 409:
                self.refused.add(key)
                after = self._look(run_id)
            else:
                self.refusals.append(f"{answer.status} to {OWL[after]}")
                after = self._look(run_id)

    def _look(self, run_id: UUID) -> int | None:
        """Load the page: it says how far the run has come; None where it is closed."""
        page: Reply | None = self.insist("GET", f"/en/cases/runs/{run_id}")
        found = AFTER.search(page.body) if page and page.status == 200 else None
        if found and int(found[1]) > LAST:
            self.refusals.append("a page of two moments")
            return None
        return int(found[1]) if found else None


def _form(taker: Taker, action: dict[str, Any], after: int, key: str) -> str:
    known = {"after": str(after), "idempotency_key": key, "csrf_token": taker.csrf}
    return urlencode({**form_of(action), **known}, doseq=True)


async def _send_all(takers: list[Taker], port: int, keys: int, chance: random.Random, court: Court) -> None:
    """Let two learners play on, each action sent by many; until so many were sent."""
    left = iter(range(keys))

    async def play(taker: Taker, through: int) -> None:
        while True:
            run_id = await _begun(port, taker, court.toll)
            for after in range(court.version_of(run_id), len(OWL)):
                if next(left, None) is None:
                    return
                await _send_one(port, through, taker, run_id, after, court)

    async with dropping(port, chance) as through:
        await asyncio.gather(*(play(taker, through) for taker in takers[:PLAYERS]))


async def _begun(port: int, taker: Taker, toll: Toll) -> UUID:
    """Press the button that begins a case many times at once: one run begins."""
    begin = _request(taker, BEGIN, urlencode({"csrf_token": taker.csrf}))
    answers = await asyncio.gather(*(ask(port, begin) for _each in range(3)))
    found = {RUN.findall(each.body.decode())[0] for each in answers if each and each.status == 302}
    if len(found) != 1:
        toll.blame("double clicks that began another number of runs than one", answers)
    return UUID(found.pop())


async def _send_one(port: int, through: int, taker: Taker, run_id: UUID, after: int, court: Court) -> None:
    """Send one action many times; then its key for another action, and another action from the page that is stale now."""
    toll, where, key = court.toll, f"/en/cases/runs/{run_id}", uuid4().hex
    same = _request(taker, where, _form(taker, OWL[after], after, key))
    answers = await asyncio.gather(*(ask(through, same) for _each in range(SENDS)))
    receipts = [each for each in [*answers, await ask(port, same)] if each is not None]
    toll.counts["actions"] += 1
    toll.counts["sends"] += SENDS
    toll.counts["answers dropped"] += answers.count(None)
    for each in receipts:
        if each.status != 302:
            toll.blame("sends that were refused", f"{each.status} to {OWL[after]}")
    if len({each.body for each in receipts}) != 1:
        toll.blame("keys with unlike receipts", key)
    other = await ask(port, _request(taker, where, _form(taker, {"do": "sketch"}, after, key)))
    stale = await ask(port, _request(taker, where, _form(taker, {"do": "sketch"}, after, uuid4().hex)))
    if other is None or other.status != 409:
        toll.blame("keys taken for another action", other and other.status)
    if after < LAST and (
        stale is None or stale.status != 409
    ):  # after the end it is kept, and nothing comes of it
        toll.blame("stale pages that were not refused", stale and stale.status)
    if (now := court.version_of(run_id)) != after + 1:
        toll.blame("actions with another number of effects than one", f"{court.ground.kind}: {now - after}")


def _request(taker: Taker, where: str, form: str) -> bytes:
    lines = [
        f"POST {where} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(form)}",
        *(f"{name}: {value}" for name, value in headers(taker).items()),
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n" + form).encode()
