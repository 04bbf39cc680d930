"""What is measured inside this process, on the same data: statements for each request, and printing certificates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Flask
from sqlalchemy import Engine, event

from academy import clock, db, i18n
from academy.accounts import queries as people
from academy.accounts.models import Person
from academy.certificates import queries, service
from academy.certificates.document.wording import sheet as wording
from academy.courses.queries import reading
from academy.db import session
from academy.learning.models import Enrolment
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
    """Print and issue certificates one after the other as their holders would; return the last one's number."""
    begun, number = time.perf_counter(), ""
    with app.app_context():
        for each in enrolments:
            number = _certify(app, each)
        db.settle(keep=False)
    seconds = time.perf_counter() - begun
    sheet.add(f"{len(enrolments):,} certificates", seconds, "s", 15 * len(enrolments) / 1000)
    return number


def _certify(app: Flask, enrolment_id: UUID) -> str:
    at, language = clock.now(), i18n.LANGUAGES["sr-Latn"]
    enrolment = session.get_one(Enrolment, enrolment_id)
    person = session.get_one(Person, enrolment.person_id)
    holder, who = person.legal_name, people.actor_for(person, on=at.date())
    identity = service.draw_identity()
    facts = service.state_facts(
        identity=identity, holder=holder, own=reading(edition_id=enrolment.edition_id, locale=language.code),
        english=reading(edition_id=enrolment.edition_id, locale="en"), law=queries.taught_law(who), at=at,
    )  # fmt: skip
    with app.test_request_context():
        printed = wording(
            facts, language=language, verify_url=f"http://127.0.0.1/sr-Latn/verify/{identity.code}"
        )
    prepared = service.prepare(
        identity=identity, facts=facts, sheet=printed, storage=app.extensions["storage"]
    )
    with db.writing():
        found = queries.enrolment_to_certify(who, enrolment_id)
        issued = service.claim(enrolment=found, prepared=prepared, by=who, at=at)
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
