"""Committing oneself, reporting how far one is, and withdrawing. What was written is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from academy.accounts.models import Person
from academy.actor import Actor
from academy.audit import service as audit
from academy.cascade import queries
from academy.cascade.models import Commitment, CommitmentReport
from academy.cascade.rules.commitments import (
    Kind,
    Progress,
    asked_after_report,
    next_asked,
    obstacle_in_due_day,
)
from academy.certificates.models import Certificate
from academy.certificates.rules import Standing
from academy.db import session
from academy.errors import Conflict, Invalid


@dataclass(frozen=True)
class Promise:
    """What a graduate commits herself to; the key makes a double click one commitment."""

    certificate: Certificate
    kind: Kind
    text: str
    due_on: date
    key: str


def commit_to(*, promise: Promise, by: Actor, at: datetime) -> Commitment:
    """Note what the actor commits herself to, towards her agency; sending the same again gives the first.

    Raises Invalid for a day that cannot be, Conflict where her certificate is not valid any more or carries enough.
    """
    session.get_one(Person, by.person_id, with_for_update=True)
    if (same := queries.promised_with(by.person_id, promise.key)) is not None:
        return same
    if obstacle := obstacle_in_due_day(promise.due_on, today=at.date()):
        raise Invalid(obstacle, field="due_on")
    if promise.certificate.standing_at(at) is not Standing.VALID:
        raise Conflict("commitment-without-certificate")
    if queries.commitments_left(promise.certificate) <= 0:
        raise Conflict("enough-commitments")
    new = Commitment(
        person_id=by.person_id, certificate_id=promise.certificate.id,
        agency_id=by.home_agency_id or promise.certificate.agency_id, kind=promise.kind, text=promise.text,
        due_on=promise.due_on, made_at=at, ask_on=next_asked(at.date(), after=at.date()), idempotency_key=promise.key,
    )  # fmt: skip
    session.add(new)
    session.flush()
    _note(new, "commit", by, at)
    return new


@dataclass(frozen=True)
class Said:
    """How far somebody says she is with a commitment, as she enters it."""

    progress: Progress
    note: str
    #: Which report of the commitment the page was opened for.
    number: int


def report_progress(*, commitment: Commitment, said: Said, by: Actor, at: datetime) -> CommitmentReport:
    """Note how far somebody is; the last word counts, and sending the same again gives the first.

    Raises Conflict where the commitment was withdrawn, or another report came since the page was opened.
    """
    if commitment.withdrawn_at is not None:
        raise Conflict("commitment-withdrawn")
    if same := next((each for each in commitment.reports if each.number == said.number), None):
        if (same.progress, same.note) == (said.progress, said.note):
            return same
        raise Conflict("commitment-reported-meanwhile")
    if said.number != len(commitment.reports) + 1:
        raise Conflict("commitment-reported-meanwhile")
    new = CommitmentReport(number=said.number, progress=said.progress, note=said.note, reported_at=at)
    commitment.reports.append(new)
    commitment.ask_on = asked_after_report(commitment.made_at.date(), said.progress, today=at.date())
    commitment.asked_at, commitment.reminders = None, 0
    session.flush()
    _note(commitment, "report-progress", by, at)
    return new


def withdraw(*, commitment: Commitment, by: Actor, at: datetime) -> Commitment:
    """Take a commitment back: it stays to be read, and nothing is asked any more. Doing so again changes nothing."""
    if commitment.withdrawn_at is None:
        commitment.withdrawn_at, commitment.ask_on, commitment.asked_at = at, None, None
        session.flush()
        _note(commitment, "withdraw", by, at)
    return commitment


def _note(commitment: Commitment, verb: str, by: Actor, at: datetime) -> None:
    audit.record(
        by=by, verb=verb, object_type="commitment", object_id=commitment.id, at=at, agency_id=commitment.agency_id
    )  # fmt: skip
