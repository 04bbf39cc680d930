"""Whose session a request belongs to, and when it is nobody's any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.models import Membership, Person, SignInSession
from academy.accounts.queries import Found
from academy.accounts.rules import throttle
from academy.accounts.rules.throttle import Gauge
from academy.actor import Actor, Role
from academy.audit.models import AuditEvent
from academy.db import session
from academy.errors import NotFound, TooMany
from tests.world import World

AT = clock.now()


def _sign_in(person: Person, *, is_shared: bool = False) -> str:
    with db.writing():
        return service.sign_in(
            person=person,
            user_agent="tests",
            is_shared=is_shared,
            has_second_factor=False,
            rehashed=None,
            at=AT,
        )


def _found(token: str, *, minutes: float = 0, user_agent: str = "tests") -> Found | None:
    return queries.find_signed_in(token=token, user_agent=user_agent, at=AT + timedelta(minutes=minutes))


@contextmanager
def _statements() -> Iterator[list[str]]:
    seen: list[str] = []
    listener = lambda _c, _cursor, statement, *_rest: seen.append(statement)  # noqa: E731
    event.listen(Engine, "before_cursor_execute", listener)
    yield seen
    event.remove(Engine, "before_cursor_execute", listener)


def test_a_session_is_found_in_one_statement_with_roles_and_country(world: World) -> None:
    token = _sign_in(world.amina)
    path, agency_id = world.rangers.path, world.rangers.id
    session.remove()
    with _statements() as seen:
        found = _found(token)
    assert found is not None
    assert len([each for each in seen if each.startswith("SELECT")]) == 1
    assert found.actor.call_sign == "amina"
    assert found.actor.paths(Role.LEARNER) == (path,)
    assert (found.actor.jurisdiction, found.actor.home_agency_id) == ("XA", agency_id)
    assert not found.actor.is_stepped_up(AT)


def test_only_a_digest_of_the_token_is_kept(world: World) -> None:
    token = _sign_in(world.amina)
    row = session.scalars(select(SignInSession)).one()
    assert token not in (row.token_digest, row.user_agent_digest)
    assert len(row.token_digest) == 64


@pytest.mark.parametrize(
    ("is_shared", "minutes", "holds"),
    [(False, 29, True), (False, 31, False), (True, 9, True), (True, 11, False)],
)
def test_quiet_sessions_end(world: World, is_shared: bool, minutes: int, holds: bool) -> None:
    assert (_found(_sign_in(world.amina, is_shared=is_shared), minutes=minutes) is not None) is holds


def test_a_touched_session_goes_on_until_its_twelve_hours_are_over(world: World) -> None:
    token = _sign_in(world.amina)
    found = _found(token)
    assert found is not None
    for hour in range(1, 24):
        with db.writing():
            service.touch(
                session_id=found.session_id, person_id=world.amina.id, at=AT + timedelta(minutes=30 * hour)
            )
    assert _found(token, minutes=11 * 60 + 59) is not None
    assert _found(token, minutes=12 * 60) is None


def test_another_browser_or_an_unknown_token_finds_nobody(world: World) -> None:
    token = _sign_in(world.amina)
    assert _found(token, user_agent="another") is None
    assert _found("unknown") is None
    assert _found("") is None


def _disable(world: World, _actor: Actor) -> None:
    service.disable_person(person=session.get_one(Person, world.amina.id), by=world.actor(world.ada), at=AT)


def _change_password(world: World, _actor: Actor) -> None:
    # from another session of hers: this one must end
    other = Actor(person_id=world.amina.id, call_sign="amina", session_id=uuid4())
    person = session.get_one(Person, world.amina.id)
    service.change_password(person=person, password_hash="x", by=other, at=AT)


@pytest.mark.parametrize(
    "deed",
    [
        lambda world, actor: service.sign_out(by=actor, at=AT),
        lambda world, actor: service.sign_out_everywhere(by=actor, at=AT),
        lambda world, actor: service.erase_person(person_id=world.amina.id, at=AT),
        _disable,
        _change_password,
    ],
    ids=["sign-out", "everywhere", "erase", "disable", "change-password"],
)
def test_a_dead_session_is_dead_at_the_next_request(
    world: World, deed: Callable[[World, Actor], None]
) -> None:
    token = _sign_in(world.amina)
    found = _found(token)
    assert found is not None
    with db.writing():
        deed(world, found.actor)
    assert _found(token) is None


def test_changing_the_password_keeps_the_session_it_was_done_in(world: World) -> None:
    token, other = _sign_in(world.amina), _sign_in(world.amina)
    found = _found(token)
    assert found is not None
    with db.writing():
        person = session.get_one(Person, world.amina.id)
        service.change_password(person=person, password_hash="x", by=found.actor, at=AT)
    assert _found(token) is not None
    assert _found(other) is None


def test_somebody_elses_session_cannot_be_ended(world: World) -> None:
    found = _found(_sign_in(world.amina))
    assert found is not None
    with pytest.raises(NotFound), db.writing():
        service.end_session(session_id=found.session_id, by=world.actor(world.boris), at=AT)


def test_ended_future_and_closed_roles_open_nothing(world: World) -> None:
    today = AT.date()
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        for role, starts, ends in (
            (Role.TRAINER, today - timedelta(9), today),
            (Role.AUTHOR, today + timedelta(1), None),
            (Role.REVIEWER, today, today + timedelta(1)),
        ):
            session.add(
                Membership(
                    person_id=amina.id, agency_id=world.rangers.id, role=role, starts_on=starts, ends_on=ends
                )
            )
    token = _sign_in(world.amina)
    found = _found(token)
    assert found is not None
    assert {grant.role for grant in found.actor.grants} == {Role.LEARNER, Role.REVIEWER}
    with db.writing():
        session.merge(world.rangers).is_active = False
    closed = _found(token)
    assert closed is not None and closed.actor.grants == ()


def test_failures_are_counted_and_forgotten(world: World) -> None:
    gauge = Gauge("k", throttle.ACCOUNT)
    for _ in range(5):
        queries.must_not_wait([gauge], at=AT)
        with db.writing():
            service.count_failure(gauges=[gauge], at=AT)
    with pytest.raises(TooMany) as refusal:
        queries.must_not_wait([gauge], at=AT)
    assert refusal.value.retry_after == 60
    queries.must_not_wait([gauge], at=AT + timedelta(seconds=60))
    assert queries.free_tries(gauge, at=AT) == 0
    with db.writing():
        service.count_failure(gauges=[gauge], at=AT + timedelta(days=1))
    assert queries.free_tries(gauge, at=AT + timedelta(days=1)) == 4
    with db.writing():
        service.forget_failures(gauges=[gauge])
    assert queries.free_tries(gauge, at=AT) == 5


def test_coming_in_going_out_and_closed_doors_are_written_down_once(world: World) -> None:
    found = _found(_sign_in(world.amina))
    assert found is not None
    with db.writing():
        service.sign_out(by=found.actor, at=AT)
        service.note_refusal(actor=found.actor, where="accounts.people", at=AT)
    counted = session.execute(
        select(AuditEvent.verb, func.count())
        .where(AuditEvent.actor_id == world.amina.id)
        .group_by(AuditEvent.verb)
    ).all()
    assert {tuple(row) for row in counted} >= {("sign-in", 1), ("sign-out", 1), ("refused", 1)}
