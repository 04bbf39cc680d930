"""Coming in and going out: sessions, the pause after failures, what the doors note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, delete, true, update
from sqlalchemy.dialects import postgresql, sqlite

from academy.accounts.models import OneTimeCode, Person, SignInSession, SignInThrottle
from academy.accounts.queries import must_not_wait
from academy.accounts.rules import codes, sessions
from academy.accounts.rules.codes import Purpose
from academy.accounts.rules.devices import device_of
from academy.accounts.rules.throttle import Gauge
from academy.accounts.service.one_time import make_code, use_code
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import NotFound


def sign_in(
    *,
    person: Person,
    user_agent: str,
    is_shared: bool,
    has_second_factor: bool,
    rehashed: str | None,
    at: datetime,
) -> str:
    """Open a session for a person who has just proved who she is, and return its token.

    ``has_second_factor`` says that she typed its code as well; ``rehashed`` is her password's hash by today's figures.
    """
    token = codes.new_token()
    opened = SignInSession(
        person_id=person.id,
        token_digest=codes.digest_of_token(token),
        user_agent_digest=codes.digest_of_token(user_agent),
        started_at=at,
        last_seen_at=at,
        ends_at=at + sessions.LONGEST,
        device=device_of(user_agent),
        idle_minutes=sessions.quiet_minutes(is_shared=is_shared),
        second_factor_at=at if has_second_factor else None,
        confirmed_at=at,
    )
    session.add(opened)
    person.last_seen_at = at
    if rehashed:
        person.password_hash = rehashed
    session.flush()
    audit.record(by=_as_actor(person), verb="sign-in", object_type="session", object_id=opened.id, at=at)
    return token


def begin_second_step(*, person: Person, rehashed: str | None, at: datetime) -> str:
    """Note that the password was right and return the token that the code must come with."""
    person.password_hash = rehashed or person.password_hash
    return make_code(person=person, purpose=Purpose.SECOND_STEP, code=codes.new_token(), by=None, at=at)


def end_second_step(*, step: OneTimeCode, at: datetime) -> None:
    """Use up the token of a second step. Raises NotFound where somebody was faster."""
    use_code(step, at=at)


def sign_out(*, by: Actor, at: datetime) -> None:
    """End the session that the request belongs to."""
    if by.session_id:
        end_session(session_id=by.session_id, by=by, at=at)


def end_session(*, session_id: UUID, by: Actor, at: datetime) -> None:
    """End one of the actor's own sessions. Raises NotFound for anybody else's."""
    found = session.get(SignInSession, session_id)
    if found is None or found.person_id != by.person_id:
        raise NotFound
    found.revoked_at = found.revoked_at or at
    session.flush()
    audit.record(by=by, verb="sign-out", object_type="session", object_id=session_id, at=at)


def sign_out_everywhere(*, by: Actor, at: datetime) -> int:
    """End every session of the actor, this one included, and return how many there were."""
    ended = revoke_sessions(person_id=by.person_id, at=at)
    audit.record(by=by, verb="sign-out-everywhere", object_type="person", object_id=by.person_id, at=at)
    return ended


def sign_out_elsewhere(*, by: Actor, at: datetime) -> int:
    """End every session of the actor but this one, and return how many there were."""
    ended = revoke_sessions(person_id=by.person_id, at=at, but=by.session_id)
    audit.record(by=by, verb="sign-out-elsewhere", object_type="person", object_id=by.person_id, at=at)
    return ended


def revoke_sessions(*, person_id: UUID, at: datetime, but: UUID | None = None) -> int:
    """End a person's sessions, all or all but one; each is dead at its next request. No audit line of its own."""
    ended = session.execute(
        update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.id != but if but else true(),
        )
        .values(revoked_at=at)
        .returning(SignInSession.id)
    )
    return len(ended.all())


def mark_confirmed(*, session_id: UUID, at: datetime) -> None:
    """Note in a session that its person has just typed her password and a code of her second factor."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id)
        .values(confirmed_at=at, second_factor_at=at)
    )


def touch(*, session_id: UUID, person_id: UUID, at: datetime) -> None:
    """Note that a person is here. Bookkeeping: no audit line."""
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=at))
    session.execute(update(Person).where(Person.id == person_id).values(last_seen_at=at))


def note_refusal(*, actor: Actor, where: str, at: datetime) -> None:
    """Write down that a door stayed closed to ``actor``."""
    audit.record(by=actor, verb="refused", object_type="endpoint", object_id=where, at=at)


def count_failure(*, gauges: Iterable[Gauge], at: datetime) -> None:
    """Count one more failure under each gauge; what was long quiet starts anew. Safe beside others that count."""
    insert = postgresql.insert if session.connection().dialect.name == "postgresql" else sqlite.insert
    for gauge in gauges:
        is_forgotten = SignInThrottle.last_failed_at <= at - gauge.limit.forgotten_after
        session.execute(
            insert(SignInThrottle)
            .values(key=gauge.key, failures=1, last_failed_at=at)
            .on_conflict_do_update(
                index_elements=[SignInThrottle.key],
                set_={
                    "failures": case((is_forgotten, 1), else_=SignInThrottle.failures + 1),
                    "last_failed_at": at,
                },
            )
        )


def count_wrong_try(*, gauges: Iterable[Gauge], at: datetime) -> None:
    """Count a wrong try before it is answered, in a write unit of its own. Raises TooMany for one too many.

    Whoever tries many at once must not learn of each that it was wrong: those that come late only learn to wait.
    """
    gauges = tuple(gauges)
    must_not_wait(gauges, at=at)
    count_failure(gauges=gauges, at=at)


def note_wrong_sign_in(*, gauges: Iterable[Gauge], person_id: UUID | None, at: datetime) -> None:
    """Count a failed sign-in and write it down, for known and unknown people alike."""
    count_failure(gauges=gauges, at=at)
    audit.record(
        by=None, verb="sign-in-failed", object_type="person", object_id=person_id or "unknown", at=at
    )


def forget_failures(*, gauges: Iterable[Gauge]) -> None:
    """Drop what was counted under ``gauges``: the person has proved who she is."""
    session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_([each.key for each in gauges])))


def _as_actor(person: Person) -> Actor:
    return Actor(person_id=person.id, call_sign=person.call_sign)
