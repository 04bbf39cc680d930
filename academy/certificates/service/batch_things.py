"""What a worker does in batches that issue or decide: each thing is ticked off in the write unit in which it is done."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from academy import clock, db, i18n
from academy.accounts.models import Person
from academy.accounts.queries import actor_for
from academy.actor import Actor
from academy.certificates import queries
from academy.certificates.models import Batch, BatchItem, BatchKind, Certificate
from academy.certificates.rules import Verdict
from academy.certificates.service.batch_turns import Outbid, count, finish, held
from academy.certificates.service.deciding import Why, decide, replace
from academy.certificates.service.issuing import claim
from academy.certificates.service.printing import Issuer, Order, Prepared, printed
from academy.db import session
from academy.errors import Conflict, DomainError
from academy.learning.models import Enrolment

log = logging.getLogger(__name__)
#: Things in a slice, which lasts about a second where they are printed, and in a write unit, which others wait for.
IN_SLICE, IN_UNIT = 40, 5


@dataclass(frozen=True)
class Listed:
    """A thing of a batch that waits: its place there, and the enrolment or certificate it is."""

    id: UUID
    thing_id: UUID


@dataclass(frozen=True)
class Ready:
    """What was got ready for a thing before its write unit: a print, nothing where none is needed, or why there is none."""

    prepared: Prepared | None = None
    failure: str = ""


@dataclass(frozen=True)
class Printing:
    """Prints for one thing of a batch, in a thread and a session of its own."""

    kind: BatchKind
    issuer: Issuer
    at: datetime

    def __call__(self, thing_id: UUID) -> Ready:
        """Print what is to be issued for an enrolment, or in place of a certificate."""
        try:
            order = _order(self.kind, thing_id)
            return Ready() if order is None else Ready(printed(order, issuer=self.issuer, at=self.at))
        except DomainError as refusal:
            return Ready(failure=refusal.reason)
        except (OSError, SQLAlchemyError):
            raise  # the disk is full, the database away: nobody's fault, and tried again
        except Exception:
            log.exception("a certificate could not be printed")
            return Ready(failure="unforeseen")


#: Does it for each of many things: one after the other, or at once as whoever employs the worker can.
AtOnce = Callable[[Printing, Sequence[UUID]], list[Ready]]


def go_on(batch_id: UUID, run: int, kind: BatchKind, issuer: Issuer, at_once: AtOnce) -> bool:
    """Do a slice, and say whether there is more. Raises Outbid."""
    items = _pending(batch_id)
    if not items:
        _finish(batch_id, run)
        return False
    ready = _got_ready(kind, items, issuer, at_once)
    for place in range(0, len(items), IN_UNIT):
        unit = slice(place, place + IN_UNIT)
        _do(batch_id, run, list(zip(items[unit], ready[unit], strict=True)), issuer)
    return True


def _finish(batch_id: UUID, run: int) -> None:
    with db.writing():
        batch = held(batch_id, run)
        count(batch)
        finish(batch)


def _pending(batch_id: UUID) -> Sequence[Listed]:
    thing = func.coalesce(BatchItem.enrolment_id, BatchItem.certificate_id, BatchItem.id)
    found = session.execute(
        select(BatchItem.id, thing)
        .where(BatchItem.batch_id == batch_id, BatchItem.state == "pending")
        .order_by(BatchItem.position)
        .limit(IN_SLICE)
    ).all()
    session.rollback()
    return [Listed(*row) for row in found]


def _got_ready(kind: BatchKind, items: Sequence[Listed], issuer: Issuer, at_once: AtOnce) -> list[Ready]:
    """Print what is printed, before any write unit; what turns out to be too much then is taken away again."""
    if kind not in (BatchKind.ISSUE, BatchKind.REPLACE):
        return [Ready() for _each in items]
    prints = Printing(kind, issuer, clock.now())
    return at_once(prints, [each.thing_id for each in items])


def _order(kind: BatchKind, thing_id: UUID) -> Order | None:
    """Return what is to be printed; None where she has claimed hers meanwhile. Raises DomainError for what cannot be."""
    if kind is BatchKind.REPLACE:
        first = session.get(Certificate, thing_id)
        if first is None or first.enrolment is None:
            raise Conflict("holder-erased")
        by_call_sign = first.holder_name == first.enrolment.person.call_sign
        return Order(first.enrolment, first.locale, is_by_call_sign=by_call_sign, replaces=first)
    enrolment = session.get(Enrolment, thing_id)
    if enrolment is None:
        raise Conflict("holder-erased")
    if queries.of_enrolment(enrolment.id) is not None:
        return None
    person = enrolment.person
    if person.certificate_name is None:
        raise Conflict("name-not-chosen")
    return Order(enrolment, _language_of(person), is_by_call_sign=person.certificate_name == "call-sign")


def _language_of(person: Person) -> str:
    """Return the language she wants her certificates in: the one she chose, else that of her pages."""
    wanted = (person.certificate_locale, person.interface_locale, i18n.DEFAULT)
    return next(each for each in wanted if each in i18n.LANGUAGES)


def _do(batch_id: UUID, run: int, things: Sequence[tuple[Listed, Ready]], issuer: Issuer) -> None:
    """Do a few things in one write unit; a print that nobody needs after all is thrown away."""
    spare = {each.prepared.document_digest for _item, each in things if each.prepared}
    try:
        with db.writing():
            batch = held(batch_id, run)
            by = _acting(batch)
            for listed, ready in things:
                item = session.get_one(BatchItem, listed.id, with_for_update=True, populate_existing=True)
                if item.state == "pending":
                    spare -= set(_done(batch, item, ready, issuer, by))
            count(batch)
    finally:
        if not db.is_writing():
            for digest in spare:
                issuer.storage.remove(digest)


def _done(batch: Batch, item: BatchItem, ready: Ready, issuer: Issuer, by: Actor) -> Iterator[str]:
    """Do one thing and tick it off, or say why it cannot be; yield the digest of the document that is kept."""
    try:
        if ready.failure:
            raise Conflict(ready.failure)
        with session.begin_nested():
            made = _deed(batch, item, ready.prepared, issuer, by)
        item.state = "done"
        if made is not None:
            yield made.document_digest
    except DomainError as refusal:
        item.state, item.failure = "failed", refusal.reason


def _deed(
    batch: Batch, item: BatchItem, prepared: Prepared | None, issuer: Issuer, by: Actor
) -> Certificate | None:
    kind, at = BatchKind(batch.kind), clock.now()
    if kind is BatchKind.ISSUE:
        return _issued(item, prepared, issuer, by, at)
    certificate = session.get_one(Certificate, item.certificate_id)
    why = Why(batch.reason, batch.note, batch.id)
    if kind is not BatchKind.REPLACE:
        decide(certificate=certificate, verdict=Verdict(kind.value), why=why, by=by, at=at)
        return None
    if prepared is None:
        raise Conflict("certificate-moved-on")
    return replace(certificate=certificate, prepared=prepared, issuer=issuer, why=why, by=by, at=at)


def _issued(
    item: BatchItem, prepared: Prepared | None, issuer: Issuer, by: Actor, at: datetime
) -> Certificate:
    """Issue what was printed, unless she claimed hers meanwhile."""
    if item.enrolment_id is None:
        raise Conflict("holder-erased")
    if prepared is None:
        earlier = queries.of_enrolment(item.enrolment_id)
        if earlier is None:
            raise Conflict("certificate-moved-on")
        return earlier
    enrolment = session.get_one(Enrolment, item.enrolment_id)
    return claim(enrolment=enrolment, prepared=prepared, issuer=issuer, by=by, at=at)


def _acting(batch: Batch) -> Actor:
    """Return who stands behind what is done: who agreed, or who proposed it where that one was erased since."""
    person_id = batch.decided_by_id or batch.proposed_by_id
    person = session.get(Person, person_id) if person_id else None
    if person is None:
        raise Outbid
    return actor_for(person, on=clock.now().date())
