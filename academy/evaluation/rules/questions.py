"""What supervisors are asked: deeds that can be seen, the same for every officer, and no words of one's own.

A question that is taken off or asked differently gets another key: answers are counted by it for years.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Step(enum.StrEnum):
    """How often a deed was seen since the course."""

    SEVERAL = "several"
    ONCE = "once"
    NEVER = "never"
    #: She could not have done it.
    NO_OCCASION = "no-occasion"


#: In the order in which they are asked.
QUESTIONS = ("safety", "scene", "authority", "custody", "file", "teaching")


def read_answers(sent: Mapping[str, str | None]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return question → step of what was sent, and the questions that lack an answer."""
    steps = {step.value for step in Step}
    given = {key: said for key in QUESTIONS if (said := sent.get(key)) in steps and said is not None}
    return given, tuple(key for key in QUESTIONS if key not in given)
