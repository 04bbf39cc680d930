"""Commitments: a graduate's own, what she may commit herself on, and those of a branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from academy.accounts.models import Person
from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.cascade.models import Commitment, CommitmentReport
from academy.cascade.rules.commitments import (
    FIRST_ASKED,
    MADE,
    MOST,
    OPEN_DAYS,
    WITHDRAWN,
    Counted,
    Figures,
    figures,
)
from academy.certificates.models import Certificate
from academy.certificates.queries import own as own_certificates
from academy.certificates.queries import own_certificate
from academy.certificates.rules import Standing
from academy.db import is_writing, session
from academy.errors import NotFound

#: Commitments of a branch that one page lists: the latest.
LISTED = 200


def commitments_of(person_id: UUID) -> Sequence[Commitment]:
    """Return what somebody committed herself to, with what she reported, the first to be due first."""
    return session.scalars(
        select(Commitment)
        .options(joinedload(Commitment.certificate), selectinload(Commitment.reports))
        .where(Commitment.person_id == person_id)
        .order_by(Commitment.due_on, Commitment.made_at, Commitment.id)
    ).all()


def commitment_for(actor: Actor, commitment_id: UUID) -> Commitment:
    """Return a commitment of the actor's own. Raises NotFound."""
    statement = (
        select(Commitment)
        .options(selectinload(Commitment.reports))
        .where(Commitment.id == commitment_id, Commitment.person_id == actor.person_id)
    )
    if is_writing():
        statement = statement.with_for_update(of=Commitment).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def promised_with(person_id: UUID, key: str) -> Commitment | None:
    """Return what was committed to with a key already, so that a double click is one commitment."""
    return session.scalar(
        select(Commitment).where(Commitment.person_id == person_id, Commitment.idempotency_key == key)
    )


def commitments_left(certificate: Certificate) -> int:
    """Return how many commitments more a certificate may carry."""
    return MOST - (session.scalar(_counted(Commitment.certificate_id == certificate.id)) or 0)


def ground_for(actor: Actor, certificate_id: UUID) -> Certificate:
    """Return a certificate of the actor's own, on which she may commit herself. Raises NotFound."""
    return own_certificate(actor, certificate_id)


def grounds(actor: Actor, *, at: datetime) -> list[Certificate]:
    """Return the actor's valid certificates that may carry another commitment, the newest first."""
    held = [each for each in own_certificates(actor) if each.standing_at(at) is Standing.VALID]
    if not held:
        return []
    taken = dict(
        session.execute(
            select(Commitment.certificate_id, func.count())
            .where(
                Commitment.certificate_id.in_([each.id for each in held]), Commitment.withdrawn_at.is_(None)
            )
            .group_by(Commitment.certificate_id)
        ).all()
    )
    return [each for each in held if taken.get(each.id, 0) < MOST]


def to_report_count(person_id: UUID, *, at: datetime) -> int:
    """Return of how many commitments somebody is asked now how far she is."""
    return session.scalar(_counted(Commitment.person_id == person_id, is_open_at(at))) or 0


def is_open_at(at: datetime) -> ColumnElement[bool]:
    """Match the commitments whose question is open; a report or a withdrawal takes it away."""
    return Commitment.asked_at > at - timedelta(days=OPEN_DAYS)


@dataclass(frozen=True)
class Promised:
    """A commitment as the coordinators of its agency see it."""

    commitment: Commitment
    call_sign: str
    legal_name: str
    agency: str


def commitments_in(actor: Actor) -> list[Promised]:
    """Return the latest commitments made in the branches that the actor coordinates."""
    rows = session.execute(
        select(Commitment, Person.call_sign, Person.legal_name, Agency.name)
        .join(Person, Person.id == Commitment.person_id)
        .join(Agency, Agency.id == Commitment.agency_id)
        .options(selectinload(Commitment.reports))
        .where(_in_branches(actor))
        .order_by(Commitment.made_at.desc(), Commitment.id)
        .limit(LISTED)
    )
    return [Promised(each, *named) for each, *named in rows]


def figures_in(actor: Actor, *, at: datetime) -> Figures:
    """Return what the commitments made in the branches that the actor coordinates come to."""
    last = (
        select(CommitmentReport.progress)
        .where(CommitmentReport.commitment_id == Commitment.id)
        .order_by(CommitmentReport.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    each = (
        select(
            Commitment.kind,
            case((Commitment.withdrawn_at.is_not(None), WITHDRAWN), else_=func.coalesce(last, MADE)).label("stage"),
            (Commitment.made_at <= at - FIRST_ASKED).label("is_asked"),
        )
        .join(Agency, Agency.id == Commitment.agency_id)
        .where(_in_branches(actor))
        .subquery()
    )  # fmt: skip
    by = (each.c.kind, each.c.stage, each.c.is_asked)
    rows = session.execute(select(*by, func.count()).group_by(*by))
    return figures(Counted(kind, stage, bool(is_asked), count) for kind, stage, is_asked, count in rows)


def stage_of(commitment: Commitment) -> str:
    """Return where a commitment stands: what was reported of it last, or that it was only made, or withdrawn."""
    if commitment.withdrawn_at is not None:
        return WITHDRAWN
    return commitment.reports[-1].progress if commitment.reports else MADE


def is_asked(commitment: Commitment, *, at: datetime) -> bool:
    """Say whether its question is open, as ``is_open_at`` does in a statement."""
    return commitment.asked_at is not None and commitment.asked_at > at - timedelta(days=OPEN_DAYS)


def _counted(*which: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Commitment).where(Commitment.withdrawn_at.is_(None), *which)


def _in_branches(actor: Actor) -> ColumnElement[bool]:
    paths = actor.paths(Role.COORDINATOR)
    return or_(false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
