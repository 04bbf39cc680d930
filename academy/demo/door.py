"""What waits for the demo's coordinator at her agency's door, what vouches for people, and who stands in for her."""

from __future__ import annotations

from sqlalchemy import select

from academy import clock
from academy.accounts.models import Admission, AdmissionState, Membership, Transfer, TransferState, Vetting
from academy.accounts.service import note_admission
from academy.actor import Role
from academy.agencies.models import Agency, MailDomain
from academy.db import session
from academy.demo.people import INSPECTORS, RANGERS, People


def furnish(everybody: People) -> None:
    """Note how everybody came in, and let a colleague, a transfer and a deputy be seen."""
    at = clock.now()
    agencies = {each.name: each for each in session.scalars(select(Agency))}
    coordinator, administrator = (
        everybody.accounts["demo-coordinator"],
        everybody.accounts["demo-administrator"],
    )
    session.add(
        MailDomain(
            domain="demo.example", agency_id=agencies[RANGERS].id, evidence="A letter of the head of the service",
            verified_at=at, verified_by_id=administrator.id,
        )
    )  # fmt: skip
    for membership in session.scalars(select(Membership)).all():
        note_admission(
            person_id=membership.person_id,
            agency_id=membership.agency_id,
            vetting=Vetting.APPROVAL,
            by=None,
            at=at,
        )
    session.add(
        Admission(
            agency_id=agencies[RANGERS].id, legal_name="Nadira Demo", email="nadira@demo.example",
            note="Patrols the coast with us since May", state=AdmissionState.ASKED, asked_at=at,
            asked_by_id=everybody.accounts["demo-learner"].id,
        )
    )  # fmt: skip
    _offer(everybody, agencies)
    stands_in = next(each for each in everybody.learners if each.call_sign.startswith("ranger-"))
    own = select(Membership).where(
        Membership.person_id == coordinator.id, Membership.role == Role.COORDINATOR.value
    )
    session.add(
        Membership(
            person_id=stands_in.id, agency_id=agencies[RANGERS].id, role=Role.COORDINATOR.value, starts_on=at.date(),
            deputy_of_id=session.scalars(own).one().id,
        )
    )  # fmt: skip


def _offer(everybody: People, agencies: dict[str, Agency]) -> None:
    """Let the inspectorate offer somebody to the rangers."""
    offered = next(each for each in everybody.learners if each.call_sign.startswith("inspector-"))
    session.add(
        Transfer(
            person_id=offered.id, from_agency_id=agencies[INSPECTORS].id, to_agency_id=agencies[RANGERS].id,
            state=TransferState.ASKED, asked_at=clock.now(), asked_by_id=everybody.accounts["demo-stranger"].id,
        )
    )  # fmt: skip
