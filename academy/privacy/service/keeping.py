"""The rules that agencies set, and what the law lets them keep of somebody who is erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from academy.accounts.models import Person
from academy.actor import Actor
from academy.agencies.models import Agency
from academy.audit import service as audit
from academy.db import session
from academy.errors import Conflict, Invalid
from academy.privacy import queries
from academy.privacy.models import KeptRecord, RetentionRule
from academy.privacy.rules import DEFAULTS, What
from academy.privacy.rules.retention import LONGEST_GROUND


@dataclass(frozen=True)
class Wish:
    """What an agency wants kept how long and by which law; ``seen`` is the period its page showed as the agency's own."""

    what: What
    months: int
    ground: str
    seen: int | None


def set_rule(*, agency: Agency, wish: Wish, by: Actor, at: datetime) -> None:
    """Set how long an agency keeps something.

    Raises Invalid for a period out of bounds or without a ground, Conflict where somebody has changed it meanwhile.
    """
    if not DEFAULTS[wish.what].takes(wish.months):
        least, most = DEFAULTS[wish.what].bounds or (0, 0)
        raise Invalid("retention-out-of-bounds", field="months", least=least, most=most)
    if not wish.ground.strip():
        raise Invalid("retention-without-ground", field="ground")
    rule = _rule_as_seen(agency, wish.what, wish.seen)
    if rule is None:
        rule = RetentionRule(agency_id=agency.id, what=wish.what.value)
        session.add(rule)
    rule.months, rule.ground = wish.months, wish.ground.strip()[:LONGEST_GROUND]
    rule.set_at, rule.set_by_id = at, by.person_id
    session.flush()
    _note("set-retention", agency, wish.what, by, at)


def drop_rule(*, agency: Agency, what: What, seen: int | None, by: Actor, at: datetime) -> None:
    """Go back to what holds above the agency. Raises Conflict where somebody has changed the rule meanwhile."""
    rule = _rule_as_seen(agency, what, seen)
    if rule is not None:
        session.delete(rule)
        session.flush()
        _note("drop-retention", agency, what, by, at)


def keep_by_law(*, person: Person, at: datetime) -> int:
    """Before a person is erased, keep what rules of her agencies say; once, however often she is erased. Return how many."""
    if session.scalar(select(exists().where(KeptRecord.person_id == person.id))):
        return 0
    made = [
        KeptRecord(
            person_id=person.id, agency_id=each.agency.id, legal_name=person.legal_name, ground=each.rule.ground, kept_at=at,
            until=each.until,
            record={"course": each.course, "completed_on": each.completed_on.isoformat(), "certificates": [*each.numbers]},
        )
        for each in queries.own_records(person.id, on=at.date())
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    return len(made)


def note_consultation(*, records: Sequence[KeptRecord], by: Actor, at: datetime) -> None:
    """Put into the audit trail that somebody looked at what is kept of people who were erased."""
    objects = [(each.id, each.agency_id) for each in records]
    audit.record_many(by=by, verb="consult", object_type="kept-record", objects=objects, at=at)


def _rule_as_seen(agency: Agency, what: What, seen: int | None) -> RetentionRule | None:
    """Return the agency's own rule, in turn. Raises Conflict where the page was drawn from another."""
    session.scalar(select(Agency.id).where(Agency.id == agency.id).with_for_update())
    rule = queries.rule_of(agency, what)
    if (rule.months if rule else None) != seen:
        raise Conflict("retention-changed")
    return rule


def _note(verb: str, agency: Agency, what: What, by: Actor, at: datetime) -> None:
    audit.record(
        by=by,
        verb=verb,
        object_type="agency",
        object_id=agency.id,
        at=at,
        agency_id=agency.id,
        fields=[what.value],
    )
