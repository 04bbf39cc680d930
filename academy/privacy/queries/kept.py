"""The rules that agencies set, what they keep of people who were erased, and what this domain holds of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import false, or_, select
from sqlalchemy.orm import joinedload

from academy.actor import Actor, Role
from academy.agencies.models import Agency
from academy.db import session
from academy.privacy.models import ErasureWarning, KeptRecord, RetentionRule
from academy.privacy.rules import DEFAULTS, What


@dataclass(frozen=True)
class Stands:
    """How long something is kept in an agency: by its own rule, by one from above it, or by the academy's period."""

    what: What
    months: int
    #: The agency's own rule.
    own: RetentionRule | None
    #: The rule it goes by: its own, or that of the nearest agency above; None for the academy's period.
    rule: RetentionRule | None


def rules_of(agency: Agency) -> Mapping[What, Stands]:
    """Return how long each thing is kept in an agency."""
    above = [f"{part}/" for part in agency.path.split("/") if part]
    paths = ["".join(above[: count + 1]) for count in range(len(above))]
    rows = session.scalars(
        select(RetentionRule)
        .join(RetentionRule.agency)
        .where(Agency.path.in_(paths))
        .options(joinedload(RetentionRule.agency))
    ).all()
    nearest: dict[str, RetentionRule] = {}
    for rule in sorted(rows, key=lambda each: len(each.agency.path)):
        nearest[rule.what] = rule
    return {what: _stands(what, nearest.get(what.value), agency) for what in What}


def rule_of(agency: Agency, what: What) -> RetentionRule | None:
    """Return the rule an agency itself has set for something."""
    return session.scalar(
        select(RetentionRule).where(RetentionRule.agency_id == agency.id, RetentionRule.what == what.value)
    )


def kept_records(actor: Actor, *, on: date) -> Sequence[KeptRecord]:
    """Return what the agencies that ``actor`` coordinates still keep of people who were erased, by name."""
    branches = (Agency.path.startswith(path, autoescape=True) for path in actor.paths(Role.COORDINATOR))
    return session.scalars(
        select(KeptRecord)
        .join(KeptRecord.agency)
        .where(KeptRecord.until > on, or_(false(), *branches))
        .options(joinedload(KeptRecord.agency))
        .order_by(KeptRecord.legal_name, KeptRecord.until)
    ).all()


def warning_of(person_id: UUID) -> ErasureWarning | None:
    """Return the warning a person was sent, if there is one."""
    return session.get(ErasureWarning, person_id)


def personal_data(person_id: UUID) -> dict[str, object]:
    """Return what this domain itself holds of a person: that she was warned."""
    found = warning_of(person_id)
    return {
        "warning": {"warned_at": found.warned_at.isoformat(), "due_on": found.due_on.isoformat()}
        if found
        else None
    }


def _stands(what: What, rule: RetentionRule | None, agency: Agency) -> Stands:
    own = rule if rule is not None and rule.agency_id == agency.id else None
    return Stands(what, rule.months if rule else DEFAULTS[what].months, own, rule)
