"""Actions of a log: answer events of which each counts, in their order, where a response would replace the one before.

Who records one holds the log in turn, and has looked whether its key came before.
"""

from __future__ import annotations

from datetime import datetime

from academy.db import session
from academy.errors import Conflict
from academy.learning.models import AnswerEvent, Attempt
from academy.learning.rules import payload_hash
from academy.learning.service.attempts import Receipt, Save, too_late

_ADDING = AnswerEvent.__table__.insert()  # type: ignore[attr-defined]  # mapped tables have it


def record_action(*, attempt: Attempt, save: Save, at: datetime) -> Receipt:
    """Add one action to the log of an attempt. What comes after its end is kept as late, and is no part of the log."""
    why = too_late(attempt, at)
    session.execute(
        _ADDING,
        {
            "attempt_id": attempt.id, "item": save.item, "act": str(save.act), "device": save.device, "sequence": save.sequence,
            "idempotency_key": save.key, "payload": save.payload, "certainty": None, "saved_at": at, "given_at": save.given_at,
            "payload_hash": payload_hash(save.item, save.payload), "is_late": why is not None, "late_why": why,
        },
    )  # fmt: skip
    return Receipt(at, why is not None, why is None, save.sequence, save.key, why)


def first_receipt(event: AnswerEvent, save: Save) -> Receipt:
    """Return the receipt of the action that came first under this key. Raises Conflict if it was another."""
    if event.payload_hash != payload_hash(save.item, save.payload):
        raise Conflict("key-reused")
    return Receipt(event.saved_at, event.is_late, not event.is_late, event.sequence, save.key, event.late_why)
