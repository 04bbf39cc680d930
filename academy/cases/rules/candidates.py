"""What somebody might well do now, rightly or wrongly: for the checker, which tries it all, and for random walks."""

from __future__ import annotations

from collections.abc import Iterator

from academy.cases.content import AS_IT_IS, Action, CaseContent, Law
from academy.cases.content.actions import (
    Ask,
    Collect,
    Conclude,
    Cordon,
    Decide,
    Duplicate,
    HandOver,
    Hypothesise,
    Interview,
    Keep,
    Label,
    Line,
    Measure,
    Move,
    Note,
    Notify,
    Observe,
    Photograph,
    PowerUse,
    Read,
    Receive,
    Record,
    Relabel,
    Repack,
    Seal,
    Search,
    Sketch,
    TakeOff,
    Tell,
    Wait,
    Wear,
)
from academy.cases.content.keys import Container, CustodyStep, Gear, Opening, Pattern, Store, Tool, View
from academy.cases.rules.craft import CONTAINERS, FORBIDDEN
from academy.cases.rules.machine import refusal
from academy.cases.rules.machine.deciding import CANNOT_SAY, may_conclude
from academy.cases.rules.machine.reach import hands
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import State

#: A label and a line that say just what is so.
TRUE_LABEL = Label(number=AS_IT_IS, what=AS_IT_IS, where=AS_IT_IS, when=AS_IT_IS, who=AS_IT_IS)
_LADDER = [View.OVERVIEW, View.MID, View.CLOSE]
_OUTFITS = ([Gear.GLOVES], [Gear.GLOVES, Gear.MASK], list(Gear))
#: What owes a line in the log.
_STEPS = (
    CustodyStep.COLLECTED,
    CustodyStep.SEALED,
    CustodyStep.OPENED,
    CustodyStep.HANDED_OVER,
    CustodyStep.RECEIVED,
)


def true_line(step: CustodyStep) -> Line:
    """Return a line that says just what is so."""
    to = AS_IT_IS if step is CustodyStep.HANDED_OVER else ""
    return Line(
        step=step, who=AS_IT_IS, when=AS_IT_IS, where=AS_IT_IS, seal=AS_IT_IS, condition=AS_IT_IS, to=to
    )


def candidates(case: CaseContent, law: Law, state: State, role: str) -> Iterator[Action]:
    """Yield actions that can be done now: what is right, and what people do wrong. Conclusions come last."""
    if state.is_over or role not in state.places:
        return
    for action in thinkable(case, state, role):
        if refusal(case, law, state, action) is None:
            yield action
    if may_conclude(Turn(case, law, state, role)):
        yield from conclusions(case, state, role)


def thinkable(case: CaseContent, state: State, role: str) -> Iterator[Action]:
    """Yield what comes to mind, possible or not, but for closing the case."""
    yield from _about_the_place(case, state, role)
    known = state.known[role]
    for key in case.exhibits:
        if key in known:
            yield from _about_lying(case, state, role, key)
            yield from _about_held(case, state, role, key)
            yield from _about_passing_on(case, state, role, key)
    yield from _about_people(case, state, role)
    yield from _about_others(case, state, role)
    yield from _about_causes(case, role)


def powers_for(powers: list[str]) -> Iterator[PowerUse]:
    """Yield ways to rest on a power: each in full form, and none at all."""
    for power in powers:
        yield PowerUse(power=power, witnesses=2, caution=True, record=True)
    yield PowerUse()


def _about_the_place(case: CaseContent, state: State, role: str) -> Iterator[Action]:
    here = case.places[state.places[role]]
    for to in case.places:
        yield Move(role=role, to=to)
    yield Observe(role=role)
    for spot in here.spots:
        yield Observe(role=role, what=spot, near=True)
        yield Measure(role=role, what=spot)
    for outfit in _OUTFITS:
        yield Wear(role=role, gear=outfit)
    yield TakeOff(role=role, gear=[Gear.GLOVES])
    yield Cordon(role=role)
    yield Cordon(role=role, wide=True, log=True)
    yield Photograph(role=role, views=[View.OVERVIEW])
    yield Sketch(role=role)
    yield Note(role=role)
    yield from _searches(case, state, role)
    yield Wait(role=role)
    yield Wait(role=role, minutes=60)


def _searches(case: CaseContent, state: State, role: str) -> Iterator[Action]:
    here = case.places[state.places[role]]
    if here.search is None:
        return
    team = min(here.search.team, hands(case, state, role))
    for power in powers_for(here.powers):
        for pattern in Pattern:
            yield Search(role=role, pattern=pattern, team=team, power=power)
    if team > 1:
        yield Search(role=role, pattern=here.search.good[0], team=1, power=next(powers_for(here.powers)))


def _about_lying(case: CaseContent, state: State, role: str, key: str) -> Iterator[Action]:
    if state.things[key].holder not in ("", role):
        return
    yield Observe(role=role, what=key)
    yield Observe(role=role, what=key, near=True)
    yield Photograph(role=role, what=key, views=_LADDER, scale=True)
    yield Photograph(role=role, what=key, views=[View.CLOSE])
    yield Measure(role=role, what=key)
    if not state.things[key].holder and state.things[key].place == state.places[role]:
        yield from _collecting(case, role, key)


