"""Who must have a second factor, where passkeys can be offered, and how recovery codes are read."""

from __future__ import annotations

from uuid import uuid4

import pytest

from academy.accounts.rules import codes, passkeys, requirements
from academy.accounts.rules.passkeys import Party
from academy.actor import Actor, Grant, Role


@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_a_learner_must_have_one(role: Role) -> None:
    held = (Grant(Role.LEARNER, uuid4(), "a/"), Grant(role, uuid4(), "a/"))
    bare, safe = (Actor(uuid4(), "x", grants=held, has_second_factor=has) for has in (False, True))
    assert requirements.lacks_second_factor(bare) is (role is not Role.LEARNER)
    assert requirements.lacks_second_factor(bare, (role,)) is (role is not Role.LEARNER)
    assert not requirements.lacks_second_factor(bare, (Role.LEARNER,))
    assert not requirements.lacks_second_factor(safe)


@pytest.mark.parametrize(
    ("base_url", "asked", "party"),
    [
        ("https://academy.example", "https://academy.example/", Party("academy.example", "https://academy.example")),
        ("https://a.example:8443", "http://localhost/", Party("a.example", "https://a.example:8443")),
        ("http://academy.example", "http://academy.example/", None),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/", None),
        ("http://127.0.0.1:8000", "http://localhost:8000/", Party("localhost", "http://localhost:8000")),
        ("https://192.0.2.7", "https://192.0.2.7/", None),
        ("https://[2001:db8::1]", "http://localhost/", None),
    ],
)  # fmt: skip
def test_passkeys_need_a_domain_and_https_or_this_computer(
    base_url: str, asked: str, party: Party | None
) -> None:
    assert passkeys.party_for(base_url, asked=asked) == party


@pytest.mark.parametrize(
    ("known", "shown", "is_sound"), [(0, 0, True), (0, 1, True), (7, 8, True), (7, 7, False), (7, 0, False)]
)
def test_a_counter_goes_on_or_stays_nought(known: int, shown: int, is_sound: bool) -> None:
    assert passkeys.is_counter_sound(known=known, shown=shown) is is_sound


def test_recovery_codes_are_read_as_people_type_them() -> None:
    code = codes.new_recovery_code()
    for typed in (code, code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("-", "–")):
        assert codes.read_recovery_code(typed) == code
    for typed in ("", "123456", code[:-1], f"{code}1", "٠" * 16, "abcd" * 4):
        assert codes.read_recovery_code(typed) is None
    one, other = uuid4(), uuid4()
    assert codes.digest_of_recovery_code("k", one, code) != codes.digest_of_recovery_code("k", other, code)
    assert codes.digest_of_recovery_code("k", one, code) != codes.digest_of_recovery_code("l", one, code)
