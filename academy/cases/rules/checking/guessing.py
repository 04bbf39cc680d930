"""Playing without knowing anything: walks by chance, always the same ones, and what they are worth."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from academy.cases.content import Action, CaseContent, Law, LawEntry
from academy.cases.rules.candidates import conclusions, thinkable
from academy.cases.rules.checking.faults import Fault, Path
from academy.cases.rules.checking.playing import Play
from academy.cases.rules.checking.shrinking import shrunk
from academy.cases.rules.machine import refusal
from academy.cases.rules.state import State

#: How many walks are taken, under each law.
WALKS = 100
#: The share of walks from which on a case can be passed by chance.
PASSING = 0.05
_LONGEST = 60
#: A walker looks round anew after so many actions, and gives up after so many tries.
_AT_ONCE, _TRIES = 4, 40


@dataclass(frozen=True)
class Walk:
    """One walk to its end."""

    path: Path
    score: float
    is_passed: bool


def strict_law(case: CaseContent) -> Law:
    """Return a law that demands what any country may: two witnesses to searches, caution to people, record of all."""
    searched = {power for place in case.places.values() for power in place.powers}
    asked = {power for person in case.people.values() for power in person.powers}
    return Law(
        entries={
            power.entry: LawEntry(witnesses=2 * (key in searched), caution=key in asked, record=True)
            for key, power in case.powers.items()
        }
    )


def walks(play: Play, seed: int, most: int = WALKS) -> Iterator[Walk]:
    """Take walks by chance until there are enough of them, or nothing is left of the budget."""
    for number in range(most):
        if play.budget.is_spent:
            return
        yield _walk(play, random.Random(seed * WALKS + number))  # noqa: S311 # nosec B311 - chance, no secret


def faults_of_guessing(play: Play, taken: list[Walk]) -> Iterator[Fault]:
    """Say whether a case can be passed by chance, with the shortest walk that shows it."""
    if not taken:
        return
    mark = play.case.passing.score
    average = sum(walk.score for walk in taken) / len(taken)
    passed = sum(walk.is_passed for walk in taken) / len(taken)
    if average < mark and passed < PASSING:
        return
    shows = [walk for walk in taken if walk.is_passed] or [walk for walk in taken if walk.score >= mark]
    path = min((walk.path for walk in shows), key=len)
    values = (("score", round(average * 100)), ("passed", round(passed * 100)), ("mark", round(mark * 100)))
    worth = partial(_is_worth, play, shows[0].is_passed)
    yield Fault("case-guessing", values, shrunk(path, worth, play.budget))


def _is_worth(play: Play, has_passed: bool, path: Path) -> bool:
    state, _played = play.run(path)
    if not state.is_over:
        return False
    _judgement, assessment = play.judged(state)
    return assessment.is_passed if has_passed else assessment.score >= play.case.passing.score


def _walk(play: Play, chance: random.Random) -> Walk:
    state = play.begin()
    path: list[Action] = []
    length = chance.randint(1, max(8, min(_LONGEST, 2 * len(play.case.expert))))
    while len(path) < length:
        some = list(_some(play, state, chance))
        if not some:
            break
        for action in some:
            if (then := play.step(state, action)) is not None:
                state = then
                path.append(action)
    return _closed(play, state, tuple(path), chance)


def _closed(play: Play, state: State, path: Path, chance: random.Random) -> Walk:
    all_ = [each for role in play.case.seats for each in conclusions(play.case, state, role)]
    chance.shuffle(all_)
    for action in all_:
        if (then := play.step(state, action)) is not None:
            _judgement, assessment = play.judged(then)
            play.note(then, (*path, action))
            return Walk((*path, action), assessment.score, assessment.is_passed)
    return Walk(path, 0.0, False)


def _some(play: Play, state: State, chance: random.Random) -> Iterator[Action]:
    """Yield some of what can be done now, by chance; no kind of action is likelier for its many forms."""
    kinds: dict[str, list[Action]] = {}
    for role in play.case.seats:
        for action in thinkable(play.case, state, role):
            if action.do != "conclude":
                kinds.setdefault(action.do, []).append(action)
    names, yielded = sorted(kinds), 0
    for _try in range(_TRIES):
        action = chance.choice(kinds[chance.choice(names)])
        if refusal(play.case, play.law, state, action) is None:
            yield action
            yielded += 1
            if yielded == _AT_ONCE:
                return
