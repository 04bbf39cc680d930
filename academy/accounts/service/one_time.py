"""Making and using up one-time codes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from academy.accounts.models import OneTimeCode, Person
from academy.accounts.rules.codes import LASTS, SETS_PASSWORD, Purpose, digest_of
from academy.actor import Actor
from academy.db import session
from academy.errors import NotFound


def make_code(*, person: Person, purpose: Purpose, code: str, by: Actor | None, at: datetime) -> str:
    """Keep the digest of a new code and return the code.

    It ends earlier codes of its kind, and where somebody responsible made it, all others that set a password; a
    stranger who asks for a letter must not be able to spoil a code that a coordinator has printed.
    """
    ended = SETS_PASSWORD if by and purpose in SETS_PASSWORD else (purpose,)
    revoke_codes(person_id=person.id, purposes=ended, at=at)
    session.add(kept_code(person_id=person.id, purpose=purpose, code=code, by=by, at=at))
    session.flush()
    return code


def kept_code(*, person_id: UUID, purpose: Purpose, code: str, by: Actor | None, at: datetime) -> OneTimeCode:
    """Return what is kept of a code; it is not added yet."""
    return OneTimeCode(
        person_id=person_id,
        purpose=purpose.value,
        code_digest=digest_of(purpose, code),
        made_at=at,
        made_by_id=by.person_id if by else None,
        expires_at=at + LASTS[purpose],
    )


def use_code(code: OneTimeCode, *, at: datetime) -> None:
    """Use up a code. Raises NotFound where another request has just done so."""
    used = session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.id == code.id, OneTimeCode.used_at.is_(None))
        .values(used_at=at)
        .returning(OneTimeCode.id)
    )
    if used.scalar_one_or_none() is None:
        raise NotFound


def revoke_codes(*, person_id: UUID, purposes: Iterable[Purpose] = tuple(Purpose), at: datetime) -> None:
    """Make a person's unused codes useless."""
    session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.person_id == person_id,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.purpose.in_([purpose.value for purpose in purposes]),
        )
        .values(used_at=at)
    )
