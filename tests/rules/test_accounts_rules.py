"""Names, codes, throttling, the second factor, sessions and roles, case by case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.accounts.rules import codes, grants, names, sessions, throttle, totp
from academy.accounts.rules.throttle import Tally
from academy.actor import Actor, Grant, Role

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
#: RFC 6238, appendix B: the secret of its SHA-1 vectors, in base 32.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Sokol-12", "sokol-12"),
        ("SOKOL 12", "sokol-12"),
        (" sokol_12 ", "sokol-12"),
        ("Ｓokol–12", "sokol-12"),
    ],
)
def test_spellings_of_a_call_sign_are_one(typed: str, folded: str) -> None:
    assert names.fold_call_sign(typed) == folded


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [("Sokol-12", True), ("abc", True), ("ab", False), ("a" * 25, False), ("Сокол", False), ("a--b", False), ("-ab", False),
     ("a b c", False), ("abc\n", False), ("", False)],
)  # fmt: skip
def test_call_signs_are_written_in_basic_latin(text: str, is_taken: bool) -> None:
    assert names.is_call_sign(text) is is_taken


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Amina@Example.ORG", "amina@example.org"),
        (" amina@example.org ", "amina@example.org"),
        ("IRMAK@POLIS.example", "irmak@polis.example"),
        # the dotted capital and the dotless small letter of Turkish are not an i in a domain
        ("a@İSTANBUL.example", "a@İstanbul.example"),
        ("a@ıstanbul.example", "a@ıstanbul.example"),
    ],
)
def test_addresses_fold_without_touching_other_scripts_domains(typed: str, folded: str) -> None:
    assert names.fold_email(typed) == folded


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [("a@example.org", True), ("a@b", False), ("a b@example.org", False), ("a@example.org\nBcc: x@y.zz", False),
     ("a@@example.org", False), ("x" * 250 + "@example.org", False), ("<a@example.org>", False)],
)  # fmt: skip
def test_addresses_that_letters_can_go_to(text: str, is_taken: bool) -> None:
    assert names.is_email(text) is is_taken


def test_a_printed_code_is_four_groups_of_five_and_carries_a_hundred_bits() -> None:
    code = codes.new_printed_code()
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    assert len(codes.ALPHABET) ** 20 == 2**100


@given(st.text(alphabet=codes.ALPHABET, min_size=20, max_size=20), st.sampled_from([" ", "-", "", " - "]))
def test_a_printed_code_is_read_as_people_write_it(written: str, gap: str) -> None:
    code = "-".join(written[start : start + 5] for start in range(0, 20, 5))
    sloppy = code.replace("-", gap).replace("0", "o").replace("1", "l").lower()
    assert codes.read_printed_code(sloppy) == code
    assert codes.read_printed_code(code.replace("1", "I").replace("0", "O")) == code


@pytest.mark.parametrize("typed", ["", "7KQ2M", "U" * 20, "7KQ2M-9XW4T-7KQ2M-9XW4T-7", "ÄÖÜ"])
def test_what_cannot_be_a_printed_code_is_none(typed: str) -> None:
    assert codes.read_printed_code(typed) is None


def test_a_code_is_bound_to_its_purpose() -> None:
    assert len({codes.digest_of(purpose, "x") for purpose in codes.Purpose}) == len(codes.Purpose)


@pytest.mark.parametrize(
    ("failures", "seconds_ago", "wait"),
    [(0, 0, 0), (4, 0, 0), (5, 0, 60), (5, 60, 0), (6, 0, 120), (7, 0, 240), (8, 100, 380), (11, 0, 3600), (60, 0, 3600),
     (60, 3600, 0), (60, 86400, 0)],
)  # fmt: skip
def test_the_wait_of_an_account_grows_and_always_ends(failures: int, seconds_ago: int, wait: int) -> None:
    tally = Tally(failures, NOW - timedelta(seconds=seconds_ago))
    assert throttle.wait(tally, throttle.ACCOUNT, NOW) == timedelta(seconds=wait)


@pytest.mark.parametrize(("failures", "wait"), [(49, 0), (50, 60), (51, 120), (53, 300), (5000, 300)])
def test_the_wait_of_a_network_starts_at_fifty(failures: int, wait: int) -> None:
    assert throttle.wait(Tally(failures, NOW), throttle.NETWORK, NOW) == timedelta(seconds=wait)


def test_nothing_counted_is_no_wait() -> None:
    assert throttle.wait(None, throttle.ACCOUNT, NOW) == timedelta(0)


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("::ffff:192.0.2.77", "192.0.2.0/24"),
     ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"), ("", "unknown")],
)  # fmt: skip
def test_networks_are_as_wide_as_one_office(address: str, network: str) -> None:
    assert throttle.network_of(address) == network


def test_a_throttle_key_names_nobody() -> None:
    key = throttle.key_for("s", "account", "amina")
    assert "amina" not in key
    assert key != throttle.key_for("other", "account", "amina")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.code_at(RFC_SECRET, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(steps: int, is_taken: bool) -> None:
    code = totp.code_at(RFC_SECRET, NOW + timedelta(seconds=30 * steps))
    assert (totp.matching_step(RFC_SECRET, code, at=NOW, last_step=None) is not None) is is_taken


def test_a_code_is_taken_once_however_it_is_spaced() -> None:
    code = totp.code_at(RFC_SECRET, NOW)
    step = totp.matching_step(RFC_SECRET, f"{code[:3]} {code[3:]}", at=NOW, last_step=None)
    assert step == totp.step_at(NOW)
    assert totp.matching_step(RFC_SECRET, f" {code}", at=NOW, last_step=step) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_opens_nothing(typed: str) -> None:
    assert totp.matching_step(RFC_SECRET, typed, at=NOW, last_step=None) is None


def test_the_seed_alone_gives_no_secret() -> None:
    person = UUID(int=1)
    secrets = {
        totp.secret_for(key, who, seed)
        for key in ("a", "b")
        for who in (person, UUID(int=2))
        for seed in (b"x", b"y")
    }
    assert len(secrets) == 8


@pytest.mark.parametrize(
    ("is_shared", "quiet_minutes", "holds"),
    [(False, 29, True), (False, 30, False), (True, 9, True), (True, 10, False)],
)
def test_a_quiet_session_ends(is_shared: bool, quiet_minutes: int, holds: bool) -> None:
    seen = NOW - timedelta(minutes=quiet_minutes)
    idle = sessions.quiet_minutes(is_shared=is_shared)
    assert sessions.holds(last_seen_at=seen, ends_at=NOW + timedelta(1), idle_minutes=idle, at=NOW) is holds


def test_a_busy_session_ends_after_twelve_hours() -> None:
    assert timedelta(hours=12) == sessions.LONGEST
    assert not sessions.holds(last_seen_at=NOW, ends_at=NOW, idle_minutes=30, at=NOW)


def _actor(*held: tuple[Role, str]) -> Actor:
    return Actor(uuid4(), "x", grants=tuple(Grant(role, uuid4(), path) for role, path in held))


@pytest.mark.parametrize("wanted", list(Role))
@pytest.mark.parametrize("own", list(Role))
def test_nobody_gives_more_than_she_holds(own: Role, wanted: Role) -> None:
    """The table of role × role, in her branch only; ``test_entry`` has the whole of it."""
    giver = _actor((own, "a/b/"))
    assert grants.may_give(giver, wanted, "a/b/c/") is (
        own is Role.ADMINISTRATOR or (own is Role.COORDINATOR and wanted is Role.LEARNER)
    )
    assert not grants.may_give(giver, wanted, "a/x/")


@pytest.mark.parametrize(
    ("held", "may"),
    [
        ([(Role.LEARNER, "a/b/c/")], True),
        ([(Role.LEARNER, "a/x/")], False),
        ([(Role.LEARNER, "a/b/"), (Role.LEARNER, "a/x/")], False),
        ([(Role.LEARNER, "a/b/"), (Role.ADMINISTRATOR, "a/")], False),
        ([(Role.COORDINATOR, "a/b/")], False),
        ([], False),
    ],
)
def test_a_coordinator_opens_only_accounts_she_could_have_made(
    held: list[tuple[Role, str]], may: bool
) -> None:
    assert grants.may_hand_code(_actor((Role.COORDINATOR, "a/b/")), _actor(*held).grants) is may
