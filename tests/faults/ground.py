"""Where faults are let loose: an academy of its own, on each database, with learners in the middle of a quiz."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psutil
from alembic import command
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, text

from academy import catalogues, clock, db
from academy.accounts.models import Membership, Person, SignInSession
from academy.accounts.rules import codes
from academy.actor import Role
from academy.app import create_app
from academy.config import Config
from academy.courses.models import Course
from academy.courses.queries import Reading, reading
from academy.db import session
from academy.items.content import Item
from academy.learning import service as learning
from academy.learning.models import Enrolment
from academy.learning.queries import attempt_in_turn
from academy.learning.rules import Act
from academy.learning.service import Receipt, Save
from academy.quizzes import service
from academy.quizzes.content import QuizContent
from academy.schema import alembic_config
from tests import clusters
from tests.bench.server import Server, academy
from tests.faults.plants import planted
from tests.world import build, find

SECRET = "faults-only-secret-faults-only-secret"
USER_AGENT = "academy-faults"
CSRF = "5e1b" * 10
QUIZ = "kinds-quiz"
#: The item every fault is let loose on: its responses are numbers, so that each can be told from the next.
ITEM = "number"


@dataclass(frozen=True)
class Taker:
    """A learner with an attempt under way, and what her browser holds."""

    person_id: UUID
    enrolment_id: UUID
    attempt_id: UUID
    cookie: str
    csrf: str


@dataclass(frozen=True)
class Ground:
    """An academy to break."""

    kind: str
    home: Path
    url: str
    app: Flask
    takers: list[Taker]
    edition_id: UUID

    def quiz(self) -> tuple[Reading, QuizContent]:
        """Return the quiz they sit."""
        read = reading(edition_id=self.edition_id, locale="en")
        found = read.course.activity(QUIZ)
        assert found is not None
        assert isinstance(found[1].content, QuizContent)
        return read, found[1].content

    def item(self) -> Item:
        """Return the item every fault is let loose on."""
        found = self.quiz()[1].item(ITEM)
        assert found is not None
        return found

    def begin(self, enrolment_id: UUID, *, at: datetime | None = None) -> UUID:
        """Begin an attempt in a write unit of its own."""
        read, quiz = self.quiz()
        with db.writing():
            return service.start(
                enrolment=session.get_one(Enrolment, enrolment_id), activity=QUIZ, quiz=quiz, reading=read, at=at or clock.now()
            ).id  # fmt: skip

    def save(
        self, attempt_id: UUID, payload: Any, *, key: str, sequence: int, device: str = "writer-00", at: datetime | None = None, act: str = Act.SAVE
    ) -> Receipt:  # fmt: skip
        """Save one response as the pages do, in the write unit that is open."""
        sent = Save(item=ITEM, payload=payload, device=device, sequence=sequence, key=key, act=act)
        return service.save(
            attempt=attempt_in_turn(attempt_id),
            quiz=self.quiz()[1],
            item=self.item(),
            save=sent,
            at=at or clock.now(),
        )

    @property
    def course_id(self) -> UUID:
        """The course they are in."""
        return session.scalars(select(Course.id).where(Course.slug == "small")).one()

    def page(self) -> int:
        """Return the place of the item in every attempt: the quiz has no shuffle."""
        return [item.key for item in self.quiz()[1].items].index(ITEM) + 1

    def kept(self) -> dict[str, Any]:
        """Return every answer event by its key."""
        with db.engine().connect() as connection:
            rows = connection.execute(
                text("SELECT id, idempotency_key, payload, saved_at, is_late, attempt_id FROM answer_event")
            )
            return {row.idempotency_key: row for row in rows}

    def sound(self) -> bool:
        """Say whether the database is whole: SQLite is asked; PostgreSQL would not have started."""
        if self.kind != "sqlite":
            return True
        with db.engine().connect() as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            return whole and not connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()

    @contextlib.contextmanager
    def server(self, *, workers: int = 2, through: tuple[str, ...] = ()) -> Iterator[Server]:
        """Start the production server on it, with a fault in it where one is planted; ``through`` what runs it."""
        more = {
            "ACADEMY_DATABASE_URL": self.url, "ACADEMY_SECRET_KEY": SECRET, "WEB_WORKERS": str(workers), "NO_WORKER": "1",
        }  # fmt: skip
        module = "tests.faults.serving" if planted() else "academy.serving"
        db.let_go()
        with academy(self.home, through=through, module=module, **more) as running:
            try:
                yield running
            finally:
                if through:  # strace does not let itself be ended; it ends with what it runs
                    for inner in psutil.Process(running.process.pid).children():
                        inner.terminate()


@contextlib.contextmanager
def ground(kind: str, *, takers: int = 4, durable: bool = True) -> Iterator[Ground]:
    """Make an academy on ``sqlite`` or ``postgresql`` and end it again."""
    home = Path(tempfile.mkdtemp(prefix="academy-faults-"))
    catalogues.compile_all()
    try:
        with contextlib.ExitStack() as stack:
            if kind == "sqlite":
                url = f"sqlite:///{home / 'academy.sqlite'}"
            else:
                cluster = stack.enter_context(clusters.cluster(is_durable=durable))
                clusters.administer(cluster, 'CREATE DATABASE "academy"')
                url = clusters.address(cluster, "academy")
            app = create_app(Config(home, url, SECRET, "http://127.0.0.1:8000"))
            stack.enter_context(app.app_context())
            stack.callback(db.disconnect)
            command.upgrade(alembic_config(), "head")
            build(app)
            _have_the_built_in_course()
            yield peopled(kind, home, url, app, takers)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _have_the_built_in_course() -> None:
    """Put a course in the place of the built-in one, so that no start of a server imports that."""
    with db.writing():
        live = session.scalars(select(Course).where(Course.slug == "small")).one().live_edition_id
        session.add(Course(slug="basic", level="basic", source_locale="en", live_edition_id=live))


def peopled(kind: str, home: Path, url: str, app: Flask, count: int) -> Ground:
    """Put learners with an attempt under way into the small world that is there."""
    world = find()
    made = Ground(kind, home, url, app, [], world.edition.id)
    for number in range(count):
        person_id = uuid4()
        with db.writing():
            at = clock.now()
            session.add(
                Person(
                    id=person_id, call_sign=f"taker-{number}", legal_name=f"Taker {number}", email=None, password_hash=None,
                    created_at=at,
                )
            )  # fmt: skip
            session.flush()
            session.add(
                Membership(
                    person_id=person_id, agency_id=world.rangers.id, role=Role.LEARNER, starts_on=at.date()
                )
            )
            enrolment = learning.enrol(
                person_id=person_id, agency_id=world.rangers.id, edition=world.edition, cohort=world.cohort, by=None, at=at
            )  # fmt: skip
            enrolment_id = enrolment.id
            for opened in ("first-lesson", "gate-quiz"):
                learning.complete(enrolment=enrolment, activity=opened, at=at)
            cookie, csrf = signed_in(app, person_id)
        made.takers.append(Taker(person_id, enrolment_id, made.begin(enrolment_id), cookie, csrf))
    return made


def signed_in(app: Flask, person_id: UUID) -> tuple[str, str]:
    """Sign a person in without the page; return her cookie and a token for forms."""
    token, at = codes.new_token(), clock.now()
    session.add(
        SignInSession(
            person_id=person_id, token_digest=codes.digest_of_token(token), started_at=at, last_seen_at=at,
            user_agent_digest=codes.digest_of_token(USER_AGENT), ends_at=at + timedelta(hours=12), idle_minutes=30,
        )
    )  # fmt: skip
    client = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"], kept["csrf_token"] = token, CSRF
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(CSRF)
    return f"{cookie.key}={cookie.value}", signed
