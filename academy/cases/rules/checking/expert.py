"""The expert's path: it has to go through, to earn everything, and to end well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from academy.cases.content import CaseContent, Law
from academy.cases.rules.assessing import assess
from academy.cases.rules.checking.faults import Fault, Path
from academy.cases.rules.checking.playing import Play
from academy.cases.rules.checking.shrinking import shrunk
from academy.cases.rules.court import hold_court
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Refused, State


def path_of(case: CaseContent) -> Path:
    """Return the actions of the expert."""
    return tuple(step.act for step in case.expert)


def faults_of_expert(play: Play) -> Iterator[Fault]:
    """Play the path as it stands and say what is wrong with it; note what it shows."""
    state, path = start(play.case, play.law), path_of(play.case)
    for number, action in enumerate(path, start=1):
        play.budget.take()
        try:
            state = apply(play.case, play.law, state, action)
        except Refused as refusal:
            values = (("step", number), ("reason", refusal.reason))
            yield Fault("case-expert-refused", values, path[:number])
            return
    play.note(state, path)
    if not state.is_over:
        yield Fault("case-expert-unfinished", path=path)
        return
    yield from _of_the_end(play, state, path)


def _of_the_end(play: Play, state: State, path: Path) -> Iterator[Fault]:
    judgement, assessment = play.judged(state)
    for name in assessment.critical:
        yield Fault(
            "case-expert-critical", (("name", name),), shrunk(path, partial(_fails, play, name), play.budget)
        )
    if assessment.critical:
        return
    for name, earned in assessment.criteria.items():
        if not earned.is_earned and not earned.has_failed:
            yield Fault("case-expert-misses", (("name", name),), path)
    ending = play.case.endings.get(judgement.ending)
    if ending is not None and not ending.is_success:
        yield Fault("case-expert-fails", (("name", judgement.ending),), path)


def _fails(play: Play, name: str, path: Path) -> bool:
    state, _played = play.run(path)
    return name in play.judged(state)[1].critical


def missed_under(case: CaseContent, law: Law) -> list[str]:
    """Return the criteria the path does not earn under another law, failed ones included."""
    state = start(case, law)
    for action in path_of(case):
        try:
            state = apply(case, law, state, action)
        except Refused:
            continue
    if not state.is_over or not hold_court(case, law, state).ending:
        return []
    return [name for name, each in assess(case, law, state).criteria.items() if not each.is_earned]
