"""What graduates teach, for the wider world."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from academy.accounts.models import Person
from academy.agencies.models import Agency
from academy.cascade.models import Commitment, Training
from academy.cascade.rules import TrainingState
from academy.certificates.models import Certificate
from academy.db import session
from tests.world import World

#: Where the training of each stands: one waits to be decided, one is on.
STATES = {"amina": TrainingState.PROPOSED, "dina": TrainingState.APPROVED}


def trainings(
    world: World, people: dict[str, Person], issued: dict[str, UUID], at: datetime
) -> dict[str, str]:
    """Let two graduates have proposed a training; return whose → training."""
    made = {}
    for name, state in STATES.items():
        certificate = session.get_one(Certificate, issued[name])
        agency = session.get_one(Agency, certificate.agency_id)
        training = Training(
            leader_id=people[name].id, certificate_id=certificate.id, generation=2, agency_id=agency.id,
            country_code=agency.country_code or "XA", edition_id=world.edition.id, title="Night patrol", place="Old mill",
            starts_on=at.date(), ends_on=at.date(), places=8, state=state, proposed_at=at, idempotency_key=name,
        )  # fmt: skip
        session.add(training)
        session.flush()
        made[name] = str(training.id)
    return made


def commitments(people: dict[str, Person], issued: dict[str, UUID], at: datetime) -> dict[str, str]:
    """Let two graduates have committed themselves to something; return whose → commitment."""
    made = {}
    for name in STATES:
        certificate = session.get_one(Certificate, issued[name])
        commitment = Commitment(
            person_id=people[name].id, certificate_id=certificate.id, agency_id=certificate.agency_id, kind="protocol",
            text="A new form for carcasses", due_on=at.date(), made_at=at, asked_at=at, idempotency_key=name,
        )  # fmt: skip
        session.add(commitment)
        session.flush()
        made[name] = str(commitment.id)
    return made
