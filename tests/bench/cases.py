"""Playing a case whose log is long: an action's way to the disk and back, beside a bare durable save; and the checker.

Eight people play a run each. Every action carries how many its page had seen, so a run's actions follow one another:
one connection for each player, as in life.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

import yaml
from flask import Flask
from sqlalchemy import select, update

from academy import db
from academy.cases import service
from academy.cases.content import Action, CaseContent, Law, action_of, plain
from academy.cases.models import CaseRun, CaseSeat
from academy.cases.rules.checking import digest_of
from academy.cases.rules.machine import apply, start
from academy.cases.service import checking
from academy.courses import service as courses
from academy.courses.models import Edition
from academy.courses.queries import reading
from academy.courses.service import prepare
from academy.db import session
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.service import Save
from tests.bench.ceiling import fill as fill_ceiling
from tests.bench.data import USER_AGENT, Builder, Keys
from tests.bench.figures import Sheet
from tests.bench.journeys import Drive
from tests.bench.load import Target, has_wrk
from tests.bench.server import ROOT, Server, academy, environment
from tests.bench.server import ceiling as start_ceiling
from tests.cases.forms import form_of
from tests.cases.large import document

COURSE, CASE = "plain", "plain"
#: Actions in each log before anything is measured; players; bursts of each kind, one after the other in turns.
LOG, PLAYERS, ROUNDS = 300, 8, 3
#: What is done again and again: nothing of it ends the case or makes it larger than any officer would.
ACTS: tuple[dict[str, Any], ...] = (
    {"do": "note", "text": "The wind has turned to the south."}, {"do": "observe"}, {"do": "wear", "gear": ["gloves"]},
    {"do": "sketch"}, {"do": "photograph", "views": ["overview", "mid"]}, {"do": "take_off", "gear": ["gloves"]},
)  # fmt: skip
#: The least share of a bare durable save's throughput, and the longest the checker may take, in seconds.
SHARE, CHECKED = 0.4, 10.0
#: A thread for each player, with a path, a cookie and a count of its own. Every request has a key of its own.
PLAY = """
local paths, cookies, starts, bodies = %s, %s, %s, %s
local threads = 0
setup = function(thread) threads = threads + 1; thread:set("place", threads) end
init = function() after = starts[place] end
request = function()
  local body = bodies[place][after %% #bodies[place] + 1] .. "&after=" .. after .. "&idempotency_key=%s-" .. place .. "-" .. after
  wrk.headers["Cookie"] = cookies[place]
  return wrk.format("POST", paths[place], nil, body)
end
response = function(status) if status < 400 then after = after + 1 end end
done = function(summary, latency)
  io.write(string.format('\\nRESULT {"requests": %%d, "seconds": %%f, "failed": %%d, "p50": %%f}\\n', summary.requests, summary.duration / 1e6,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout,
    latency:percentile(50) / 1000))
end
"""


@dataclass(frozen=True)
class Player:
    """Somebody in the middle of a run."""

    keys: Keys
    run_id: UUID

    @property
    def path(self) -> str:
        """Where her actions go."""
        return f"/en/cases/runs/{self.run_id}"


@dataclass(frozen=True)
class Burst:
    """What a burst came to: how many were answered each second, the median in milliseconds, and CPU milliseconds each."""

    per_second: float
    p50: float
    cpu: float


def measure(app: Flask, home: Path, sheet: Sheet, *, is_short: bool) -> None:
    """Fill, drive both in turns, compare; then let the checker look at a large case."""
    _check(home, sheet)
    if not has_wrk():
        sheet.notes.append("actions of a case are measured with wrk only (Debian: apt-get install wrk)")
        return
    with app.app_context():
        db.connect(f"sqlite:///{home / 'academy.sqlite'}")
        players = _seated(app, home)
        db.disconnect()
    apart = home / "bare"
    apart.mkdir()
    fill_ceiling(apart)
    seconds = 1 if is_short else 3
    with academy(home) as server, start_ceiling(apart) as bare:
        saves, acts = Saves(bare, home), Acts(server, home, app, players)
        for each in (saves, acts):  # both workers have everything ready before anything counts
            each.burst(1)
            each.burst(1)
        bursts = [(saves.burst(seconds), acts.burst(seconds)) for _round in range(ROUNDS)]
        sheet.add_run(
            Drive(server, home, seconds, (1, 8)).run("scene", Target(players[0].path, players[0].keys))
        )
    _compare(bursts, sheet)


def _compare(bursts: list[tuple[Burst, Burst]], sheet: Sheet) -> None:
    sheet.add(
        f"durable save, bare, {PLAYERS} at once",
        statistics.median(save.per_second for save, _act in bursts),
        "/s",
    )
    sheet.add(
        f"action of a case after {LOG}, {PLAYERS} at once",
        statistics.median(act.per_second for _save, act in bursts),
        "/s",
    )
    sheet.add("durable save, bare: CPU", statistics.median(save.cpu for save, _act in bursts), "ms")
    sheet.add(f"action of a case after {LOG}: CPU", statistics.median(act.cpu for _save, act in bursts), "ms")
    sheet.add(
        f"action of a case after {LOG}: median", statistics.median(act.p50 for _save, act in bursts), "ms"
    )
    shares = [act.per_second / save.per_second for save, act in bursts]
    sheet.add(
        f"action of a case after {LOG} ÷ bare durable save",
        statistics.median(shares),
        "",
        SHARE,
        is_floor=True,
    )


@dataclass
class Saves:
    """Bare durable saves."""

    server: Server
    scratch: Path

    def burst(self, seconds: int) -> Burst:
        """Save for a while."""
        body = "text=" + quote("The wind has turned to the south.")
        return _burst(
            self.server,
            self.scratch,
            ["/save"] * PLAYERS,
            [""] * PLAYERS,
            [0] * PLAYERS,
            [[body]] * PLAYERS,
            seconds,
        )


@dataclass
class Acts:
    """Actions of cases."""

    server: Server
    scratch: Path
    app: Flask
    players: list[Player]

    def burst(self, seconds: int) -> Burst:
        """Act for a while, and see that as much was done as was answered."""
        bodies = [
            [f"{urlencode(form_of(act), doseq=True)}&device=bench-device&csrf_token={quote(each.keys.csrf)}" for act in ACTS]
            for each in self.players
        ]  # fmt: skip
        before = self._versions()
        found = _burst(
            self.server, self.scratch, [each.path for each in self.players], [each.keys.cookie for each in self.players], before, bodies, seconds
        )  # fmt: skip
        done = sum(self._versions()) - sum(before)
        if done < round(found.per_second * seconds * 0.9):
            raise RuntimeError(f"{found.per_second * seconds:.0f} actions were answered, and {done} done")
        return found

    def _versions(self) -> list[int]:
        """Return how far each run has come, once what was still on its way has arrived."""
        found: list[int] = []
        with self.app.app_context():
            db.connect(f"sqlite:///{self.scratch / 'academy.sqlite'}")
            while True:
                kept = dict(session.execute(select(CaseRun.id, CaseRun.version)).tuples().all())
                session.rollback()
                former, found = found, [kept[each.run_id] for each in self.players]
                if found == former:
                    db.disconnect()
                    return found
                time.sleep(0.3)


def _burst(
    server: Server, scratch: Path, paths: list[str], cookies: list[str], starts: list[int], bodies: list[list[str]], seconds: int
) -> Burst:  # fmt: skip
    script = scratch / "play.lua"
    script.write_text(PLAY % (*(_lua(each) for each in (paths, cookies, starts, bodies)), uuid4().hex[:12]))
    fixed = {
        "User-Agent": USER_AGENT,
        "Accept-Language": "en",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    told = [word for name, value in fixed.items() for word in ("-H", f"{name}: {value}")]
    before = server.cpu_seconds()
    count = str(len(paths))
    said = subprocess.run(
        ["wrk", "-t", count, "-c", count, "-d", f"{seconds}s", "--timeout", "30s", "-s", str(script), *told, server.url],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"^RESULT (.*)$", said, re.MULTILINE)
    if found is None or (result := json.loads(found[1]))["failed"]:
        raise RuntimeError(f"the burst failed:\n{said}")
    spent = (server.cpu_seconds() - before) * 1000 / result["requests"]
    return Burst(result["requests"] / result["seconds"], result["p50"], spent)


def _lua(value: Any) -> str:
    if isinstance(value, list):
        return "{" + ", ".join(_lua(each) for each in value) + "}"
    return json.dumps(value)


def _seated(app: Flask, home: Path) -> list[Player]:
    """Publish the large case, and let players come as far as the log is to be long."""
    builder = Builder(app, home, PLAYERS)
    with db.writing():
        edition = courses.publish(
            package=prepare(_package(home), keep=app.extensions["storage"].put), by=None, at=builder.at
        ).edition
        checking.keep(
            digest=digest_of(_case(edition)), outcome=checking.Outcome(()), at=builder.at
        )  # the caretaker leaves it alone
        builder.take_units()
        people = builder.join("player", PLAYERS)
        keys = [builder.signed_in(person) for person, _agency in people]
        enrolled = builder.enrol_in(edition, people)
        return [
            Player(own, _played(edition, each, builder)) for own, each in zip(keys, enrolled, strict=True)
        ]


def _package(home: Path) -> Path:
    folder = home / "packages" / COURSE
    (folder / "modules" / "all").mkdir(parents=True)
    manifest = {
        "format": 1, "slug": COURSE, "level": "basic", "source_locale": "en", "title": "The plain", "summary": "A large case.",
        "statement": "Assessed by one case.", "hours": 1, "modules": [{"slug": "all", "title": "All", "activities": [CASE]}],
    }  # fmt: skip
    (folder / "course.yaml").write_text(yaml.safe_dump(manifest))
    _write_case(folder / "modules" / "all" / f"{CASE}.case.yaml")
    return folder


def _write_case(path: Path) -> None:
    path.write_text(json.dumps(document()))  # which is YAML as well


def _played(edition: Edition, enrolment_id: UUID, builder: Builder) -> UUID:
    """Begin a run and write its log and its snapshot as so many actions leave them."""
    read, case = reading(edition_id=edition.id, locale="en"), _case(edition)
    law = Law()
    run = service.begin(
        enrolment=session.get_one(Enrolment, enrolment_id),
        activity=CASE,
        case=case,
        reading=read,
        law=law,
        at=builder.at,
    )
    seat = session.scalars(select(CaseSeat).where(CaseSeat.run_id == run.id)).one()
    state = start(case, law)
    for number, action in enumerate(_actions(case)):
        state = apply(case, law, state, action)
        save = Save("action", plain(action), "bench-device", number + 1, uuid4().hex)
        learning.record_action(attempt=seat.attempt, save=save, at=builder.at)
    seat.acted = LOG
    session.execute(update(CaseRun).where(CaseRun.id == run.id).values(version=LOG, snapshot=state.kept()))
    return run.id


def _case(edition: Edition) -> CaseContent:
    found = reading(edition_id=edition.id, locale="en").course.activity(CASE)
    assert found is not None
    assert isinstance(found[1].content, CaseContent)
    return found[1].content


def _actions(case: CaseContent) -> Iterator[Action]:
    """Return what the expert does, but for the end, and then what is done again and again."""
    expert = [step.act for step in case.expert][:-1]
    yield from expert
    for number in range(len(expert), LOG):
        yield action_of(ACTS[number % len(ACTS)])


def _check(home: Path, sheet: Sheet) -> None:
    """Have the checker look at the large case, as its author would."""
    path = home / "large.case.yaml"
    _write_case(path)
    with _timed() as taken:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "academy", "check-case", str(path)],
            cwd=ROOT, env=environment(home, 8000), capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the large case was refused: {done.stdout}{done.stderr[-2000:]}")
    sheet.add(f"check-case, a case of {len(document()['expert'])} actions", taken[0], "s", CHECKED)
    sheet.notes.append(done.stdout.strip())


@contextmanager
def _timed() -> Iterator[list[float]]:
    begun, taken = time.perf_counter(), list[float]()
    yield taken
    taken.append(time.perf_counter() - begun)
