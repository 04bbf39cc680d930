"""Who may give, take and open what; which mail domains vouch; what a newcomer needs."""

from __future__ import annotations

from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.accounts.rules import grants
from academy.accounts.rules.entry import Entry, Vouching, way_in
from academy.actor import Actor, Grant, Role
from academy.agencies.rules import ascii_domain, is_free_mail, is_vouched, line_of

ROOT, AGENCY, UNIT, OTHER = "r/", "r/a/", "r/a/u/", "r/b/"
PATHS = (ROOT, AGENCY, UNIT, OTHER)
#: Who acts: her role, where she holds it, and whether she only stands in.
HOLDERS = [
    *((role, path, False) for role, path in product(Role, PATHS)),
    *((Role.COORDINATOR, path, True) for path in PATHS),
]


def _actor(*held: Grant) -> Actor:
    return Actor(person_id=uuid4(), call_sign="x", grants=held)


def _grant(role: Role, path: str, is_deputy: bool = False) -> Grant:
    return Grant(role, uuid4(), path, is_deputy)


def _gives(role: Role, path: str, wanted: Role, there: str) -> bool:
    """The table in words: what a role held at ``path`` lets one give at ``there``."""
    reaches = there.startswith(path)
    if role is Role.ADMINISTRATOR:
        return reaches
    return role is Role.COORDINATOR and wanted is Role.LEARNER and reaches


@pytest.mark.parametrize(("role", "path", "is_deputy"), HOLDERS)
def test_the_table_of_grants_is_exhaustive(role: Role, path: str, is_deputy: bool) -> None:
    actor = _actor(_grant(role, path, is_deputy))
    for wanted, there in product(Role, PATHS):
        allowed = _gives(role, path, wanted, there)
        assert grants.may_give(actor, wanted, there) == allowed, (wanted, there)
        assert grants.may_take(actor, _grant(wanted, there)) == allowed, (wanted, there)
        opens = grants.may_hand_code(actor, [_grant(wanted, there)])
        assert opens == allowed, (wanted, there)


@pytest.mark.parametrize(("role", "path", "is_deputy"), HOLDERS)
def test_deputies_are_named_and_ended_by_the_coordinator_herself(
    role: Role, path: str, is_deputy: bool
) -> None:
    actor = _actor(_grant(role, path, is_deputy))
    for there in PATHS:
        is_own = role is Role.COORDINATOR and not is_deputy and there.startswith(path)
        administers = role is Role.ADMINISTRATOR and there.startswith(path)
        assert grants.may_name_deputy(actor, there) == is_own
        assert grants.may_take(actor, _grant(Role.COORDINATOR, there, True)) == (is_own or administers)


def test_whoever_holds_one_thing_more_is_not_hers_to_open() -> None:
    boris = _actor(_grant(Role.COORDINATOR, AGENCY))
    learner = _grant(Role.LEARNER, UNIT)
    assert grants.may_hand_code(boris, [learner])
    for more in (_grant(Role.TRAINER, UNIT), _grant(Role.LEARNER, OTHER), _grant(Role.COORDINATOR, UNIT)):
        assert not grants.may_hand_code(boris, [learner, more])
    assert not grants.may_hand_code(boris, [])


def test_an_agencys_administrator_does_not_run_the_academy() -> None:
    assert _actor(_grant(Role.ADMINISTRATOR, ROOT)).runs_academy
    assert not _actor(_grant(Role.ADMINISTRATOR, AGENCY), _grant(Role.LEARNER, ROOT)).runs_academy


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("Police.Example", "police.example"), ("@police.example.", "police.example"), ("polícia.example", "xn--polcia-5va.example"),
        ("POLÍCIA.example", "xn--polcia-5va.example"), ("полиција.срб", "xn--80apakof6czi.xn--90a3ac"),
        ("straße.example", None), ("police", None), ("a@police.example", None), ("-a.example", None), ("1.2.3.4", None),
        ("a..example", None), ("", None), ("x" * 64 + ".example", None), ("po lice.example", None),
    ],
)  # fmt: skip
def test_domains_are_compared_as_dns_does(typed: str, domain: str | None) -> None:
    assert ascii_domain(typed) == domain


@pytest.mark.parametrize(
    ("email", "is_in"),
    [
        ("a@police.example", True), ("a@POLICE.example", True), ("a@north.police.example", False),
        ("a@police.example.evil", False), ("a@evilpolice.example", False), ("police.example", True), ("", False),
        (None, False), ("a@evil@police.example", True),
    ],
)  # fmt: skip
def test_only_the_very_domain_vouches(email: str | None, is_in: bool) -> None:
    assert is_vouched(email, {"police.example"}) is is_in


def test_free_mail_says_nothing() -> None:
    assert all(is_free_mail(each) for each in ("gmail.com", "yahoo.co.uk", "gmx.net", "proton.me"))
    assert not is_free_mail("police.example")


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", " ", "because"]))
def test_nobody_comes_in_without_somebody_who_vouches(
    is_domain: bool, coordinates: bool, has_coordinators: bool, knows: bool, reason: str
) -> None:
    entry = way_in(
        is_domain=is_domain,
        coordinates=coordinates,
        has_coordinators=has_coordinators,
        vouching=Vouching(knows, reason),
    )
    if entry is Entry.APPROVAL:
        assert (coordinates and knows) or (not has_coordinators and not coordinates and reason.strip())
    if entry is Entry.DOMAIN:
        assert is_domain
    if entry is Entry.ASK:
        assert has_coordinators and not coordinates


def test_a_line_is_an_agency_and_all_above_it() -> None:
    above, below = uuid4(), uuid4()
    assert line_of(f"{above}/{below}/") == (above, below)
    assert line_of("") == ()
    assert isinstance(line_of(f"{above}/")[0], UUID)
