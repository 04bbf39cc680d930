"""The floors: what may import what is written in pyproject.toml; these are the same contracts, run with the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_imports_only_point_down() -> None:
    """A domain imports what lies below it, a room of a domain what lies below that room."""
    program = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run(
        [str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, (
        f"move the import down, or the thing it wants:\n{found.stdout}{found.stderr}"
    )
