"""How long things are kept, the ledger beside the database, and what letters are named by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy import clock
from academy.mail import Post
from academy.privacy import formats
from academy.privacy.formats import Erasure
from academy.privacy.rules import DEFAULTS, What, months_before, months_later
from academy.privacy.rules.copies import name_in_archive

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_every_period_has_a_place_in_the_table() -> None:
    assert set(DEFAULTS) == set(What)
    for keeping in DEFAULTS.values():
        assert keeping.bounds is None or keeping.bounds[0] <= keeping.bounds[1]
        assert keeping.months == 0 or keeping.bounds is None or keeping.takes(keeping.months)


def test_an_agency_sets_its_own_only_within_bounds() -> None:
    assert not DEFAULTS[What.ACCOUNT_UNUSED].takes(36)
    assert [DEFAULTS[What.LEFT].takes(months) for months in (0, 1, 36, 37)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 24, date(2024, 1, 15)),
    ],
)
def test_months_back(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 480))
def test_nothing_goes_before_its_months_are_over(day: date, months: int) -> None:
    assert months_before(months_later(day, months), months) <= day


def test_the_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    path, first, second = (
        tmp_path / formats.FILE,
        Erasure(uuid4(), AT, "request"),
        Erasure(uuid4(), AT, "left"),
    )
    assert formats.read(path) == []
    formats.append(path, [])
    assert not path.exists()
    formats.append(path, [first])
    formats.append(path, [second, Erasure(first.person_id, AT + timedelta(days=1), "left")])
    assert formats.read(path) == [first, second]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    path, first, second = (
        tmp_path / formats.FILE,
        Erasure(uuid4(), AT, "request"),
        Erasure(uuid4(), AT, "left"),
    )
    formats.append(path, [first])
    path.write_bytes(path.read_bytes() + b'{"person": "4')
    formats.append(path, [second])
    assert formats.read(path) == [first, second]


def test_letters_are_found_by_their_address_and_by_nothing_else(tmp_path: Path) -> None:
    post = Post(tmp_path, "academy@example.org", secret="s")
    hers = post.send(to="Amina@example.org", subject="S", text="T")
    others = post.send(to="dina@example.org", subject="S", text="T")
    old = tmp_path / f"{UUID(int=1).hex}.eml"
    hers.with_name(old.name).write_bytes(hers.read_bytes())
    waiting = tmp_path / "unsent" / hers.name
    waiting.parent.mkdir()
    waiting.write_bytes(hers.read_bytes())
    assert "amina" not in hers.name.casefold()
    assert set(post.letters_to("amina@example.org")) == {hers, old, waiting}
    assert post.remove_letters_to("amina@example.org") == 3
    assert [*tmp_path.rglob("*.eml")] == [others]
    assert post.sweep(before=clock.now() + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\\b:c?.txt", "…", "", "x" * 400 + ".pdf", "фајл.docx"]
)
def test_a_file_is_named_so_that_it_stays_in_its_folder(name: str) -> None:
    plain = name_in_archive(name)
    assert plain
    assert len(plain) <= 120
    assert not set(plain) & set('/\\:?*"<>|')
    assert plain.strip(".")
