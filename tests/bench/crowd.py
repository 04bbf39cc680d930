"""A class of three hundred in the middle of a quiz: their pages save every ten seconds, then a hundred hand in at once.

The load is an open loop: a save is due at its time whether the one before was answered or not, and is timed from then.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, insert, select

from academy import db
from academy.courses.models import Course, Edition
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import AnswerEvent, Attempt, AttemptState, Completion, Enrolment, ItemResult
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from tests.bench.course import ITEMS, right_answers
from tests.bench.data import USER_AGENT, Builder, Keys
from tests.bench.figures import Sheet
from tests.bench.server import HOST, Server

LEARNERS, EVERY, SECONDS = 300, 10.0, 60.0
#: How many hand in, and within how many seconds.
HANDING_IN, WITHIN = 100, 2.0
NUMBER = 10
QUIZ = f"quiz-{NUMBER}"


@dataclass
class Sitter:
    """One of them: her browser, her attempt, and what the server has acknowledged."""

    keys: Keys
    attempt_id: UUID
    paper: list[str]
    sequence: int = 0
    acknowledged: list[str] = field(default_factory=list)
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None


@dataclass
class Times:
    """How long each request took, in milliseconds from when it was due; and what was refused or broke."""

    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def share(self, part: float) -> float:
        """Return the time within which this part of them was answered."""
        ordered = sorted(self.taken) or [float("inf")]
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def measure(app: Flask, home: Path, server: Server, sheet: Sheet, *, is_short: bool) -> None:
    """Gather them, let them save and hand in, and look in the database for everything that was acknowledged."""
    seconds = SECONDS / 3 if is_short else SECONDS
    with app.app_context():
        db.connect(f"sqlite:///{home / 'academy.sqlite'}")
        sitters = _gathered(app, home)
        saves, spent, handed = asyncio.run(_sit(server, sitters, seconds))
        _look_at_saves(sheet, sitters, saves, seconds, spent)
        _look_at_results(sheet, sitters[:HANDING_IN], handed)
        session.remove()
        db.disconnect()


def _gathered(app: Flask, home: Path) -> list[Sitter]:
    builder = Builder(app, home, LEARNERS)
    edition = session.scalars(
        select(Edition).join(Course, Course.id == Edition.course_id).where(Course.slug == "bench")
    ).one()
    read = reading(edition_id=edition.id, locale="en")
    found = read.course.activity(QUIZ)
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    with db.writing():
        builder.take_units()
        people = builder.join("crowd", LEARNERS)
        enrolled = builder.enrol_in(edition, people)
        keys = [builder.signed_in(person) for person, _agency in people]
        opened = [activity.slug for _module, activity in read.course.activities()][:-1]
        rows = [
            {"enrolment_id": each, "activity": slug, "completed_at": builder.at}
            for each in enrolled
            for slug in opened
        ]
        session.execute(insert(Completion), rows)
        attempts = [
            service.start(
                enrolment=session.get_one(Enrolment, each),
                activity=QUIZ,
                quiz=found[1].content,
                reading=read,
                at=builder.at,
            )
            for each in enrolled
        ]
        return [
            Sitter(own, attempt.id, list(attempt.paper or ()))
            for own, attempt in zip(keys, attempts, strict=True)
        ]


async def _sit(server: Server, sitters: list[Sitter], seconds: float) -> tuple[Times, float, Times]:
    """Let them save, then hand in; return the times of both, and the CPU milliseconds of each save."""
    for _each in range(2):  # both workers have read the course before anything counts
        await asyncio.gather(*(_save_once(server.port, each) for each in sitters[:20]))
    before = server.cpu_seconds()
    saves = await _save(server.port, sitters, seconds)
    spent = (server.cpu_seconds() - before) * 1000 / max(1, len(saves.taken))
    return saves, spent, await _hand_in(server.port, sitters[:HANDING_IN])


async def _save(port: int, sitters: list[Sitter], seconds: float) -> Times:
    times, begun = Times(), time.perf_counter() + 0.5

    async def sit(place: int, sitter: Sitter) -> None:
        first = begun + EVERY * place / len(sitters)
        for turn in range(int(seconds / EVERY)):
            await _due(times, first + turn * EVERY, lambda: _save_once(port, sitter))

    await asyncio.gather(*(sit(place, sitter) for place, sitter in enumerate(sitters)))
    return times


async def _hand_in(port: int, sitters: list[Sitter]) -> Times:
    times, begun, chance = Times(), time.perf_counter() + 0.5, random.Random(2026)

    async def leave(sitter: Sitter) -> None:
        form = urlencode({"csrf_token": sitter.keys.csrf})
        path = f"/en/attempts/{sitter.attempt_id}/hand-in"
        await _due(times, begun + chance.uniform(0, WITHIN), lambda: _ask(port, sitter, path, form, "302"))

    await asyncio.gather(*(leave(each) for each in sitters))
    times.taken.append((time.perf_counter() - begun) * 1000)
    return times


async def _due(times: Times, at: float, deed: Callable[[], Awaitable[str]]) -> None:
    """Do something when it is due, and time it from then on."""
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    try:
        error = await asyncio.wait_for(deed(), 30)
    except (TimeoutError, OSError, asyncio.IncompleteReadError) as broken:
        error = repr(broken)
    if error:
        times.errors.append(error)
    times.taken.append((time.perf_counter() - at) * 1000)


async def _save_once(port: int, sitter: Sitter) -> str:
    """Save the next item as the script does; return what went wrong."""
    place = sitter.sequence % ITEMS
    sitter.sequence += 1
    key = uuid4().hex
    form = {
        **right_answers(NUMBER)[sitter.paper[place]], "device": "crowd-device", "sequence": [sitter.sequence],
        "idempotency_key": [key], "csrf_token": [sitter.keys.csrf],
    }  # fmt: skip
    path = f"/en/attempts/{sitter.attempt_id}/items/{place + 1}"
    error = await _ask(port, sitter, path, urlencode(form, doseq=True), "200", "X-Requested-With: fetch")
    if not error:
        sitter.acknowledged.append(key)
    return error


async def _ask(port: int, sitter: Sitter, path: str, form: str, expected: str, *more: str) -> str:
    """Send a form over her connection, which the server may have closed since; return what went wrong."""
    lines = [
        f"POST {path} HTTP/1.1", f"Host: {HOST}", f"User-Agent: {USER_AGENT}", f"Cookie: {sitter.keys.cookie}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}", *more,
    ]  # fmt: skip
    if sitter.line is None or sitter.line[0].at_eof():
        sitter.line = await asyncio.open_connection(HOST, port)
    reader, writer = sitter.line
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + form).encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    said = await reader.readexactly(int(fields.get("content-length", 0)))
    status = head.split(" ", 2)[1]
    return "" if status == expected else f"{status}: {said[:200]!r}"


def _look_at_saves(sheet: Sheet, sitters: list[Sitter], saves: Times, seconds: float, spent: float) -> None:
    kept = set(session.scalars(select(AnswerEvent.idempotency_key).where(AnswerEvent.is_late.is_(False))))
    lost = sum(key not in kept for each in sitters for key in each.acknowledged)
    name = f"{len(sitters)} learners saving every {EVERY:g} s for {seconds:g} s ({len(saves.taken):,} saves)"
    for part, most in ((0.5, None), (0.95, 150.0), (0.99, None)):
        sheet.add(f"{name}: p{part * 100:g}", saves.share(part), "ms", most)
    sheet.add(f"{name}: errors", len(saves.errors), "", 0)
    sheet.add(f"{name}: acknowledged and lost", lost, "", 0)
    sheet.add(f"{name}: CPU each", spent, "ms")
    sheet.notes.extend(saves.errors[:3])


def _look_at_results(sheet: Sheet, sitters: list[Sitter], handed: Times) -> None:
    """A result is final when it is there, whole and once."""
    session.rollback()
    own = Attempt.id.in_([each.attempt_id for each in sitters])
    graded = session.scalar(select(func.count()).where(own, Attempt.state == AttemptState.GRADED)) or 0
    results = session.scalar(
        select(func.count()).where(ItemResult.attempt_id.in_([each.attempt_id for each in sitters]))
    )
    name = f"{len(sitters)} handing in within {WITHIN:g} s"
    sheet.add(f"{name}: all final after", handed.taken.pop() / 1000, "s", 10)
    sheet.add(f"{name}: p95", handed.share(0.95), "ms")
    sheet.add(f"{name}: errors", len(handed.errors), "", 0)
    sheet.add(
        f"{name}: not final, or not once", len(sitters) - graded + abs((results or 0) - ITEMS * graded), "", 0
    )
    sheet.notes.extend(handed.errors[:3])
