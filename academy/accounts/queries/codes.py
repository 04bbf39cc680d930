"""Which one-time codes still hold, and what the throttle has counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from academy import db
from academy.accounts.models import OneTimeCode, Person, SignInThrottle
from academy.accounts.rules.codes import Purpose, digest_of
from academy.accounts.rules.names import fold_call_sign
from academy.accounts.rules.throttle import Gauge, Tally, wait
from academy.db import session
from academy.errors import NotFound, TooMany


def open_code(purpose: Purpose, code: str, *, at: datetime) -> OneTimeCode:
    """Return a code that can still be used, its person loaded.

    Raises NotFound for one that is unknown, used or too old, or whose person may no longer enter: all look the
    same.
    """
    found = session.scalar(
        select(OneTimeCode)
        .join(Person, Person.id == OneTimeCode.person_id)
        .where(
            OneTimeCode.purpose == purpose.value,
            OneTimeCode.code_digest == digest_of(purpose, code),
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > at,
            Person.disabled_at.is_(None),
            Person.erased_at.is_(None),
        )
        .options(joinedload(OneTimeCode.person))
    )
    if found is None:
        raise NotFound
    return found


def printed_code(*, call_sign: str, code: str, at: datetime) -> OneTimeCode:
    """Return a printed code of the person with this call-sign. Raises NotFound like ``open_code``."""
    found = open_code(Purpose.PRINTED, code, at=at)
    if found.person.call_sign_key != fold_call_sign(call_sign):
        raise NotFound
    return found


def must_not_wait(gauges: Iterable[Gauge], *, at: datetime) -> None:
    """Raise TooMany where one of ``gauges`` asks for a pause; known and unknown people alike.

    Asked in a write unit it lets nobody else ask of the same gauges until that unit ends: of many tries that come at
    once, over however many workers, no more are answered than of as many one after the other.
    """
    gauges = tuple(gauges)
    if db.is_writing() and db.dialect() == "postgresql":  # SQLite has one writer anyway
        for key in sorted(each.key for each in gauges):
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(key[:15], 16)})
    tallies = {
        row.key: Tally(row.failures, row.last_failed_at)
        for row in session.scalars(
            select(SignInThrottle).where(SignInThrottle.key.in_([each.key for each in gauges]))
        )
    }
    longest = max(wait(tallies.get(each.key), each.limit, at) for each in gauges)
    if longest:
        raise TooMany("too-many-tries", retry_after=max(1, round(longest.total_seconds())))


def free_tries(gauge: Gauge, *, at: datetime) -> int:
    """Return how many more failures are free before the next pause."""
    row = session.get(SignInThrottle, gauge.key)
    if row is None or at - row.last_failed_at >= gauge.limit.forgotten_after:
        return gauge.limit.free
    return max(0, gauge.limit.free - row.failures)
