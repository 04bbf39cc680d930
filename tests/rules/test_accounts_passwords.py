"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

import threading

import pytest
from argon2 import PasswordHasher

from academy.accounts.rules import passwords

OWN = ("Sokol-12", "Amina Prvić", "amina.prvic@rangers.example")


@pytest.mark.parametrize(
    "password",
    ["heron lamp gravel moss", "чапља лампа шљунак маховина", "x7#Qm2!vR9$kL4@", "çelësi im është gur", "w" + "éñ漢字ß" * 3 + "aqz19",
     "gravel" + "".join(chr(0x4E00 + 7 * step) for step in range(250))],
)  # fmt: skip
def test_long_passwords_of_any_kind_are_taken(password: str) -> None:
    assert passwords.problem_with(password, own_words=OWN) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "password-short"),
        ("heron lamp mos", "password-short"),
        ("h" * 14, "password-short"),
        ("heron lamp moss" * 20, "password-long"),
        ("passwordpassword", "password-own-words"),
        ("iloveyou1234567!!", "password-common"),
        ("Wildlife-Crime-Academy-2026", "password-own-words"),
        ("demo-academy-2026", "password-own-words"),
        ("Amina.Prvić.Sokol-12!!", "password-own-words"),
        ("aminaPrvicamina12345", "password-own-words"),
        ("aaaaaaaaaaaaaaaaaaaa", "password-pattern"),
        ("abababababababababab", "password-pattern"),
        ("heron1heron1heron1", "password-pattern"),
        ("qwertyuiopasdfghjkl", "password-pattern"),
        ("98765432109876543210", "password-pattern"),
        ("abcdefghijklmnopqrst", "password-pattern"),
    ],
)
def test_poor_passwords_are_refused_with_the_reason(password: str, reason: str) -> None:
    assert passwords.problem_with(password, own_words=OWN) == reason


@pytest.mark.parametrize(("length", "is_taken"), [(7, False), (8, True), (14, True), (15, True)])
def test_beside_a_second_factor_eight_are_enough(length: int, is_taken: bool) -> None:
    password = "k7#Qm2!vR9$xL4@"[:length]
    assert (passwords.problem_with(password, has_second_factor=True) is None) is is_taken


def test_length_counts_code_points_after_composing() -> None:
    composed, decomposed = "é" * 3 + "gravelmoss7", "e\u0301" * 3 + "gravelmoss7"
    assert len(decomposed) == 17
    assert passwords.problem_with(decomposed) == passwords.problem_with(composed) == "password-short"
    assert passwords.check_password(passwords.hash_password(composed), decomposed).is_right


def test_256_are_taken_and_257_refused_never_cut() -> None:
    long = "".join(chr(0x4E00 + 7 * step) for step in range(257))
    assert passwords.problem_with(long[:256]) is None
    assert passwords.problem_with(long) == "password-long"
    kept = passwords.hash_password(long[:256])
    assert not passwords.check_password(kept, long[:255]).is_right
    assert not passwords.check_password(kept, long).is_right


def test_the_list_holds_folded_passwords_of_eight_or_more() -> None:
    listed = passwords.blocklist()
    assert len(listed) > 5000
    assert all(len(each) >= 8 and each == each.casefold() for each in listed)


def test_the_hash_is_argon2id_with_the_figures_of_the_decision() -> None:
    kept = passwords.hash_password("heron lamp gravel moss")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.check_password(kept, "heron lamp gravel moss") == passwords.Check(is_right=True)
    assert passwords.check_password(kept, "heron lamp gravel mosS") == passwords.Check(is_right=False)


def test_nobody_and_a_broken_hash_match_nothing() -> None:
    assert not passwords.check_password(None, "heron lamp gravel moss").is_right
    assert not passwords.check_password("not a hash", "heron lamp gravel moss").is_right


def test_an_old_hash_is_made_anew_when_it_is_right() -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("heron lamp gravel moss")
    check = passwords.check_password(old, "heron lamp gravel moss")
    assert check.rehashed and check.rehashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.check_password(old, "wrong").rehashed is None


def test_no_more_than_two_hash_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most, lock = 0, 0, threading.Lock()

    class Counting:
        def hash(self, password: str) -> str:
            nonlocal at_work, most
            with lock:
                at_work += 1
                most = max(most, at_work)
            threading.Event().wait(0.02)
            with lock:
                at_work -= 1
            return password

    monkeypatch.setattr(passwords, "_hasher", Counting())
    crowd = [threading.Thread(target=passwords.hash_password, args=("x",)) for _ in range(6)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert most == 2
