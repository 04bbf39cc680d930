"""Who sees and looks after whom, and what invitations and codes do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from academy import clock, db
from academy.accounts import queries, service
from academy.accounts.models import OneTimeCode, Person
from academy.accounts.queries import Filters
from academy.accounts.rules import totp
from academy.accounts.rules.codes import Purpose
from academy.accounts.service import Invited
from academy.actor import Role
from academy.agencies.models import Agency
from academy.db import session
from academy.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from tests.world import World

AT = clock.now()
TODAY = AT.date()
KEY = "k" * 40


def _invite(
    world: World, by: Person, agency: Agency, role: Role = Role.LEARNER, **changed: str | None
) -> Invited:
    wanted = {"call_sign": "Nova-1", "legal_name": "Nova Nova", "email": "nova@example.org"} | changed
    newcomer = service.Newcomer(
        call_sign=wanted["call_sign"] or "", legal_name=wanted["legal_name"] or "", email=wanted["email"],
        interface_locale="sq",
    )  # fmt: skip
    invited = service.invite(
        newcomer=newcomer,
        agency=agency,
        role=role,
        vouching=service.Vouching(knows=True),
        by=world.actor(by),
        at=AT,
    )
    assert isinstance(invited, Invited)
    return invited


def _call_signs(world: World, by: Person, filters: Filters | None = None) -> set[str]:
    return {
        each.call_sign
        for each in queries.people_for(world.actor(by), filters or Filters(), page=1, on=TODAY).people
    }


def test_each_sees_the_people_she_looks_after(world: World) -> None:
    assert _call_signs(world, world.ada) == {"amina", "boris", "carla", "dina", "trajce", "ada"}
    assert _call_signs(world, world.boris) == {"amina", "boris"}
    assert _call_signs(world, world.carla) == {"carla", "dina"}
    assert _call_signs(world, world.amina) == _call_signs(world, world.trajce) == set()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(words="PRVI"), {"amina"}),
        (Filters(words="%"), set()),
        (Filters(role=Role.COORDINATOR), {"boris", "carla"}),
        (Filters(state="waiting"), set()),
        (Filters(state="disabled"), set()),
    ],
)
def test_lists_are_narrowed(world: World, filters: Filters, found: set[str]) -> None:
    assert _call_signs(world, world.ada, filters) == found


def test_a_stranger_and_nobody_look_the_same(world: World) -> None:
    assert queries.person_for(world.actor(world.boris), world.amina.id, on=TODAY).call_sign == "amina"
    for who in (world.carla, world.trajce, world.dina):
        with pytest.raises(NotFound):
            queries.person_for(world.actor(who), world.amina.id, on=TODAY)


def test_whoever_left_the_agency_is_no_longer_its_coordinators(world: World) -> None:
    membership = queries.person_for(world.actor(world.ada), world.amina.id, on=TODAY).memberships[0].id
    with db.writing():
        held = queries.membership_for(world.actor(world.ada), membership, on=TODAY)
        service.end_membership(membership=held, by=world.actor(world.ada), at=AT)
    with pytest.raises(NotFound):
        queries.person_for(world.actor(world.boris), world.amina.id, on=TODAY)


def test_an_invitation_sets_a_password_once(world: World) -> None:
    with db.writing():
        invited = _invite(world, world.boris, world.north)
    assert invited.purpose is Purpose.INVITATION
    assert invited.code not in session.scalars(select(OneTimeCode.code_digest)).all()
    with db.writing():
        code = queries.open_code(Purpose.INVITATION, invited.code, at=AT)
        service.set_password_by_code(code=code, password_hash="x", at=AT)
    assert queries.person_by_identifier("NOVA 1") is not None
    assert queries.person_by_identifier("Nova@EXAMPLE.org") is not None
    with pytest.raises(NotFound):
        queries.open_code(Purpose.INVITATION, invited.code, at=AT)
    with pytest.raises(NotFound), db.writing():
        service.set_password_by_code(code=session.merge(code), password_hash="y", at=AT)


@pytest.mark.parametrize(("days", "holds"), [(6, True), (7, False)])
def test_an_invitation_grows_old(world: World, days: int, holds: bool) -> None:
    with db.writing():
        invited = _invite(world, world.boris, world.north)
    try:
        queries.open_code(Purpose.INVITATION, invited.code, at=AT + timedelta(days=days))
        assert holds
    except NotFound:
        assert not holds


def test_a_code_of_one_purpose_is_nothing_for_another(world: World) -> None:
    with db.writing():
        invited = _invite(world, world.boris, world.north)
    for purpose in set(Purpose) - {Purpose.INVITATION}:
        with pytest.raises(NotFound):
            queries.open_code(purpose, invited.code, at=AT)


@pytest.mark.parametrize(
    ("role", "is_foreign"), [(Role.LEARNER, True), (Role.COORDINATOR, False), (Role.ADMINISTRATOR, False)]
)
def test_a_coordinator_gives_only_learners_in_her_branch(world: World, role: Role, is_foreign: bool) -> None:
    with pytest.raises(Forbidden), db.writing():
        _invite(world, world.boris, world.inspectors if is_foreign else world.rangers, role)


def test_administrators_belong_to_the_academy(world: World) -> None:
    with pytest.raises(Invalid) as refusal, db.writing():
        _invite(world, world.ada, world.rangers, Role.ADMINISTRATOR)
    assert refusal.value.reason == "administrator-of-academy-only"


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"call_sign": "AMINA"}, "call-sign-taken", "call_sign"),
        ({"email": "Amina@Example.ORG"}, "email-taken", "email"),
        ({"call_sign": "Ами"}, "call-sign-malformed", "call_sign"),
        ({"email": "nobody"}, "email-malformed", "email"),
    ],
)
def test_what_is_taken_or_malformed_names_its_field(
    world: World, changed: dict[str, str | None], reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal, db.writing():
        _invite(world, world.boris, world.north, Role.LEARNER, **changed)
    assert (refusal.value.reason, refusal.value.field) == (reason, field)


def test_without_an_address_the_code_is_for_paper_and_ends_earlier_ones(world: World) -> None:
    with db.writing():
        first = _invite(world, world.boris, world.north, email=None)
    assert first.purpose is Purpose.PRINTED
    with db.writing():
        second = service.print_code(person=session.merge(first.person), by=world.actor(world.boris), at=AT)
    assert queries.printed_code(call_sign="nova 1", code=second.code, at=AT).person_id == first.person.id
    for call_sign, code in (("nova-1", first.code), ("amina", second.code), ("nova-1", "")):
        with pytest.raises(NotFound):
            queries.printed_code(call_sign=call_sign, code=code, at=AT)


def test_a_stranger_who_asks_for_a_letter_does_not_spoil_the_printed_code(world: World) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        printed = service.print_code(person=amina, by=world.actor(world.boris), at=AT)
        service.request_reset(person=amina, purpose=Purpose.RESET, code="letter", at=AT)
    assert queries.printed_code(call_sign="amina", code=printed.code, at=AT)
    assert queries.open_code(Purpose.RESET, "letter", at=AT + timedelta(minutes=29))
    with pytest.raises(NotFound):
        queries.open_code(Purpose.RESET, "letter", at=AT + timedelta(minutes=30))


def test_a_coordinator_makes_no_code_for_whoever_holds_more(world: World) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.add_membership(
            person=amina, agency=world.rangers, role=Role.TRAINER, by=world.actor(world.ada), at=AT
        )
    for deed in (service.print_code, service.invite_again):
        with pytest.raises(Forbidden), db.writing():
            deed(person=session.get_one(Person, world.amina.id), by=world.actor(world.boris), at=AT)


def test_a_role_is_held_once(world: World) -> None:
    with pytest.raises(Invalid) as refusal, db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.add_membership(
            person=amina, agency=world.rangers, role=Role.LEARNER, by=world.actor(world.ada), at=AT
        )
    assert refusal.value.reason == "membership-held"


def test_nobody_locks_herself_out(world: World) -> None:
    ada = world.actor(world.ada)
    with pytest.raises(Conflict), db.writing():
        service.disable_person(person=session.get_one(Person, world.ada.id), by=ada, at=AT)
    membership = queries.person_for(ada, world.ada.id, on=TODAY).memberships[0]
    with pytest.raises(Conflict), db.writing():
        service.end_membership(membership=session.merge(membership), by=ada, at=AT)


def test_a_closed_account_finds_nobody_and_makes_codes_useless(world: World) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        printed = service.print_code(person=amina, by=world.actor(world.boris), at=AT)
        service.disable_person(person=amina, by=world.actor(world.ada), at=AT)
    assert queries.person_by_identifier("amina") is None
    with db.writing():
        service.enable_person(
            person=session.get_one(Person, world.amina.id), by=world.actor(world.ada), at=AT
        )
    assert queries.person_by_identifier("amina") is not None
    with pytest.raises(NotFound):
        queries.printed_code(call_sign="amina", code=printed.code, at=AT)


def test_the_second_factor_is_proposed_confirmed_and_taken_once(world: World) -> None:
    actor = world.actor(world.amina)
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.propose_second_factor(person=amina, by=actor, at=AT)
    assert not world.actor(amina).has_second_factor
    code = totp.code_at(totp.secret_for(KEY, amina.id, amina.totp_seed or b""), AT)
    with pytest.raises(Invalid), db.writing():
        service.confirm_second_factor(
            person=session.get_one(Person, world.amina.id),
            code="000000",
            secret_key=KEY + "x",
            by=actor,
            at=AT,
        )
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        service.confirm_second_factor(person=amina, code=code, secret_key=KEY, by=actor, at=AT)
    assert world.actor(amina).has_second_factor
    deeds: tuple[Callable[[], None], ...] = (
        lambda: service.take_code(person=amina, code=code, secret_key=KEY, at=AT),
        lambda: service.propose_second_factor(person=amina, by=actor, at=AT),
    )
    for deed in deeds:
        with pytest.raises(DomainError), db.writing():
            deed()


def test_a_reset_keeps_the_second_factor(world: World) -> None:
    with db.writing():
        amina = session.get_one(Person, world.amina.id)
        amina.totp_seed, amina.totp_confirmed_at = b"seed", AT
        service.request_reset(person=amina, purpose=Purpose.RESET, code="letter", at=AT)
        code = queries.open_code(Purpose.RESET, "letter", at=AT)
        service.set_password_by_code(code=code, password_hash="x", at=AT)
    assert session.get_one(Person, world.amina.id).totp_confirmed_at == AT


def test_the_first_administrator_gets_a_link_and_a_second_call_another(world: World) -> None:
    with db.writing():
        first = service.make_administrator(call_sign="Prva-1", legal_name="Prva", email=None, at=AT)
        second = service.make_administrator(call_sign="prva 1", legal_name="Prva", email=None, at=AT)
    with pytest.raises(NotFound):
        queries.open_code(Purpose.INVITATION, first, at=AT)
    person = queries.open_code(Purpose.INVITATION, second, at=AT).person
    assert world.actor(person).has(Role.ADMINISTRATOR)
    assert queries.has_administrator()


def test_erasing_leaves_no_name(world: World) -> None:
    with db.writing():
        service.erase_person(person_id=world.amina.id, at=AT)
    amina = session.get_one(Person, world.amina.id)
    kept = " ".join(str(value) for value in vars(amina).values()).casefold()
    assert "amina" not in kept and "prvić" not in kept
    assert amina.erased_at == AT
    assert "amina" not in _call_signs(world, world.ada)


def test_personal_data_names_what_is_held(world: World) -> None:
    held = queries.personal_data(world.amina.id)
    assert (held["call_sign"], held["legal_name"]) == ("amina", "Amina Prvić")
    assert "password_hash" not in held and "totp_seed" not in held
