"""Saving, handing in, closing by the clock and regrading at the same moment, with pauses where it hurts most."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from academy import clock, db
from academy.actor import Actor
from academy.db import session
from academy.errors import DomainError
from academy.learning import service as learning
from academy.learning.models import OPEN_STATES, AnswerEvent, Attempt, ItemResult
from academy.learning.queries import attempt_in_turn
from academy.learning.rules import Act
from academy.learning.service import Receipt
from academy.learning.service import attempts as saving
from academy.quizzes import service
from academy.quizzes.models import Policy, Regrade
from academy.quizzes.queries.asked import asked_in
from academy.quizzes.rules import Adjustment, adjusted
from academy.quizzes.service import Wish, closing, regrading
from academy.quizzes.service.closing import items_of
from tests.faults.ground import ITEM, QUIZ, Ground, Taker
from tests.faults.toll import Toll
from tests.world import find

#: Where a schedule may pause: module, the name that is looked up there, whether before or after it.
POINTS: tuple[tuple[Any, str], ...] = (
    (learning, "save_response"),  # the attempt is held, nothing is read
    (saving, "_added"),  # what counts is read, the event is not there
    (closing, "stage_of"),  # the attempt is held, where it stands is not known
    (closing, "answers"),  # what is saved is not read
    (closing, "adjustments_for"),  # the regrades in force are not read
    (learning, "grade_attempt"),  # the marks are made, the attempt is open
    (regrading, "changes_by"),  # the decision is written, what it changes is not known
    (learning, "change_result"),  # a result is about to change
    (db, "settle"),  # all is done, nothing is committed
)
#: The longest pause, and how often a point is passed without one.
PAUSE, WITHOUT = 0.004, 0.6
#: The longest a deed that is not a save waits before it begins.
WAIT = 0.06
#: Saves of each of two devices; answers to the item, of which one is right by its key.
SAVES, ANSWERS = 3, ("90", "45", "12", "0")
#: How long the attempt of a schedule lasts; its deeds fall some seconds before and after.
LASTS, AROUND = timedelta(minutes=10), 4


@dataclass
class Deeds:
    """What was done in one schedule, and what was answered."""

    attempt_id: UUID
    ends_at: datetime
    receipts: list[tuple[Receipt, str, str]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)


def schedules(ground: Ground, count: int, *, seed: int) -> Toll:
    """Run so many schedules, each on an attempt of its own, and look at what was marked."""
    toll = Toll("schedules")
    trainer = find().actor(find().trajce)
    with _pausing(seed), ThreadPoolExecutor(max_workers=5) as pool:
        for number in range(count):
            chance = random.Random(f"{seed}-{number}")
            deeds = _played(ground, ground.takers[number % len(ground.takers)], trainer, chance, pool)
            toll.counts["schedules"] += 1
            _judge(ground, deeds, number, toll)
            _put_away(deeds.attempt_id)
    return toll


def _played(
    ground: Ground, taker: Taker, trainer: Actor, chance: random.Random, pool: ThreadPoolExecutor
) -> Deeds:
    started_at = clock.now() - LASTS
    _end_open_ones(taker)
    deeds = Deeds(ground.begin(taker.enrolment_id, at=started_at), started_at + LASTS)
    with db.writing():
        held = session.get_one(Attempt, deeds.attempt_id)
        held.deadline_at = held.ends_at = deeds.ends_at
    acts: list[Callable[[], None]] = [
        _saver(ground, deeds, "device-01", chance), _saver(ground, deeds, "device-02", chance),
        _submitter(deeds, chance), lambda: _close(deeds, chance), _regrader(ground, trainer, chance),
    ]  # fmt: skip
    gate = threading.Barrier(len(acts))
    for done in [pool.submit(_run, act, gate, ground, deeds) for act in acts]:
        done.result()
    _close(deeds, chance, is_last=True)
    for regrade_id in session.scalars(select(Regrade.id).order_by(Regrade.made_at)).all():
        service.run_regrade(regrade_id=regrade_id, at=clock.now(), seconds=60)
    return deeds


def _run(act: Callable[[], None], gate: threading.Barrier, ground: Ground, deeds: Deeds) -> None:
    with ground.app.app_context():
        gate.wait()
        try:
            act()
        except Exception as error:
            deeds.errors.append(error)
        finally:
            session.remove()


def _moment(deeds: Deeds, chance: random.Random) -> datetime:
    return deeds.ends_at + timedelta(seconds=chance.randint(-AROUND, 1))


def _saver(ground: Ground, deeds: Deeds, device: str, chance: random.Random) -> Callable[[], None]:
    said = [(chance.choice(ANSWERS), chance.random() < 0.1, _moment(deeds, chance)) for _each in range(SAVES)]

    def act() -> None:
        for sequence, (payload, clears, at) in enumerate(said, start=1):
            key, what = uuid4().hex, None if clears else payload
            with db.writing():
                receipt = ground.save(
                    deeds.attempt_id, what, key=key, sequence=sequence, device=device, at=at, act=Act.CLEAR if clears else Act.SAVE
                )  # fmt: skip
            deeds.receipts.append((receipt, device, "" if clears else payload))

    return act


def _submitter(deeds: Deeds, chance: random.Random) -> Callable[[], None]:
    at, wait = _moment(deeds, chance), chance.uniform(0, WAIT)

    def act() -> None:
        time.sleep(wait)
        with contextlib.suppress(DomainError), db.writing():  # somebody else may have closed it
            attempt = attempt_in_turn(deeds.attempt_id)
            asked = asked_in(attempt)
            service.submit(attempt=attempt, quiz=asked.quiz, items=items_of(attempt, asked), at=at)

    return act


def _close(deeds: Deeds, chance: random.Random, *, is_last: bool = False) -> None:
    if not is_last:
        time.sleep(chance.uniform(0, WAIT))
    is_late = is_last or chance.random() < 0.5
    service.close_overdue(deeds.ends_at + timedelta(seconds=1 if is_late else -1))


def _regrader(ground: Ground, trainer: Actor, chance: random.Random) -> Callable[[], None]:
    policy = chance.choice((Policy.FULL_CREDIT, Policy.NEW_KEY, Policy.BOTH_KEYS))
    key, wait = chance.choice(ANSWERS), chance.uniform(0, WAIT)

    def act() -> None:
        time.sleep(wait)
        wish = Wish(
            policy, ground.item().model_copy(update={"answer": type(ground.item().answer)(key)}), uuid4().hex
        )  # type: ignore[attr-defined]
        course_id = ground.course_id
        with db.writing():
            made = service.decide_regrade(
                course_id=course_id, activity=QUIZ, wish=wish, by=trainer, at=clock.now()
            )
        service.run_regrade(regrade_id=made.id, at=clock.now(), seconds=60)

    return act


def _judge(ground: Ground, deeds: Deeds, number: int, toll: Toll) -> None:
    """What was acknowledged as counting is what was marked; what came late is kept, and marked as late."""
    session.expire_all()
    attempt = session.get_one(Attempt, deeds.attempt_id)
    where = f"{ground.kind}, schedule {number}"
    for error in deeds.errors:
        toll.blame("errors", f"{where}: {error!r}")
    if attempt.state in OPEN_STATES:
        toll.blame("attempts left open", where)
        return
    rows = session.scalars(select(AnswerEvent).where(AnswerEvent.attempt_id == attempt.id)).all()
    kept = {row.idempotency_key: row for row in rows}
    for receipt, _device, said in deeds.receipts:
        toll.counts["late saves" if receipt.is_late else "saves in time"] += 1
        row = kept.get(receipt.key)
        if row is None or (row.payload or "") != said or row.is_late != receipt.is_late:
            toll.blame("saves that are not kept as they were acknowledged", f"{where}: {receipt}")
    result = session.scalars(
        select(ItemResult).where(ItemResult.attempt_id == attempt.id, ItemResult.item == ITEM)
    ).one()
    if (result.response or "") != _expected(deeds):
        toll.blame("acknowledged saves missing from what was marked", f"{where}: {result.response}")
    if result.score != (score := _score(ground, result.response)):
        toll.blame("scores that no key explains", f"{where}: {result.score} instead of {score}")


def _expected(deeds: Deeds) -> str:
    """Return the answer that must have been marked, from the receipts alone."""
    in_time = [each for each in deeds.receipts if not each[0].is_late]
    orders = {each[0].key: order for each, order in zip(in_time, _orders(deeds, in_time), strict=True)}
    return max(in_time, key=lambda each: orders[each[0].key])[2] if in_time else ""


def _orders(deeds: Deeds, in_time: list[tuple[Receipt, str, str]]) -> Iterator[tuple[int, str]]:
    """Give the place of each save: the count its device gave it, then the device."""
    for each in in_time:
        own = [other for other in deeds.receipts if other[1] == each[1]]
        yield own.index(each) + 1, each[1]


def _score(ground: Ground, response: Any) -> float:
    """Return what the decision that holds makes of a response."""
    last = session.scalars(
        select(Regrade).order_by(Regrade.made_at.desc(), Regrade.id.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return adjusted(ground.item(), response, Adjustment(Policy.NONE, None)).score or 0.0
    new = ground.item() if last.content is None else type(ground.item()).model_validate(last.content)
    return adjusted(ground.item(), response, Adjustment(last.policy, new)).score or 0.0


def _end_open_ones(taker: Taker) -> None:
    with db.writing():
        session.execute(
            update(Attempt)
            .where(Attempt.enrolment_id == taker.enrolment_id, Attempt.state.in_(OPEN_STATES))
            .values(state="abandoned")
        )


def _put_away(attempt_id: UUID) -> None:
    """Keep one schedule out of the regrades of the next."""
    with db.writing():
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(is_practice=True))
        session.execute(delete(Regrade))


@contextlib.contextmanager
def _pausing(seed: int) -> Iterator[None]:
    """Put a pause of chance before each of the points."""
    kept = [(module, name, getattr(module, name)) for module, name in POINTS]
    chances = threading.local()

    def pausing(honest: Callable[..., Any], name: str) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            if not hasattr(chances, "chance"):
                chances.chance = random.Random(f"{seed}-{threading.get_ident()}")
            if chances.chance.random() >= WITHOUT:
                time.sleep(chances.chance.uniform(0, PAUSE))
            return honest(*given, **named)

        return act

    for module, name, honest in kept:
        setattr(module, name, pausing(honest, name))
    try:
        yield
    finally:
        for module, name, honest in kept:
            setattr(module, name, honest)
