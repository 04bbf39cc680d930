"""What a rehearsal comes to so far, for its author alone: every criterion, and the ending once the file is sent."""

from __future__ import annotations

from dataclasses import dataclass

from academy.cases.content import CaseContent, Law
from academy.cases.content.parts import Criterion, Ending
from academy.cases.rules.assessing import Earned, assess
from academy.cases.rules.court import hold_court
from academy.cases.rules.state import State


@dataclass(frozen=True)
class Outcome:
    """The whole of it."""

    #: Criterion → what it comes to now.
    criteria: tuple[tuple[Criterion, Earned], ...]
    #: In per cent.
    score: int
    is_passed: bool
    is_over: bool
    #: None while the file is not sent.
    ending: Ending | None


def outcome_of(case: CaseContent, law: Law, state: State) -> Outcome:
    """Judge a case as it stands."""
    assessment = assess(case, law, state)
    ending = case.endings.get(hold_court(case, law, state).ending) if state.is_over else None
    return Outcome(
        tuple((case.criteria[key], earned) for key, earned in assessment.criteria.items()),
        round(assessment.score * 100),
        assessment.is_passed,
        state.is_over,
        ending,
    )
