"""What was found, in lines of English, as commands print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from academy.cases.content import plain
from academy.cases.rules.checking.faults import Fault
from academy.courses.rules.checks import sentence


def step_in_words(action: Mapping[str, Any]) -> str:
    """Return an action's plain form on one line, as the expert's path has it."""
    written: str = yaml.safe_dump(dict(action), default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**9)  # fmt: skip
    return written.strip()


def lines_of(fault: Fault) -> Iterator[str]:
    """Yield what is wrong, by name, then the actions that show it, numbered."""
    yield f"{fault.code}: {sentence(fault.finding())}"
    for number, action in enumerate(fault.path or (), start=1):
        yield f"{number:>5}. {step_in_words(plain(action))}"
