"""Archives that are cut off anywhere and go on, and the states of a batch."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.certificates.formats.archives import Archives, Busy
from academy.certificates.rules.batches import OPEN, Act, BatchState, after, makes, possible_acts

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


@settings(max_examples=30, deadline=None)
@given(
    pieces=st.lists(st.binary(max_size=50), max_size=6),
    junk=st.binary(min_size=1, max_size=90),
    cut=st.integers(0, 6),
)
def test_what_is_cut_off_is_written_again_and_the_bytes_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], junk: bytes, cut: int
) -> None:
    archives, name = Archives(tmp_path_factory.mktemp("exports")), uuid4()
    with archives.writing(name, good=0) as archive:
        assert archive is not None
        for place, piece in enumerate(pieces[:cut]):
            archive.add(f"{place}.pdf", piece, at=AT)
        good = archive.keep()
    with archives.path(name).open("ab") as file:
        file.write(junk)
    with archives.writing(name, good=good) as archive:
        assert archive is not None
        for place, piece in enumerate(pieces[cut:], start=len(pieces[:cut])):
            archive.add(f"{place}.pdf", piece, at=AT)
        size, digest = archive.close()
    whole = archives.path(name).read_bytes()
    assert (size, digest) == (len(whole), hashlib.sha256(whole).hexdigest())
    with zipfile.ZipFile(archives.path(name)) as read:
        assert read.testzip() is None
        assert [read.read(each) for each in read.namelist()] == pieces


def test_one_writes_and_what_is_lost_is_noticed(tmp_path: Path) -> None:
    archives, name = Archives(tmp_path / "exports"), uuid4()
    with archives.writing(name, good=0), pytest.raises(Busy), archives.writing(name, good=0):
        pass
    with archives.writing(name, good=1) as archive:
        assert archive is None


def test_more_files_than_the_old_format_counts(tmp_path: Path) -> None:
    archives, name = Archives(tmp_path), uuid4()
    with archives.writing(name, good=0) as archive:
        assert archive is not None
        for place in range(0x10001):
            archive.add(str(place), b"", at=AT)
        archive.close()
    with zipfile.ZipFile(archives.path(name)) as read:
        assert len(read.namelist()) == 0x10001


def test_what_is_over_stays_so_and_every_act_leads_to_one_state() -> None:
    for state in BatchState:
        assert bool(possible_acts(state)) == (state in OPEN)
        for act in Act:
            made = after(state, act)
            assert made in (None, makes(act))
