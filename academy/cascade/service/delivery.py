"""Signing off what was seen of a training, for the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from academy.actor import Actor
from academy.audit import service as audit
from academy.cascade import queries
from academy.cascade.models import DeliverySignOff, Training
from academy.cascade.rules import TEACHING
from academy.cascade.rules.delivery import is_whole, judge
from academy.db import session
from academy.errors import Conflict, Invalid


@dataclass(frozen=True)
class Observation:
    """What an assessor saw, as she enters it; the key makes a retry the same sign-off."""

    #: Criterion → ``met``, ``not-met`` or ``not-seen``.
    findings: Mapping[str, str]
    observed_on: date
    note: str
    #: Which sign-off of the training the page was opened for.
    number: int
    key: str


def sign_off(*, training: Training, observation: Observation, by: Actor, at: datetime) -> DeliverySignOff:
    """Record what was seen for good; a correction is another one. Sending the same again gives the first.

    Raises Conflict where the training is not on, or another sign-off came since the page was opened; Invalid for what
    cannot be.
    """
    if (same := queries.signed_with(training, observation.key)) is not None:
        return same
    if training.state not in TEACHING:
        raise Conflict("training-not-on")
    if observation.number != queries.sign_offs_counted(training) + 1:
        raise Conflict("delivery-signed-meanwhile")
    if not is_whole(observation.findings):
        raise Invalid("not-all-noted")
    if not training.starts_on <= observation.observed_on <= min(training.ends_on, at.date()):
        raise Invalid("observed-outside-training", field="observed_on")
    new = DeliverySignOff(
        training_id=training.id, number=observation.number, assessor_id=by.person_id, observed_on=observation.observed_on,
        signed_at=at, findings=dict(observation.findings), is_passed=judge(observation.findings).is_passed,
        note=observation.note, idempotency_key=observation.key,
    )  # fmt: skip
    session.add(new)
    session.flush()
    audit.record(
        by=by, verb="observe", object_type="delivery", object_id=new.id, at=at, agency_id=training.agency_id
    )
    return new
