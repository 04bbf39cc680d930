"""What is measured inside this process, on the same data: statements for each request, and printing certificates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event

from academy import clock, db
from academy.accounts import queries as people
from academy.accounts.models import Person
from academy.certificates import queries, service
from academy.db import session
from academy.learning.models import Enrolment
from academy.typesetting import CORES
from tests.bench.data import USER_AGENT, Keys
from tests.bench.figures import Sheet
from tests.bench.load import Target

#: The most statements a page may ask, whatever the number of learners.
MOST = {"course": 6, "lesson": 6, "home": 10, "report": 12}


def statements(app: Flask, targets: dict[str, Target], sheet: Sheet) -> None:
    """Count each page's SQL statements once its course is ready."""
    for name, target in targets.items():
        _get(app, target)
        with _counting() as asked:
            _get(app, target)
        sheet.add(f"{name}: SQL statements", len(asked), "", MOST.get(name))


def certificates(app: Flask, enrolments: list[UUID], sheet: Sheet) -> str:
    """Print and issue certificates, as many at once as there are cores, as their holders would; return one's number."""

    def certified(each: UUID) -> str:
        with app.app_context():
            return _certify(app, each)

    begun = time.perf_counter()
    with ThreadPoolExecutor(max_workers=CORES) as threads:
        *_, number = threads.map(certified, enrolments)
    seconds = time.perf_counter() - begun
    sheet.add(f"{len(enrolments):,} certificates", seconds, "s", 15 * len(enrolments) / 1000)
    return number


def _certify(app: Flask, enrolment_id: UUID) -> str:
    at, issuer = clock.now(), app.extensions["issuer"]
    enrolment = session.get_one(Enrolment, enrolment_id)
    who = people.actor_for(session.get_one(Person, enrolment.person_id), on=at.date())
    prepared = service.printed(service.Order(enrolment, "sr-Latn"), issuer=issuer, at=at)
    with db.writing():
        found = queries.enrolment_to_certify(who, enrolment_id)
        issued = service.claim(enrolment=found, prepared=prepared, issuer=issuer, by=who, at=at)
    return issued.number


@contextmanager
def _counting() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _get(app: Flask, target: Target) -> None:
    client = app.test_client()
    if isinstance(target.keys, Keys):
        name, _, value = target.keys.cookie.partition("=")
        client.set_cookie(name, value)
    answer = client.get(target.path, headers={"User-Agent": USER_AGENT})
    if answer.status_code != 200:
        raise RuntimeError(f"{target.path}: {answer.status_code}")
