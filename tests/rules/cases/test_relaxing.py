"""The kind reading of the machine: whatever comes about in play it reaches, no later, and through the same marks."""

from __future__ import annotations

import random

import pytest

from academy.cases.content import CaseContent
from academy.cases.content.conditions import Comparison
from academy.cases.rules.candidates import thinkable
from academy.cases.rules.checking.deeds import reach_of
from academy.cases.rules.checking.goals import goals_of
from academy.cases.rules.checking.grounding import Ground, fact
from academy.cases.rules.checking.logic import Logic
from academy.cases.rules.conditions import holds
from academy.cases.rules.court import hold_court
from academy.cases.rules.kind import KIND
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Refused, State
from tests.cases import NO_LAW, STRICT_LAW, case, expert
from tests.cases.large import large

CASES = {"feeding-place": case("feeding-place"), "handover": case("handover"), "large": large(), "new": KIND.read(KIND.starter("New"))}  # fmt: skip


def walk(content: CaseContent, seed: int) -> State:
    chance, law = random.Random(seed), STRICT_LAW if seed % 2 else NO_LAW
    state = start(content, law)
    for action in expert(content)[: chance.randint(0, 50)] if seed % 3 else ():
        state = _after(content, law, state, action)
    for _step in range(12):
        acts = [each for role in content.seats for each in thinkable(content, state, role)]
        for action in chance.sample(acts, 6):
            state = _after(content, law, state, action)
    return state


def _after(content: CaseContent, law, state: State, action) -> State:
    try:
        return apply(content, law, state, action)
    except Refused:
        return state


@pytest.mark.parametrize("name", CASES)
def test_reached_kindly(name: str) -> None:
    content = CASES[name]
    reach = reach_of(content)
    for seed in range(12):
        state = walk(content, seed)
        for so, moment in state.facts.items():
            way = reach.fact(so)
            assert way.is_there, (seed, so)
            assert way.minute <= moment.minute, (seed, so, way)
            missing = {
                mark
                for mark in way.marks
                if mark not in state.facts and not mark.startswith(("revealed:", "ready:"))
            }
            assert missing == set(), (seed, so)


@pytest.mark.parametrize("name", CASES)
def test_what_shows_itself_is_not_refuted(name: str) -> None:
    """Nothing an expert, a walker or a court brings about may be called impossible."""
    content = CASES[name]
    ground, logic = Ground(content), Logic(reach_of(content))
    goals = {(goal.kind, goal.name): goal for goal in goals_of(content, ground)}
    state = start(content, NO_LAW)
    for action in expert(content):
        state = apply(content, NO_LAW, state, action)
    court = hold_court(content, NO_LAW, state).facts
    for key, ending in content.endings.items():
        if holds(content, state, ending.when, court=court):
            assert logic.can_hold(ground.of(ending.when)), key
    for key, criterion in content.criteria.items():
        if holds(content, state, criterion.earn, court=court):
            assert logic.can_hold(goals["earned", key].tree), key


def test_minutes_and_marks() -> None:
    reach = reach_of(case("feeding-place"))
    assert reach.fact("visited:clearing").minute == 5
    assert reach.fact("result:toxicology").minute >= 24 * 60 + 8 * 60 - (7 * 60 + 10)
    assert {"visited:clearing", "found:meat", "searched_well:clearing"} <= reach.fact("collected:meat").marks
    assert {"result:warrant", "visited:hut"} <= reach.fact("visited:store").marks
    assert (
        not reach.of(Comparison("trust", "<", -3)).is_there and reach.of(Comparison("trust", ">", 3)).is_there
    )
    assert reach.because(fact("decided:walkers:shout")) == ["decided(walkers, shout)"]
