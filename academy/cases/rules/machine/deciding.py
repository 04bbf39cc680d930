"""Deciding, committing to causes, and closing the case."""

from __future__ import annotations

from collections.abc import Iterator

from academy.cases.content.actions import Conclude, Decide, Hypothesise
from academy.cases.content.keys import RoleKind
from academy.cases.rules import craft
from academy.cases.rules.machine.deed import Deed
from academy.cases.rules.machine.effects import bring_about
from academy.cases.rules.machine.reach import allowed
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Conclusion, Hypothesis, Refused

#: The cause that is always there to conclude with.
CANNOT_SAY = "cannot_say"


def _minutes_to_decide(turn: Turn, action: Decide) -> int:
    decision = turn.case.decisions.get(action.decision)
    option = decision.options.get(action.option) if decision else None
    if decision is None or option is None:
        raise Refused("not-known")
    allowed(turn, decision.roles)
    if turn.is_so(f"decided:{action.decision}"):
        raise Refused("already")
    if decision.place is not None and decision.place != turn.place:
        raise Refused("not-here")
    if not (turn.holds(decision.needs) and turn.holds(option.needs)):
        raise Refused("needs", decision=action.decision)
    return option.minutes


def _decide(turn: Turn, action: Decide) -> None:
    option = turn.case.decisions[action.decision].options[action.option]
    turn.fact(f"decided:{action.decision}", f"decided:{action.decision}:{action.option}")
    slot = f"decisions/{action.decision}/options/{action.option}/says" if option.says else ""
    turn.tell("decided", slot, decision=action.decision, option=action.option)
    bring_about(turn, option.then)


def _minutes_to_hypothesise(turn: Turn, action: Hypothesise) -> int:
    if not action.causes and not action.cannot_say:
        raise Refused("nothing-said")
    if any(cause not in turn.case.causes for cause in action.causes):
        raise Refused("not-known")
    return craft.HYPOTHESISE


def _hypothesise(turn: Turn, action: Hypothesise) -> None:
    ranked = Hypothesis(dict(action.causes), action.cannot_say, turn.state.minute, turn.state.step, turn.role)
    turn.set("hypotheses", (*turn.state.hypotheses, ranked))
    turn.fact("hypothesised")
    if action.cannot_say:
        turn.fact("undecided")
    highest = max(action.causes.values(), default=0)
    leading = [cause for cause, rank in action.causes.items() if rank == highest]
    if highest and len(leading) == 1:
        turn.fact(f"hypothesised:{leading[0]}")
    turn.tell("hypothesised")


def may_conclude(turn: Turn) -> bool:
    """Say whether the role sends the file: the prosecution where the team has one, else anybody."""
    prosecutors = [role for role in turn.case.seats if turn.case.kind_of(role) is RoleKind.PROSECUTION]
    return not prosecutors or turn.role in prosecutors


def _minutes_to_conclude(turn: Turn, action: Conclude) -> int:
    if not may_conclude(turn):
        raise Refused("not-yours")
    if any(not is_known for is_known in _all_known(turn, action)):
        raise Refused("not-known")
    for key in action.file:
        if not turn.state.things[key].holder:
            raise Refused("not-held", exhibit=key)
    return 0


def _all_known(turn: Turn, action: Conclude) -> Iterator[bool]:
    """Yield for each name in a conclusion whether the case has it; who concludes need not have found it herself."""
    case = turn.case
    yield action.cause == CANNOT_SAY or action.cause in case.causes
    yield action.charge is None or action.charge in case.charges
    yield action.suspect is None or (action.suspect in case.people and case.people[action.suspect].is_suspect)
    for exhibit in action.file:
        yield exhibit in case.exhibits
    for element, cited in action.cites.items():
        yield element in case.elements
        for key in cited:
            yield key in case.exhibits or key in case.requests or key in case.people


def _conclude(turn: Turn, action: Conclude) -> None:
    sent = Conclusion(
        action.cause, action.charge, action.suspect, tuple(dict.fromkeys(action.file)),
        {element: list(cited) for element, cited in action.cites.items()}, turn.state.minute, turn.role,
    )  # fmt: skip
    turn.set("conclusion", sent)
    turn.tell_all("concluded")


DEEDS = {
    Decide: Deed(_minutes_to_decide, _decide),
    Hypothesise: Deed(_minutes_to_hypothesise, _hypothesise),
    Conclude: Deed(_minutes_to_conclude, _conclude),
}
