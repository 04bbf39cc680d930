"""Recovery codes: ten on paper, each of which stands in once for a lost second factor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from academy.accounts.models import Person, RecoveryCode
from academy.accounts.queries.factors import has_second_factor
from academy.accounts.rules.codes import RECOVERY_CODES, digest_of_recovery_code, new_recovery_code
from academy.actor import Actor
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid


def make_recovery_codes(*, person: Person, secret_key: str, by: Actor, at: datetime) -> list[str]:
    """Give a person new recovery codes, the only time they are seen; her earlier ones are void.

    Raises Conflict where she has no second factor that they could stand in for.
    """
    if not has_second_factor(person):
        raise Conflict("second-factor-first")
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    made = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(
            person_id=person.id, code_digest=digest_of_recovery_code(secret_key, person.id, code), made_at=at
        )
        for code in made
    )
    session.flush()
    audit.record(by=by, verb="make-recovery-codes", object_type="person", object_id=person.id, at=at)
    return made


def take_recovery_code(*, person: Person, code: str, secret_key: str, at: datetime) -> None:
    """Take one of a person's recovery codes, once. Raises Invalid for any other."""
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_digest == digest_of_recovery_code(secret_key, person.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    if taken.scalar_one_or_none() is None:
        raise Invalid("second-factor-wrong", field="code")
    by = Actor(person_id=person.id, call_sign=person.call_sign)
    audit.record(by=by, verb="use-recovery-code", object_type="person", object_id=person.id, at=at)
