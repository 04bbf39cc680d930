"""Whatever anybody does in a case, the machine keeps its promises."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy.cases.content import CaseContent
from academy.courses.content.written import read_yaml
from tests.cases import NO_LAW, STRICT_LAW, case
from tests.cases.walks import holds_together, in_json, walk

CURRICULUM = Path(__file__).parents[3] / "academy" / "curriculum"
WALKS = 10_000 if os.environ.get("RELEASE") else 200
CASES = sorted(CURRICULUM.rglob("*.case.yaml"))


def read(path: Path) -> CaseContent:
    return CaseContent.model_validate(read_yaml(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["feeding-place", "handover"])
@settings(max_examples=WALKS)
@given(seed=st.integers(0, 2**32), is_strict=st.booleans())
def test_walks(name: str, seed: int, is_strict: bool) -> None:
    """Replay and snapshots equal the live state, nothing raises but refusals, and refusals change nothing."""
    holds_together(case(name), STRICT_LAW if is_strict else NO_LAW, seed)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_walks_through_the_curriculum(path: Path) -> None:
    """So it is in every case of the curriculum."""
    content = read(path)

    @settings(max_examples=WALKS)
    @given(seed=st.integers(0, 2**32))
    def hold(seed: int) -> None:
        holds_together(content, STRICT_LAW, seed)

    hold()


def test_a_case_goes_on_from_its_snapshot() -> None:
    """Playing on from a snapshot whose keys came back in another order leads to the same state."""
    whole = walk(case("handover"), STRICT_LAW, 7, steps=40)
    again = walk(case("handover"), STRICT_LAW, 7, steps=40)
    assert whole == again
    assert in_json(in_json(whole.state)) == whole.state


_REPLAYED = """
import json
from academy.cases.rules.machine import replay
from tests.cases import STRICT_LAW, case, expert
print(json.dumps([replay(case(name), STRICT_LAW, expert(case(name))).kept() for name in ("feeding-place", "handover")]))
"""


def test_a_log_means_the_same_in_any_process() -> None:
    """Whatever seed a process hashes its words with: no state hangs on the order of a set."""
    said = {
        subprocess.run(
            [sys.executable, "-c", _REPLAYED], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1
