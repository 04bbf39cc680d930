"""The harness sees what it is there to see: with a known fault planted it goes red, without one all is well."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.bench.server import ROOT
from tests.faults.parts import PARTS

#: Fault → the part that is quickest to see it, and what it says.
SEEN_BY = {
    "answer-before-commit": ("writers", "acknowledged and lost"),
    "deferred-begin": ("schedules", "errors"),
    "no-idempotency": ("retries", "keys with another number of effects than one"),
    "snapshot-before-action": ("cases", "snapshots that are not what the log leads to"),
    "actions-without-key": ("case-retries", "actions with another number of effects than one"),
    "certificates-without-index": ("claims", "double"),
    "ticked-before-issued": ("batches", "missing"),
    "tries-out-of-turn": ("throttle", "guesses answered too many"),
    "known-take-longer": ("probes", "questions answered in unlike time"),
    "near-misses-take-longer": ("verify", "guesses answered in unlike time"),
}

#: One each time, all of them before a release (``RELEASE=1``): a harness that was seen to go red does so again.
PLANTED = SEEN_BY if os.environ.get("RELEASE") else ("no-idempotency",)


def few_rounds(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a few rounds on SQLite; ``make faults`` does many, on both databases."""
    return subprocess.run(
        [sys.executable, "-m", "tests.faults", "--few", "--kind", "sqlite", "--seed", "1", *words],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(fault: str) -> None:
    part, words = SEEN_BY[fault]
    told = few_rounds("--only", part, "--plant", fault)
    assert told.returncode == 1, told.stdout + told.stderr
    assert words in told.stdout
    assert "broke off" not in told.stdout
    assert "was seen" in told.stdout


def test_without_a_fault_all_is_well() -> None:
    told = few_rounds()
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("nothing wrong") == 2 * sum(bool(part.few) for part in PARTS.values())
