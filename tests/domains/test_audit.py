"""The audit trail: events sealed into a chain, in which every change is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from academy import db
from academy.audit import queries, service
from academy.audit.models import AuditEvent, AuditSeal
from academy.audit.rules import GENESIS
from academy.db import session

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def chain(app: Flask) -> list[int]:
    """Three seals over three events each; the world's own events are in the first."""
    for _ in range(3):
        with db.writing():
            for number in range(3):
                service.record(
                    by=None, verb="try", object_type="thing", object_id=number, at=AT, fields=["b", "a"]
                )
            service.seal(at=AT)
    found = list(session.scalars(select(AuditSeal.id).order_by(AuditSeal.id)))
    session.rollback()
    return found


def test_an_untouched_chain_is_whole(chain: list[int]) -> None:
    """Each link follows the one before, the first follows nothing."""
    seals = session.scalars(select(AuditSeal).order_by(AuditSeal.id)).all()
    assert [seal.previous_digest for seal in seals] == [GENESIS, *(seal.digest for seal in seals[:-1])]
    assert queries.broken_links() == []
    assert queries.unsealed_count() == 0


def test_nothing_to_seal_makes_no_seal(chain: list[int]) -> None:
    """An empty batch is no link."""
    with db.writing():
        assert service.seal(at=AT) is None


def test_fields_are_names_in_order(chain: list[int]) -> None:
    """An event holds the names of fields, sorted, and finds its object again."""
    events = queries.events_about("thing", "1")
    assert [event.fields for event in events] == [["a", "b"]] * 3


def _events_of(seal: int) -> list[int]:
    return list(
        session.scalars(select(AuditEvent.id).where(AuditEvent.seal_id == seal).order_by(AuditEvent.id))
    )


def _change(seals: list[int]) -> None:
    session.execute(update(AuditEvent).where(AuditEvent.id == _events_of(seals[1])[0]).values(verb="other"))


def _change_the_time(seals: list[int]) -> None:
    session.execute(
        update(AuditEvent).where(AuditEvent.id == _events_of(seals[1])[0]).values(at=AT.replace(hour=13))
    )


def _change_the_person(seals: list[int]) -> None:
    session.execute(
        update(AuditEvent).where(AuditEvent.id == _events_of(seals[1])[0]).values(actor_id=uuid4())
    )


def _delete(seals: list[int]) -> None:
    session.execute(delete(AuditEvent).where(AuditEvent.id == _events_of(seals[1])[1]))


def _insert(seals: list[int]) -> None:
    session.add(
        AuditEvent(at=AT, verb="try", object_type="thing", object_id="9", fields=[], seal_id=seals[1])
    )
    session.flush()


def _reorder(seals: list[int]) -> None:
    first, second = _events_of(seals[1])[:2]
    for wrong, right in ((first, 10**6), (second, first), (10**6, second)):
        session.execute(update(AuditEvent).where(AuditEvent.id == wrong).values(id=right))


def _move(seals: list[int]) -> None:
    session.execute(
        update(AuditEvent).where(AuditEvent.id == _events_of(seals[1])[2]).values(seal_id=seals[2])
    )


def _change_the_seal(seals: list[int]) -> None:
    session.execute(update(AuditSeal).where(AuditSeal.id == seals[1]).values(digest="f" * 64))


def _recount(seals: list[int]) -> None:
    _delete(seals)
    session.execute(update(AuditSeal).where(AuditSeal.id == seals[1]).values(count=2))


def _unseal(seals: list[int]) -> None:
    session.execute(update(AuditEvent).where(AuditEvent.id == _events_of(seals[1])[0]).values(seal_id=None))


@pytest.mark.parametrize(
    "tampering",
    [
        _change,
        _change_the_time,
        _change_the_person,
        _delete,
        _insert,
        _reorder,
        _move,
        _change_the_seal,
        _recount,
        _unseal,
    ],
)
def test_tampering_is_found(chain: list[int], tampering: Callable[[list[int]], None]) -> None:
    """Whatever somebody does to a sealed row, the first broken link names its seal."""
    with db.writing():
        session.flush()
        tampering(chain)
    session.expire_all()
    assert queries.broken_links()[0] == chain[1]


def test_a_lost_seal_is_found(chain: list[int]) -> None:
    """A batch that is gone with its seal leaves a gap before the next."""
    with db.writing():
        session.execute(delete(AuditEvent).where(AuditEvent.seal_id == chain[1]))
        session.execute(delete(AuditSeal).where(AuditSeal.id == chain[1]))
    assert queries.broken_links() == [chain[2]]


def test_a_failed_deed_leaves_no_line(app: Flask) -> None:
    """The line belongs to the transaction of its deed."""
    with pytest.raises(ZeroDivisionError), db.writing():
        service.record(by=None, verb="lose", object_type="thing", object_id=1, at=AT)
        _ = 1 / 0
    assert session.scalars(select(AuditEvent).where(AuditEvent.verb == "lose")).all() == []


def test_a_process_seals_every_batch_by_itself(app: Flask) -> None:
    """Nobody has to remember the command for the chain to grow."""
    for number in range(service.BATCH):
        with db.writing():
            service.record(by=None, verb="try", object_type="thing", object_id=number, at=AT)
    assert session.scalars(select(AuditSeal.id)).all()
    assert queries.unsealed_count() < service.BATCH
    assert queries.broken_links() == []


def test_bookkeeping_seals_nothing_and_the_next_deed_does(app: Flask) -> None:
    """What a GET may note fills a batch, and writes no more than its own line."""

    def record(*, is_bookkeeping: bool) -> None:
        with db.writing(is_bookkeeping=is_bookkeeping):
            service.record(by=None, verb="consult", object_type="thing", object_id=1, at=AT)

    before = len(session.scalars(select(AuditSeal.id)).all())
    for _ in range(service.BATCH + 1):
        record(is_bookkeeping=True)
    assert len(session.scalars(select(AuditSeal.id)).all()) == before
    record(is_bookkeeping=False)
    assert len(session.scalars(select(AuditSeal.id)).all()) == before + 1
