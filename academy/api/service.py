"""Making and ending tokens; counting what they ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, update

from academy.actor import Actor
from academy.agencies.models import Agency
from academy.api.models import ApiTally, ApiToken
from academy.api.rules import LONGEST_LIFE, Scope, digest_of, new_token, window_of
from academy.audit import service as audit
from academy.db import insert, session
from academy.errors import Invalid


def make_token(
    *, agency: Agency, name: str, scopes: Collection[Scope], expires_at: datetime, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token for an agency's branch and return it with its text, which is not kept.

    Raises Invalid without a scope, or for an end that has passed or is too far off.
    """
    if not scopes:
        raise Invalid("token-reads-nothing", field="scopes")
    if not at < expires_at <= at + LONGEST_LIFE:
        raise Invalid("token-lives-too-long", field="expires_on")
    text = new_token()
    token = ApiToken(
        agency_id=agency.id, name=name, token_digest=digest_of(text), hint=text[-4:], scopes=sorted(scopes), made_at=at,
        made_by_id=by.person_id, expires_at=expires_at,
    )  # fmt: skip
    session.add(token)
    session.flush()
    audit.record(
        by=by, verb="make-token", object_type="token", object_id=token.id, at=at, agency_id=agency.id,
        fields=token.scopes,
    )  # fmt: skip
    return token, text


def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """End a token; its next request is refused. Doing it again changes nothing."""
    if token.revoked_at:
        return
    token.revoked_at = at
    session.flush()
    audit.record(
        by=by, verb="revoke-token", object_type="token", object_id=token.id, at=at, agency_id=token.agency_id
    )


def count_request(*, token_id: UUID, at: datetime) -> int:
    """Count one more request of a token and return how many there were in this minute; right beside others that count."""
    window = window_of(at)
    counted = insert(ApiTally).values(token_id=token_id, began_at=window, count=1)
    total = session.scalar(
        counted.on_conflict_do_update(
            index_elements=["token_id"],
            set_={
                "count": case((ApiTally.began_at == window, ApiTally.count + 1), else_=1),
                "began_at": window,
            },
        ).returning(ApiTally.count)
    )
    if total == 1:
        session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))
    return total or 1


def note_disclosure(
    *, token_id: UUID, agency_id: UUID, what: str, count: int, fields: Iterable[str], at: datetime
) -> None:
    """Put into the audit trail how many things a program was told of, and which fields."""
    audit.record(
        by=None, verb="disclose", object_type=what, object_id=f"{token_id}:{count}", at=at, agency_id=agency_id,
        fields=fields,
    )  # fmt: skip


def erase_person(*, person_id: UUID, at: datetime) -> None:
    """Forget who made a token: it stays the agency's."""
    session.execute(update(ApiToken).where(ApiToken.made_by_id == person_id).values(made_by_id=None))
