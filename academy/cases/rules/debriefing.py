"""The debrief: a run beside the expert's path, where they part, and what that changed in court."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from academy.cases.content import Action, CaseContent, Law
from academy.cases.content.keys import Consequence
from academy.cases.rules.assessing import Assessment, marks
from academy.cases.rules.conditions import holds
from academy.cases.rules.court import Judgement, Standing, hold_court
from academy.cases.rules.instead import had_it_been_done, had_it_been_whole
from academy.cases.rules.lawfulness import Acted, acted
from academy.cases.rules.machine import apply, start
from academy.cases.rules.state import Happening, Hypothesis, Moment, Refused, State

#: How likely a cause was said to be.
LIKELY, RULED_OUT = 3, 0
#: Action → the fact it brings about, and the attributes that say of what; what an action does not say is its place.
#: Ways and photographs are left out: they would hide the turning points among them.
_TELLING = {
    "wear": ("wore", "gear"),
    "cordon": ("cordoned", "place"),
    "sketch": ("sketched", "place"),
    "search": ("searched", "place"),
    "collect": ("collected", "exhibit"),
    "duplicate": ("duplicated", "exhibit"),
    "hand_over": ("handed", "exhibit"),
    "notify": ("notified", "authority"),
    "request": ("requested", "request"),
    "read": ("result", "request"),
    "interview": ("asked", "person", "topic"),
    "decide": ("decided", "decision"),
    "hypothesise": ("hypothesised",),
    "conclude": ("concluded",),
}


@dataclass(frozen=True)
class Stage:
    """One action of a path, when it was over, and what it brought about."""

    role: str
    minute: int
    action: Action
    news: tuple[Happening, ...]


@dataclass(frozen=True)
class Milestone:
    """A step of the expert's path that others can be timed by.

    ``key`` is the fact it brought about (``collected:meat``), or ``hypothesised`` or ``concluded``.
    """

    step: int
    key: str
    own: int | None
    expert: int


@dataclass(frozen=True)
class Divergence:
    """A criterion that was not earned, or failed."""

    criterion: str
    kind: Consequence
    has_failed: bool
    at: Moment | None
    #: The ending there would have been with it, where that is another.
    changes_ending: str | None


@dataclass(frozen=True)
class Considered:
    """What somebody held likely at a moment, and whether she could know."""

    hypothesis: Hypothesis
    #: Held for likely, with all else ruled out, before anything bore it out.
    is_premature: bool


@dataclass(frozen=True)
class Evidence:
    """Something that came to hand and bears on the cause: an exhibit that was found, an answer that was read."""

    #: ``found``, ``result``, or ``spoilt`` for the answer about what was no longer fit to be examined.
    kind: str
    key: str
    at: Moment


@dataclass(frozen=True)
class Debrief:
    """Everything a closed case has to teach."""

    steps: tuple[Stage, ...]
    expert: tuple[Stage, ...]
    milestones: tuple[Milestone, ...]
    divergences: tuple[Divergence, ...]
    judgement: Judgement
    assessment: Assessment
    hypotheses: tuple[Considered, ...]
    evidence: tuple[Evidence, ...]
    #: When the cause was first borne out, if ever.
    supported_at: Moment | None
    #: Exhibit that was not fully admitted → the ending with it whole, where that is another.
    spared: dict[str, str]
    #: Acts that needed a power, and whether they were lawful.
    powers: tuple[Acted, ...]
    state: State


def debrief(case: CaseContent, law: Law, log: Iterable[Action], role: str | None = None) -> Debrief:
    """Explain a run by its log: to one role, or to the team."""
    played = [*_played(case, law, log)]
    state = played[-1].after if played else start(case, law)
    expert = [*_played(case, law, (each.act for each in case.expert))]
    judgement = hold_court(case, law, state)
    assessment = marks(case, state, judgement, role)
    supported = [each.after for each in played if holds(case, each.after, case.supported_if)]
    supported_at = Moment(supported[0].step, supported[0].minute) if supported else None
    return Debrief(
        steps=tuple(each.stage for each in played),
        expert=tuple(each.stage for each in expert),
        milestones=tuple(_milestones(expert, state)),
        divergences=tuple(_divergences(case, law, state, judgement, assessment)),
        judgement=judgement,
        assessment=assessment,
        hypotheses=tuple(_considered(case, each, supported_at) for each in state.hypotheses),
        evidence=tuple(_evidence(case, state)),
        supported_at=supported_at,
        spared=_spared(case, law, state, judgement),
        powers=tuple(one for each in played for one in acted(case, law, each.after, each.action)),
        state=state,
    )


def milestones(case: CaseContent, law: Law, state: State) -> dict[str, int]:
    """Return, of a case as it stands, when what each step of the expert's path brought about came about here."""
    expert = [*_played(case, law, (each.act for each in case.expert))]
    return {str(each.step): each.own for each in _milestones(expert, state) if each.own is not None}


