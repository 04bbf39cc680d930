"""The vetted way in, transfers, leaving, deputies and hand-over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.models import Admission, AdmissionState, Membership, Person, Transfer, Vetting
from academy.accounts.queries.people import is_current
from academy.accounts.rules.entry import WAITS
from academy.accounts.rules.leaving import Leaving
from academy.accounts.service import Colleague, Invited, Newcomer, Vouching
from academy.actor import Role
from academy.agencies import service as agencies
from academy.agencies.models import Agency
from academy.db import session
from academy.errors import Conflict, Forbidden, Invalid, NotFound
from academy.learning.models import Enrolment
from academy.reports.models import ReportSchedule
from tests.world import World

AT = clock.now()
TODAY = AT.date()
NOVA = Newcomer(call_sign="Nova-1", legal_name="Nova Nova", email="nova@police.example")
NOBODY = Vouching()


def _invite(
    world: World,
    by: Person,
    vouching: Vouching = NOBODY,
    *,
    agency: Agency | None = None,
    role: Role = Role.LEARNER,
) -> Invited | Admission:
    with db.writing():
        return service.invite(
            newcomer=NOVA, agency=agency or world.north, role=role, vouching=vouching, by=world.actor(by), at=AT
        )  # fmt: skip


def _nova() -> Person | None:
    return session.scalar(select(Person).where(Person.call_sign == "Nova-1"))


def _held(person: Person, role: Role = Role.LEARNER) -> UUID:
    return session.scalars(
        select(Membership.id).where(Membership.person_id == person.id, Membership.role == role.value)
    ).one()


def _put_forward(world: World) -> UUID:
    with db.writing():
        return service.put_forward(
            colleague=Colleague("Nova Nova", "nova@police.example", "Patrols"),
            agency=world.rangers,
            by=world.actor(world.amina),
            at=AT,
        ).id


def test_a_mail_domain_is_of_one_agency_and_vouches_for_all_below(world: World) -> None:
    ada = world.actor(world.ada)
    with db.writing():
        agencies.verify_domain(
            agency=world.rangers, domain="Police.EXAMPLE", evidence="A letter", by=ada, at=AT
        )
    for domain, reason in (
        ("police.example", "domain-taken"),
        ("gmail.com", "domain-of-everybody"),
        ("x", "domain-malformed"),
    ):
        with pytest.raises(Invalid) as refusal, db.writing():
            agencies.verify_domain(agency=world.inspectors, domain=domain, evidence="A letter", by=ada, at=AT)
        assert refusal.value.reason == reason
    assert isinstance(_invite(world, world.ada), Invited)
    nova = _nova()
    assert nova is not None
    way = session.scalars(select(Admission).where(Admission.person_id == nova.id)).one()
    assert (way.state, way.vetting) == (AdmissionState.APPROVED, Vetting.DOMAIN)
    with db.writing():
        for _twice in range(2):
            agencies.forget_domain(agency=world.rangers, domain="police.example", by=ada, at=AT)


def test_a_coordinator_says_that_she_knows_whom_no_domain_vouches_for(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        _invite(world, world.boris)
    assert (refusal.value.reason, refusal.value.field) == ("vouch-needed", "knows")
    assert _nova() is None
    assert isinstance(_invite(world, world.boris, Vouching(knows=True)), Invited)


def test_an_administrators_newcomer_waits_closed_until_a_coordinator_says_yes(world: World) -> None:
    asked = _invite(world, world.ada, Vouching(knows=True, reason="I say so"), role=Role.TRAINER)
    assert isinstance(asked, Admission)
    admission_id, nova = asked.id, _nova()
    assert nova is not None and nova.disabled_at == AT
    for deed in (service.print_code, service.invite_again, service.enable_person):
        with pytest.raises(Conflict), db.writing():
            deed(person=session.get_one(Person, nova.id), by=world.actor(world.ada), at=AT)
    for stranger in (world.ada, world.carla, world.trajce):
        with pytest.raises(NotFound):
            queries.admission_for(world.actor(stranger), admission_id, on=TODAY)
    assert queries.waiting_count(world.actor(world.boris), on=TODAY) == 1
    with db.writing():
        found = queries.admission_for(world.actor(world.boris), admission_id, on=TODAY)
        invited = service.approve_admission(
            admission=found, newcomer=None, by=world.actor(world.boris), at=AT
        )
    assert invited.code and invited.person.disabled_at is None
    assert queries.grants_of(invited.person.id, on=TODAY)[0].role is Role.TRAINER
    assert queries.waiting_count(world.actor(world.boris), on=TODAY) == 0


def test_an_agency_without_coordinators_is_spoken_for_with_a_reason(world: World) -> None:
    with db.writing():
        session.get_one(Person, world.boris.id).password_hash = None
    with pytest.raises(Invalid) as refusal:
        _invite(world, world.ada)
    assert refusal.value.field == "reason"
    assert isinstance(_invite(world, world.ada, Vouching(reason="The first one")), Invited)


def test_a_colleague_is_put_forward_once_and_let_in_once(world: World) -> None:
    first, second = _put_forward(world), _put_forward(world)
    assert first == second
    boris = world.actor(world.boris)
    with pytest.raises(Forbidden), db.writing():
        service.put_forward(
            colleague=Colleague("X", "", "Y"), agency=world.inspectors, by=world.actor(world.amina), at=AT
        )
    with db.writing():
        found = queries.admission_for(boris, first, on=TODAY)
        service.approve_admission(admission=found, newcomer=NOVA, by=boris, at=AT)
    with pytest.raises(Conflict), db.writing():
        found = queries.admission_for(boris, first, on=TODAY)
        service.approve_admission(admission=found, newcomer=NOVA, by=boris, at=AT)
    kept = session.get_one(Admission, first)
    assert (kept.legal_name, kept.email, kept.note, kept.vetting) == ("", "", "", Vetting.APPROVAL)


def test_of_whoever_is_declined_or_forgotten_no_name_is_kept(world: World) -> None:
    asked = _invite(world, world.ada)
    assert isinstance(asked, Admission)
    boris = world.actor(world.boris)
    with db.writing():
        found = queries.admission_for(boris, asked.id, on=TODAY)
        service.decline_admission(admission=found, reason="Not ours", by=boris, at=AT)
    assert _nova() is None
    wish = _put_forward(world)
    assert service.withdraw_forgotten(AT + WAITS) == 0
    for done in (1, 0):
        assert service.withdraw_forgotten(AT + WAITS + timedelta(seconds=1)) == done
    session.expire_all()
    kept = session.get_one(Admission, wish)
    assert (kept.state, kept.legal_name, kept.email) == (AdmissionState.WITHDRAWN, "", "")


def _ask_transfer(world: World) -> UUID:
    with db.writing():
        boris = world.actor(world.boris)
        membership = queries.membership_for(boris, _held(world.amina), on=TODAY)
        return service.ask_transfer(membership=membership, agency=world.inspectors, by=boris, at=AT).id


def test_a_transfer_takes_open_courses_along_once(world: World) -> None:
    transfer_id = _ask_transfer(world)
    with pytest.raises(Conflict):
        _ask_transfer(world)
    carla = world.actor(world.carla)
    with pytest.raises(NotFound):
        queries.transfer_to(world.actor(world.boris), transfer_id, on=TODAY)
    with db.writing():
        service.accept_transfer(transfer=queries.transfer_to(carla, transfer_id, on=TODAY), by=carla, at=AT)
    with pytest.raises(Conflict), db.writing():
        service.accept_transfer(transfer=queries.transfer_to(carla, transfer_id, on=TODAY), by=carla, at=AT)
    assert [each.agency_id for each in queries.grants_of(world.amina.id, on=TODAY)] == [world.inspectors.id]
    assert session.get_one(Enrolment, world.enrolment.id).agency_id == world.inspectors.id
    with pytest.raises(NotFound):
        queries.person_for(world.actor(world.boris), world.amina.id, on=TODAY)


def test_what_is_complete_stays_where_it_was_earned(world: World) -> None:
    with db.writing():
        session.get_one(Enrolment, world.enrolment.id).completed_at = AT
    transfer_id, carla = _ask_transfer(world), world.actor(world.carla)
    with db.writing():
        service.accept_transfer(transfer=queries.transfer_to(carla, transfer_id, on=TODAY), by=carla, at=AT)
    assert session.get_one(Enrolment, world.enrolment.id).agency_id == world.rangers.id


def test_whoever_leaves_calls_the_transfer_off_and_a_later_day_is_kept(world: World) -> None:
    transfer_id, boris = _ask_transfer(world), world.actor(world.boris)
    with db.writing():
        membership = queries.membership_for(boris, _held(world.amina), on=TODAY)
        service.leave(
            membership=membership, last_day=TODAY + timedelta(days=2), plan=Leaving.CLOSES, by=boris, at=AT
        )
    assert session.get_one(Transfer, transfer_id).state == "withdrawn"
    assert queries.grants_of(world.amina.id, on=TODAY + timedelta(days=2))
    assert service.settle_leavings(AT + timedelta(days=2)) == 0
    for done in (1, 0):
        assert service.settle_leavings(AT + timedelta(days=3)) == done
    session.expire_all()
    assert session.get_one(Enrolment, world.enrolment.id).withdrawn_at is not None
    assert session.get_one(Person, world.amina.id).disabled_at is not None


def test_a_coordinator_neither_ends_nor_closes_what_she_could_not_have_given(world: World) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.add_membership(
            person=amina, agency=world.rangers, role=Role.TRAINER, by=world.actor(world.ada), at=AT
        )
    boris = world.actor(world.boris)
    with pytest.raises(Forbidden), db.writing():
        trains = queries.membership_for(boris, _held(world.amina, Role.TRAINER), on=TODAY)
        service.end_membership(membership=trains, by=boris, at=AT)
    with pytest.raises(Invalid), db.writing():
        learns = queries.membership_for(boris, _held(world.amina), on=TODAY)
        service.leave(membership=learns, last_day=TODAY, plan=Leaving.CLOSES, by=boris, at=AT)


def _deputy(world: World) -> Membership:
    boris = world.actor(world.boris)
    branch = queries.own_branch(boris, _held(world.boris, Role.COORDINATOR), on=TODAY)
    amina = session.get_one(Person, world.amina.id)
    return service.name_deputy(branch=branch, person=amina, agency=world.rangers, by=boris, at=AT)


def test_a_deputy_stands_in_and_ends_with_her_coordinator(world: World) -> None:
    with db.writing():
        deputy_id = _deputy(world).id
    amina = world.actor(world.amina)
    assert amina.paths(Role.COORDINATOR) and queries.own_branches(amina, on=TODAY) == []
    with pytest.raises(NotFound):
        queries.own_branch(amina, deputy_id, on=TODAY)
    with db.writing():
        ada = world.actor(world.ada)
        held = queries.membership_for(ada, _held(world.boris, Role.COORDINATOR), on=TODAY)
        service.end_membership(membership=held, by=ada, at=AT)
    assert not world.actor(world.amina).has(Role.COORDINATOR)


@pytest.mark.parametrize("days", [0, 3])
def test_a_branch_is_handed_over_without_a_gap(world: World, days: int) -> None:
    day = TODAY + timedelta(days=days)
    with db.writing():
        _deputy(world)
        session.add(
            ReportSchedule(
                person_id=world.boris.id, agency_id=world.north.id, report="progress", rhythm="weekly", filter={},
                next_on=day, made_at=AT,
            )
        )  # fmt: skip
    boris, branch_id = world.actor(world.boris), _held(world.boris, Role.COORDINATOR)
    for late in (False, True):
        with pytest.raises(Invalid), db.writing():
            branch = queries.own_branch(boris, branch_id, on=TODAY)
            person = session.get_one(Person, (world.amina if late else world.dina).id)
            service.hand_over(branch=branch, person=person, day=TODAY - timedelta(days=late), by=boris, at=AT)
    with db.writing():
        branch = queries.own_branch(boris, branch_id, on=TODAY)
        amina = session.get_one(Person, world.amina.id)
        service.hand_over(branch=branch, person=amina, day=day, by=boris, at=AT)
    assert service.settle_leavings(AT + timedelta(days=days)) == (1 if days else 0)
    for offset in range(-1, 2):
        on = day + timedelta(days=offset)
        answering = {
            each.person_id
            for each in session.scalars(
                select(Membership).where(
                    Membership.role == Role.COORDINATOR.value, Membership.agency_id == world.rangers.id,
                    Membership.deputy_of_id.is_(None), is_current(on),
                )
            )
        }  # fmt: skip
        if offset >= 0 or days:
            assert answering == {world.amina.id if offset >= 0 else world.boris.id}
    session.expire_all()
    assert session.scalars(select(ReportSchedule.person_id)).one() == world.amina.id
