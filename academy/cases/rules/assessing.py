"""What a played case is worth: criteria with points, competencies with caps, and failures that no points can hide."""

from __future__ import annotations

from dataclasses import dataclass

from academy.cases.content import CaseContent, Law
from academy.cases.content.parts import Criterion
from academy.cases.rules.conditions import holds, moment
from academy.cases.rules.court import Judgement, hold_court
from academy.cases.rules.state import Moment, State


@dataclass(frozen=True)
class Earned:
    """What came of one criterion."""

    points: int
    possible: int
    is_earned: bool
    #: Whether it failed critically, whatever else was earned.
    has_failed: bool
    #: When it was failed or earned, where that is of one moment.
    at: Moment | None = None


@dataclass(frozen=True)
class Assessment:
    """What a player, or the team (no role), has earned."""

    criteria: dict[str, Earned]
    #: Competency → points and what was possible, both under its cap.
    competencies: dict[str, tuple[int, int]]
    #: 0–1.
    score: float
    #: Criteria that failed critically.
    critical: tuple[str, ...]
    is_passed: bool


def assess(case: CaseContent, law: Law, state: State, role: str | None = None) -> Assessment:
    """Assess a case as it stands, for one role (with what is the whole team's) or for the team."""
    return marks(case, state, hold_court(case, law, state), role)


def marks(case: CaseContent, state: State, judgement: Judgement, role: str | None = None) -> Assessment:
    """Assess a case that the court has judged. A role for which no points are set stands and falls with the team."""
    own = {key: each for key, each in case.criteria.items() if _is_of(each, role)}
    if not any(each.points for each in own.values()):
        own = dict(case.criteria)
    earned = {key: _earned(case, state, judgement.facts, criterion) for key, criterion in own.items()}
    competencies = _competencies(case, earned)
    possible = sum(most for _points, most in competencies.values())
    score = sum(points for points, _most in competencies.values()) / possible if possible else 0.0
    critical = tuple(key for key, each in earned.items() if each.has_failed)
    return Assessment(
        earned,
        competencies,
        score,
        critical,
        is_passed=state.is_over and not critical and score >= case.passing.score,
    )


def _is_of(criterion: Criterion, role: str | None) -> bool:
    return role is None or not criterion.roles or role in criterion.roles


def _earned(case: CaseContent, state: State, court: frozenset[str], criterion: Criterion) -> Earned:
    has_failed = bool(criterion.fails_if) and holds(case, state, criterion.fails_if, court=court)
    is_earned = not has_failed and holds(case, state, criterion.earn, court=court)
    telling = criterion.fails_if if has_failed else criterion.earn if is_earned else ""
    return Earned(
        criterion.points if is_earned else 0,
        criterion.points,
        is_earned,
        has_failed,
        moment(case, state, telling, court=court),
    )


def _competencies(case: CaseContent, earned: dict[str, Earned]) -> dict[str, tuple[int, int]]:
    """Add criteria up by competency, none above its cap, in the order in which the criteria name them."""
    sums: dict[str, tuple[int, int]] = {}
    for key, each in earned.items():
        name = case.criteria[key].competency
        points, possible = sums.get(name, (0, 0))
        sums[name] = (points + each.points, possible + each.possible)
    return {
        name: (min(points, case.caps.get(name, points)), min(possible, case.caps.get(name, possible)))
        for name, (points, possible) in sums.items()
    }