def _collecting(case: CaseContent, role: str, key: str) -> Iterator[Action]:
    exhibit = case.exhibits[key]
    right = [*exhibit.containers, *CONTAINERS[exhibit.kind]]
    wrong = next(each for each in Container if each not in right)
    forbidden = FORBIDDEN.get(exhibit.kind, frozenset())
    fit = Tool.PLASTIC_TWEEZERS if Tool.METAL_TWEEZERS in forbidden else Tool.HAND
    packed = right[0] if right else None
    for power in powers_for(exhibit.powers):
        yield Collect(
            role=role, exhibit=key, tool=fit, container=packed, seal=AS_IT_IS if packed else "", label=TRUE_LABEL,
            power=power,
        )  # fmt: skip
    lawful = next(powers_for(exhibit.powers))
    yield Collect(role=role, exhibit=key, tool=fit, container=packed, power=lawful)
    yield Collect(role=role, exhibit=key, tool=fit, power=lawful)
    yield Collect(
        role=role, exhibit=key, tool=fit, container=wrong, seal=AS_IT_IS, label=TRUE_LABEL, power=lawful
    )
    for tool in sorted(forbidden)[:1]:
        yield Collect(role=role, exhibit=key, tool=tool, container=packed, label=TRUE_LABEL, power=lawful)


def _about_held(case: CaseContent, state: State, role: str, key: str) -> Iterator[Action]:
    thing = state.things[key]
    if thing.holder == role:
        yield Seal(role=role, exhibit=key, seal=AS_IT_IS)
        if thing.label is None:
            yield Relabel(role=role, exhibit=key, label=TRUE_LABEL)
        yield Repack(role=role, exhibit=key)
        for container in [*case.exhibits[key].containers, *CONTAINERS[case.exhibits[key].kind]][:1]:
            yield Repack(role=role, exhibit=key, container=container, note="repacked")
        yield Duplicate(role=role, exhibit=key)
        for store in Store:
            yield Keep(role=role, exhibit=key, store=store)
    for step in _STEPS:
        is_owed = f"recorded:{key}:{step.value}" not in state.facts
        if is_owed and any(each.what == step for each in thing.handlings):
            yield Record(role=role, exhibit=key, line=true_line(step))
            yield Record(role=role, exhibit=key, line=Line(step=step, when="00:01"))


def _about_passing_on(case: CaseContent, state: State, role: str, key: str) -> Iterator[Action]:
    if state.things[key].holder == role:
        for to in (*case.seats, *case.authorities):
            yield HandOver(role=role, exhibit=key, to=to, signed=True)
            yield HandOver(role=role, exhibit=key, to=to)
    yield Receive(role=role, exhibit=key, checked=True)
    for to in case.roles:
        yield Tell(role=role, to=to, what=key)


def _about_people(case: CaseContent, state: State, role: str) -> Iterator[Action]:
    for name, person in case.people.items():
        if person.place != state.places[role]:
            continue
        yield Observe(role=role, what=name)
        for topic in person.topics:
            for opening in Opening:
                for power in powers_for(person.powers):
                    yield Interview(role=role, person=name, topic=topic, opening=opening, power=power)


def _about_others(case: CaseContent, state: State, role: str) -> Iterator[Action]:
    for authority in case.authorities:
        yield Notify(role=role, authority=authority)
    for key, request in case.requests.items():
        sent = [each for each in request.on if state.things[each].holder == role]
        yield Ask(role=role, request=key, exhibits=sent)
        yield Read(role=role, request=key)
        for to in case.roles:
            yield Tell(role=role, to=to, what=key)
    for name, decision in case.decisions.items():
        for option in decision.options:
            yield Decide(role=role, decision=name, option=option)


def _about_causes(case: CaseContent, role: str) -> Iterator[Action]:
    for leading in case.causes:
        yield Hypothesise(role=role, causes={cause: 3 if cause == leading else 1 for cause in case.causes})
    yield Hypothesise(role=role, cannot_say=True)


def conclusions(case: CaseContent, state: State, role: str) -> Iterator[Action]:
    """Yield ways to close the case: every cause, charge and suspect, with all that is held, citing everything."""
    file = [key for key in case.exhibits if state.things[key].holder]
    answers = [key for key in case.requests if f"result:{key}" in state.facts]
    people = [key for key in case.people if f"answered:{key}" in state.facts]
    cites = {element: [*file, *answers, *people][:40] for element in case.elements}
    suspects = [None, *(key for key, person in case.people.items() if person.is_suspect)]
    for cause in (*case.causes, CANNOT_SAY):
        for charge in (None, *case.charges):
            for suspect in suspects:
                yield Conclude(
                    role=role, cause=cause, charge=charge, suspect=suspect, file=file[:40], cites=cites
                )
