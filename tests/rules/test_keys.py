"""The keys in their folder: made once, readable by nobody else, and never leaving it."""

from __future__ import annotations

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from academy.signing.keys import KeyRing, NoSuchKey


def _first_key(folder: Path) -> str:
    ring = KeyRing(folder)
    return next(kid for kid in [ring.kid] if ring.verifies(b"said", ring.sign(b"said", kid=kid), kid=kid))


def test_processes_that_make_the_first_key_at_once_end_with_one(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with ProcessPoolExecutor(4, mp_context=get_context("fork")) as pool:
        made = set(pool.map(_first_key, [folder] * 12))
    assert len(made) == 1
    assert [path.name for path in sorted(folder.iterdir())] == sorted([f"{made.pop()}.pem", "active"])


def test_only_the_owner_may_read_them_and_it_is_said_where_that_is_not_so(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    assert ring.exposed() == []
    kid = ring.rotate()
    assert {stat.S_IMODE(path.stat().st_mode) for path in ring.folder.iterdir()} == {0o600}
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
    (ring.folder / f"{kid}.pem").chmod(0o640)
    assert ring.exposed() == [ring.folder / f"{kid}.pem"]


def test_what_is_published_holds_no_private_half(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys")
    kids = [ring.kid, ring.rotate()]
    published = ring.published()["keys"]
    assert [each["kid"] for each in published] == kids[::-1]
    assert all(set(each) == {"kty", "crv", "x", "kid", "use", "alg"} for each in published)


@pytest.mark.parametrize("kid", ["", "active", "../secret", "0" * 16, "0" * 15 + "/"])
def test_a_name_from_outside_opens_no_other_file(tmp_path: Path, kid: str) -> None:
    ring = KeyRing(tmp_path / "keys")
    ring.rotate()
    with pytest.raises(NoSuchKey):
        ring.key(kid)
