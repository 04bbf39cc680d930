"""The harness sees what it is there to see: with a known fault planted it goes red, without one all is well."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.bench.server import ROOT

#: Fault → the part that is quickest to see it, and what it says.
SEEN_BY = {
    "answer-before-commit": ("writers", "acknowledged and lost"),
    "deferred-begin": ("schedules", "errors"),
    "no-idempotency": ("retries", "keys with another number of effects than one"),
    "snapshot-before-action": ("cases", "snapshots that are not what the log leads to"),
    "actions-without-key": ("case-retries", "actions with another number of effects than one"),
    "tries-out-of-turn": ("throttle", "guesses answered too many"),
    "known-take-longer": ("probes", "questions answered in unlike time"),
}


#: Rounds of each part: so few that a test may wait for them; ``make faults`` does many, on both databases.
FEW = {
    "writers": 30,
    "schedules": 6,
    "retries": 2,
    "cases": 9,
    "case-retries": 3,
    "throttle": 1,
    "probes": 60,
}


def few_rounds(part: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a few rounds of a part on SQLite."""
    return subprocess.run(
        [sys.executable, "-m", "tests.faults", "--only", part, "--kind", "sqlite", "--count", str(FEW[part]), "--seed", "1", *more],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize("fault", SEEN_BY)
def test_a_planted_fault_is_seen(fault: str) -> None:
    part, words = SEEN_BY[fault]
    told = few_rounds(part, "--plant", fault)
    assert told.returncode == 1, told.stdout + told.stderr
    assert words in told.stdout
    assert "broke off" not in told.stdout
    assert "was seen" in told.stdout


@pytest.mark.parametrize("part", FEW)
def test_without_a_fault_all_is_well(part: str) -> None:
    told = few_rounds(part)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "nothing wrong" in told.stdout