@dataclass(frozen=True)
class _Played:
    number: int
    before: State
    action: Action
    after: State

    @property
    def stage(self) -> Stage:
        role = self.action.role
        return Stage(role, self.after.clocks[role], self.action, self.after.news.get(role, ()))


def _played(case: CaseContent, law: Law, log: Iterable[Action]) -> Iterator[_Played]:
    """Play a path; an expert's path that another country's law does not let go on ends there."""
    state = start(case, law)
    for number, action in enumerate(log, 1):
        try:
            after = apply(case, law, state, action)
        except Refused:
            return
        yield _Played(number, state, action, after)
        state = after


def _milestones(expert: list[_Played], state: State) -> Iterator[Milestone]:
    """Yield the expert's steps that brought something about for the first time, with when it came about here."""
    seen: set[str] = set()
    for each in expert:
        key = _telling(each.before, each.action)
        minute = _reached(each.after, key)
        if key and key not in seen and minute is not None and _reached(each.before, key) is None:
            seen.add(key)
            yield Milestone(each.number, key, _reached(state, key), minute)


def _telling(state: State, action: Action) -> str:
    """Return the fact by which others can be timed at an action; empty where it has none."""
    telling = _TELLING.get(action.do)
    if telling is None:
        return ""
    fact, *attributes = telling
    here = state.places.get(action.role, "")
    return ":".join([fact, *(_named(getattr(action, attribute, None), here) for attribute in attributes)])


def _named(value: list[str] | str | None, here: str) -> str:
    return value[0] if isinstance(value, list) else value or here


def _reached(state: State, key: str) -> int | None:
    if key == "concluded":
        return state.conclusion.minute if state.conclusion else None
    if key == "hypothesised":
        return state.hypotheses[0].minute if state.hypotheses else None
    found = state.first(key)
    return found.minute if found else None


def _divergences(
    case: CaseContent, law: Law, state: State, judgement: Judgement, assessment: Assessment
) -> Iterator[Divergence]:
    for key, earned in assessment.criteria.items():
        if earned.is_earned:
            continue
        criterion = case.criteria[key]
        ending = had_it_been_done(case, law, state, judgement, criterion)
        changed = ending if ending != judgement.ending else None
        yield Divergence(key, criterion.consequence, earned.has_failed, earned.at, changed)


def _spared(case: CaseContent, law: Law, state: State, judgement: Judgement) -> dict[str, str]:
    endings = {
        name: had_it_been_whole(case, law, state, name)
        for name, taken in judgement.exhibits.items()
        if taken.standing is not Standing.ADMITTED
    }
    return {name: ending for name, ending in endings.items() if ending != judgement.ending}


def _considered(case: CaseContent, hypothesis: Hypothesis, supported_at: Moment | None) -> Considered:
    likely = [cause for cause, certainty in hypothesis.causes.items() if certainty == LIKELY]
    is_closed = len(likely) == 1 and all(
        hypothesis.causes.get(cause, LIKELY) == RULED_OUT for cause in case.causes if cause not in likely
    )
    is_early = supported_at is None or hypothesis.step < supported_at.step
    return Considered(hypothesis, is_premature=is_closed and is_early and not hypothesis.cannot_say)


def _evidence(case: CaseContent, state: State) -> list[Evidence]:
    """Return what came to hand, in its order."""
    named = [("found", key) for key in case.exhibits]
    named += [(kind, key) for kind in ("result", "spoilt") for key in case.requests]
    found = [Evidence(kind, key, at) for kind, key in named if (at := state.first(f"{kind}:{key}"))]
    return sorted(found, key=lambda each: (each.at.step, each.kind, each.key))
