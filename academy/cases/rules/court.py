"""The court step: which exhibits of the file are admitted, and what of the charge can be proved with them."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from academy.cases.content import CaseContent, Law
from academy.cases.rules.conditions import holds
from academy.cases.rules.custody import Defect, Severity, defects, was_taken
from academy.cases.rules.state import Conclusion, State

#: The conclusion that is always open to an officer.
CANNOT_SAY = "cannot_say"
#: With so many serious defects an exhibit is as lost as with a fatal one.
TOO_MANY = 3
#: Exhibit → codes of defects that are left out of account, to see what they changed.
Sparing = Mapping[str, frozenset[str]]
_NOTHING: Sparing = {}


class Standing(enum.StrEnum):
    """How a court takes an exhibit."""

    ADMITTED = "admitted"
    #: Admitted, with less weight.
    REDUCED = "reduced"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Admission:
    """How the court takes one exhibit, and what the defence found against it."""

    standing: Standing
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """What the court made of a file; of a case that is not closed, what it would make of an empty one."""

    #: Exhibits of the file, in the order of the document.
    exhibits: dict[str, Admission]
    #: Elements of the offence, in the order of the document.
    proved: dict[str, bool]
    is_premature: bool
    #: What conditions of criteria and endings may ask of the court.
    facts: frozenset[str]
    #: Key of the ending; empty while nothing was concluded.
    ending: str = ""


def hold_court(case: CaseContent, law: Law, state: State, *, sparing: Sparing = _NOTHING) -> Judgement:
    """Judge the file of a case. ``sparing`` asks what would be, had an exhibit (key) not had some defects (codes)."""
    against = {name: _against(case, state, name, sparing) for name in case.exhibits if _is_known(state, name)}
    exhibits = {name: admission(against.get(name, ())) for name in _file(case, state)}
    is_premature = _is_premature(case, state)
    facts = {*_admitted(exhibits), *_unbroken(against), *_concluded(case, state.conclusion)}
    if is_premature:
        facts.add("premature")
    proved: dict[str, bool] = {}
    for key, element in case.elements.items():
        proved[key] = state.is_over and holds(case, state, element.proof, court=frozenset(facts))
        if proved[key]:
            facts.add(f"proved:{key}")
    known = frozenset(facts)
    return Judgement(exhibits, proved, is_premature, known, _ending(case, state, known))


def _is_known(state: State, name: str) -> bool:
    thing = state.things.get(name)
    return thing is not None and was_taken(thing)


def _against(case: CaseContent, state: State, name: str, sparing: Sparing) -> tuple[Defect, ...]:
    spared = sparing.get(name, frozenset())
    return tuple(each for each in defects(case, state, name) if each.code not in spared)


def admission(found: Sequence[Defect]) -> Admission:
    """Return how a court takes an exhibit with these defects."""
    weights = [each.severity for each in found]
    if Severity.FATAL in weights or weights.count(Severity.SERIOUS) >= TOO_MANY:
        standing = Standing.EXCLUDED
    else:
        standing = Standing.REDUCED if Severity.SERIOUS in weights else Standing.ADMITTED
    return Admission(standing, tuple(found))


def _file(case: CaseContent, state: State) -> list[str]:
    filed = state.conclusion.file if state.conclusion else ()
    return [name for name in case.exhibits if name in filed]


def _is_premature(case: CaseContent, state: State) -> bool:
    """Say whether a cause was named before anything bore it out; that it cannot be said yet never is too early."""
    concluded = state.conclusion
    return (
        concluded is not None and concluded.cause != CANNOT_SAY and not holds(case, state, case.supported_if)
    )


def _admitted(exhibits: dict[str, Admission]) -> Iterator[str]:
    for name, taken in exhibits.items():
        yield f"filed:{name}"
        yield f"{taken.standing}:{name}"
        if taken.standing is Standing.REDUCED:
            yield f"{Standing.ADMITTED}:{name}"


def _unbroken(against: Mapping[str, Sequence[Defect]]) -> Iterator[str]:
    for name, found in against.items():
        if all(each.severity is Severity.MINOR for each in found):
            yield f"unbroken:{name}"


def _concluded(case: CaseContent, concluded: Conclusion | None) -> Iterator[str]:
    if concluded is None:
        return
    yield f"concluded:{concluded.cause}"
    if concluded.cause == (case.cause or CANNOT_SAY):
        yield "right_cause"
    if concluded.charge:
        yield f"charged:{concluded.charge}"
    right = {key for key, charge in case.charges.items() if charge.is_right}
    if concluded.charge in right or not (concluded.charge or right):
        yield "right_charge"
    if concluded.suspect:
        yield f"named:{concluded.suspect}"
    if concluded.suspect == case.culprit:
        yield "right_culprit"
    for element, cited in concluded.cites.items():
        yield from (f"cited:{element}:{what}" for what in cited)


def _ending(case: CaseContent, state: State, facts: frozenset[str]) -> str:
    if not state.is_over:
        return ""
    return next((key for key, each in case.endings.items() if holds(case, state, each.when, court=facts)), "")
