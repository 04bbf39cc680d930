"""Walks at random through a case, and what must hold of every one of them."""

import json
import random
from dataclasses import dataclass

from academy.cases.content import Action, CaseContent, Law
from academy.cases.content.actions import (
    Collect,
    Conclude,
    Decide,
    Move,
    Observe,
    Read,
    Receive,
    Record,
    Seal,
)
from academy.cases.rules import Refused, State, apply, replay, start
from academy.cases.rules.candidates import TRUE_LABEL, conclusions, thinkable

#: Facts of the author, which effects may take back, bear no colon; so do these, which nothing takes back.
LASTING = {"noted", "unlawful", "hypothesised", "undecided", "exposed", "scene_closed"}


@dataclass(frozen=True)
class Walk:
    """A walk that was taken."""

    log: tuple[Action, ...]
    state: State


def walk(case: CaseContent, law: Law, seed: int, *, steps: int = 10) -> Walk:
    """Walk on at random: a kind of action first, then one of its kind, so that no kind crowds out the others."""
    dice = random.Random(seed)
    state, log = start(case, law), []
    while len(log) < steps and not state.is_over:
        role = dice.choice(case.seats)
        kinds: dict[str, list[Action]] = {}
        for action in thinkable(case, state, role):
            kinds.setdefault(action.do, []).append(action)
        for _ in range(4):
            if (
                after := attempted(case, law, state, dice.choice(kinds[dice.choice(sorted(kinds))]), log)
            ) is not None:
                state = after
        if dice.random() < 0.02:
            closing = dice.choice(list(conclusions(case, state, role)))
            state = attempted(case, law, state, closing, log) or state
    return Walk(tuple(log), state)


def attempted(case: CaseContent, law: Law, state: State, action: Action, log: list[Action]) -> State | None:
    """Return the state after an action that can be done, and log it; None where it is refused."""
    try:
        after = apply(case, law, state, action)
    except Refused:
        return None
    keeps_what_lasts(state, after)
    log.append(action)
    return after


def keeps_what_lasts(before: State, after: State) -> None:
    """Hold that time runs forward, and nothing irreversible is undone."""
    assert after.step == before.step + 1
    assert after.minute >= before.minute
    assert all(after.clocks[role] >= clock for role, clock in before.clocks.items())
    gone = before.facts.keys() - after.facts.keys()
    assert not {fact for fact in gone if ":" in fact or fact in LASTING}
    for key, thing in before.things.items():
        now = after.things[key]
        assert now.handlings[: len(thing.handlings)] == thing.handlings
        assert now.log[: len(thing.log)] == thing.log
        assert not thing.fate or now.fate


def in_json(state: State) -> State:
    """Return a state as it comes back from a snapshot, its keys in another order."""
    return State.read(json.loads(json.dumps(state.kept(), sort_keys=True)))


def nonsense(case: CaseContent, dice: random.Random) -> Action:
    """Return an action with names drawn blindly: mostly one that cannot be done."""
    names = sorted(
        {*case.places, *case.exhibits, *case.people, *case.requests, *case.decisions, "nothing_at_all"}
    )
    role = dice.choice([*case.seats, "stranger"])
    what, other = dice.choice(names), dice.choice(names)
    return dice.choice(
        [
            Move(role=role, to=what),
            Observe(role=role, what=what, near=True),
            Collect(role=role, exhibit=what, seal="17", label=TRUE_LABEL),
            Seal(role=role, exhibit=what, seal="17"),
            Record(role=role, exhibit=what, line={"step": "collected"}),
            Receive(role=role, exhibit=what),
            Read(role=role, request=what),
            Decide(role=role, decision=what, option=other),
            Conclude(role=role, cause="cannot_say", file=[what], cites={other: [what]}),
        ]
    )


def holds_together(case: CaseContent, law: Law, seed: int) -> None:
    """Take a walk, and hold that replaying it, keeping it and bumping into walls all leave the same state."""
    taken = walk(case, law, seed)
    assert replay(case, law, taken.log) == taken.state
    assert in_json(taken.state) == taken.state
    changes_nothing(case, law, taken.state, random.Random(seed))


def changes_nothing(case: CaseContent, law: Law, state: State, dice: random.Random) -> None:
    """Hold that what is refused changes nothing, and that what is done leaves the state before it as it was."""
    kept = json.dumps(state.kept())
    for _ in range(6):
        attempted(case, law, state, nonsense(case, dice), [])
    assert json.dumps(state.kept()) == kept
