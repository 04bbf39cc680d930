"""What is published of all certificates: which bits of the status lists are set, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from academy.certificates.models import Certificate, CredentialStatus, Decision
from academy.certificates.rules import State
from academy.credentials.content import Purpose
from academy.credentials.rules import ENTRIES, place_in_lists
from academy.db import session

#: What sets the bit of each list. Whatever was replaced is revoked in favour of what replaced it.
_SETS = {Purpose.REVOCATION: (State.REVOKED, State.REPLACED), Purpose.SUSPENSION: (State.SUSPENDED,)}


def marked(purpose: Purpose, number: int) -> list[int] | None:
    """Return the indices in a status list whose bits are set; None where there is no such list yet."""
    last = session.scalar(select(func.max(CredentialStatus.id))) or 1
    if not 1 <= number <= place_in_lists(last)[0]:
        return None
    first = (number - 1) * ENTRIES + 1
    places = session.scalars(
        select(CredentialStatus.id)
        .join(Certificate, Certificate.id == CredentialStatus.certificate_id)
        .where(Certificate.state.in_(_SETS[purpose]), CredentialStatus.id.between(first, first + ENTRIES - 1))
    )
    return sorted(place_in_lists(place)[1] for place in places)


def last_change() -> tuple[datetime | None, int]:
    """Return when it was last decided about any certificate, and how many decisions there are: lists change with them."""
    at, count = session.execute(select(func.max(Decision.decided_at), func.count())).one()
    return at, count


def lacking_credential(*, limit: int) -> Sequence[UUID]:
    """Return some certificates with a holder that were issued before there were credentials."""
    return session.scalars(
        select(Certificate.id)
        .where(Certificate.credential.is_(None), Certificate.person_id.is_not(None))
        .order_by(Certificate.issued_at)
        .limit(limit)
    ).all()


def newest_credential() -> str | None:
    """Return the credential signed last; the key it names has to be among those of the installation."""
    return session.scalar(
        select(Certificate.credential)
        .where(Certificate.credential.is_not(None))
        .order_by(Certificate.issued_at.desc())
        .limit(1)
    )
