"""The harness sees what it is there to see: with a known fault planted it goes red."""

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
}


@pytest.mark.parametrize("fault", SEEN_BY)
def test_a_planted_fault_is_seen(fault: str) -> None:
    """On SQLite, with so few rounds that a test may wait for it; ``make faults`` itself shows that all is well without."""
    part, words = SEEN_BY[fault]
    count = {"writers": "30", "schedules": "6", "retries": "2"}[part]
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--only", part, "--plant", fault, "--kind", "sqlite", "--count", count, "--seed", "1"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert told.returncode == 1, told.stdout + told.stderr
    assert words in told.stdout
    assert "broke off" not in told.stdout
    assert "was seen" in told.stdout
