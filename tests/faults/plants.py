"""Faults that are planted to see the harness go red. Each is switched on by ``FAULT_PLANT``, in these tests only."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import has_request_context
from sqlalchemy import or_, select, text, update
from sqlalchemy.engine import Connection
from werkzeug.wsgi import ClosingIterator

from academy import app as factory
from academy import db
from academy.accounts import queries as accounts
from academy.accounts.rules.passwords import Check
from academy.accounts.rules.throttle import Gauge
from academy.accounts.views import codes as doors
from academy.accounts.views import sign_in as signing_in
from academy.cases import service as cases
from academy.cases.content import CaseContent, Law
from academy.cases.queries import Seated
from academy.cases.rules.machine import apply
from academy.cases.rules.state import Refused, State
from academy.cases.service import Sent, runs
from academy.certificates import queries as certificates
from academy.certificates import service as issuing
from academy.certificates.models import BatchItem, Certificate
from academy.certificates.service import batch_things
from academy.learning import service as learning
from academy.learning.service import Receipt, Save

VARIABLE = "FAULT_PLANT"
ANSWER, DEFERRED, DOUBLES = "answer-before-commit", "deferred-begin", "no-idempotency"
SNAPSHOT, TWICE = "snapshot-before-action", "actions-without-key"
TICKED, UNINDEXED = "ticked-before-issued", "certificates-without-index"
TRIES, TOLD, NEAR = "tries-out-of-turn", "known-take-longer", "near-misses-take-longer"
#: Name → what it breaks, and the parts of the harness that must see it.
PLANTS: dict[str, tuple[str, tuple[str, ...]]] = {
    ANSWER: ("an answer goes out before its commit", ("writers", "workers", "flush")),
    DEFERRED: ("write units begin DEFERRED on SQLite", ("writers", "schedules")),
    DOUBLES: ("a retry is a save of its own", ("retries",)),
    SNAPSHOT: ("the snapshot of a case is committed before its action", ("cases",)),
    TWICE: ("a retry is an action of its own, whatever its page had seen", ("case-retries",)),
    TICKED: ("the things of a slice are ticked off before their certificates are printed", ("batches",)),
    UNINDEXED: ("nothing but a look before it keeps a second certificate out", ("claims",)),
    TRIES: ("tries that come at once do not wait for each other", ("throttle",)),
    TOLD: ("a password is hashed and a letter made in line, for those who exist only", ("probes",)),
    NEAR: ("a reference that begins like a certificate's takes longer", ("verify",)),
}
#: Seconds between an answer that goes out too early and its commit.
GAP = 0.005


def planted() -> str:
    """Return the fault that is planted; empty where there is none."""
    return os.environ.get(VARIABLE, "")


def plant(name: str) -> None:
    """Put a fault into this process and those it starts. It stays until the process ends."""
    os.environ[VARIABLE] = name
    {
        ANSWER: _answer_before_commit, DEFERRED: _begin_deferred, DOUBLES: _forget_keys, SNAPSHOT: _keep_before_acting,
        TWICE: _act_anew, TICKED: _tick_beforehand, UNINDEXED: _drop_the_index, TRIES: _forget_turns, TOLD: _answer_ghosts_at_once, NEAR: _dwell_on_near_misses,
    }[name]()  # fmt: skip


def _begin_deferred() -> None:
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA query_only=OFF")
        raw.execute("BEGIN")

    db._begin_sqlite = begin


def _forget_keys() -> None:
    honest = learning.save_response

    def save_response(*, save: Save, **rest: Any) -> Receipt:
        return replace(honest(save=replace(save, key=uuid4().hex), **rest), key=save.key)

    learning.save_response = save_response


def _keep_before_acting() -> None:
    """Commit the new state of a run, and only then its action."""
    honest = cases.act

    def act(*, seated: Seated, case: CaseContent, sent: Sent, at: datetime) -> Receipt:
        if sent.after == seated.seat.acted and seated.earlier is None:
            law, before = Law.model_validate(seated.run.law), State.read(seated.run.snapshot)
            with contextlib.suppress(Refused):
                runs._keep(seated, apply(case, law, before, sent.action))
                db.session.commit()
                threading.Event().wait(GAP)
        return honest(seated=seated, case=case, sent=sent, at=at)

    cases.act = act


def _act_anew() -> None:
    honest = cases.act

    def act(*, seated: Seated, sent: Sent, **rest: Any) -> Receipt:
        anew = replace(sent, key=uuid4().hex, after=seated.seat.acted)
        return replace(honest(seated=replace(seated, earlier=None), sent=anew, **rest), key=sent.key)

    cases.act = act


def _drop_the_index() -> None:
    """Take the index away, and have every claim look too early."""
    honest = issuing.claim

    def claim(**what: Any) -> Certificate:
        db.session.execute(text("DROP INDEX IF EXISTS uq_certificate_valid"))
        return honest(**what)

    issuing.claim = claim
    certificates.of_enrolment = lambda _enrolment_id: None


def _dwell_on_near_misses() -> None:
    honest = certificates.by_reference

    def by_reference(reference: str) -> Certificate | None:
        begins_alike = or_(
            Certificate.code.startswith(reference[:3]), Certificate.number.startswith(reference[:6])
        )
        if db.session.scalar(select(Certificate.id).where(begins_alike).limit(1)):
            threading.Event().wait(GAP)
        return honest(reference)

    certificates.by_reference = by_reference


def _tick_beforehand() -> None:
    """Commit that the things of a slice are done, print, and only then do them."""
    honest = batch_things._got_ready

    def tick(items: Sequence[Any], state: str) -> None:
        with db.writing():
            wanted = [each.id for each in items]
            db.session.execute(update(BatchItem).where(BatchItem.id.in_(wanted)).values(state=state))

    def got_ready(kind: Any, items: Sequence[Any], *rest: Any) -> Any:
        tick(items, "done")
        ready = honest(kind, items, *rest)
        tick(items, "pending")
        return ready

    batch_things._got_ready = got_ready


def _forget_turns() -> None:
    """Look at the tally when a try comes, and never again."""
    honest = accounts.must_not_wait

    def must_not_wait(gauges: Iterable[Gauge], *, at: datetime) -> None:
        if not db.is_writing():
            honest(gauges, at=at)

    accounts.must_not_wait = must_not_wait


def _answer_ghosts_at_once() -> None:
    """Hash no password for nobody, and make letters before the line takes the next request."""
    doors._send_by_and_by = doors.send_reset
    honest = signing_in.check_password
    signing_in.check_password = lambda kept, typed: honest(kept, typed) if kept else Check(is_right=False)


def _answer_before_commit() -> None:
    """Commit a request's write unit when its response has been sent."""
    waiting = threading.local()
    honest, create_app = db.settle, factory.create_app

    def settle(*, keep: bool) -> None:
        if not (keep and has_request_context() and db.is_writing()):
            honest(keep=keep)
            return
        waiting.session = db.session()
        db.session.registry.clear()

    def commit() -> None:
        if (held := waiting.__dict__.pop("session", None)) is not None:
            threading.Event().wait(GAP)
            held.commit()
            held.close()

    def create(*given: Any) -> Any:
        made = create_app(*given)
        inner: Callable[..., Iterable[bytes]] = made.wsgi_app
        made.wsgi_app = lambda environ, start: ClosingIterator(inner(environ, start), commit)
        return made

    db.settle = settle
    factory.create_app = create
