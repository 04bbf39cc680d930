"""A closed run retold in words: what was done and when, what was held likely, what the court found and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from academy.cases.content import Action, CaseContent, Law
from academy.cases.content.parts import Criterion, Ending
from academy.cases.rules.court import Judgement
from academy.cases.rules.debriefing import Considered, Debrief, Divergence, Evidence, Stage
from academy.cases.rules.hours import DAY, starts, told
from academy.cases.views.court_words import (
    CONSEQUENCES,
    DEEDS,
    DEFECTS,
    EVIDENCE,
    LAWFUL,
    MILESTONES,
    SEVERITY_WORDS,
    STANDINGS,
    UNLAWFUL,
    WANTS,
    Tagged,
    defence_of,
)
from academy.cases.views.wording import name_of, phrase_at
from academy.cases.views.words import GEAR


@dataclass(frozen=True)
class Said:
    """A sentence of ours with authored words in it, which a template puts together: only templates make markup."""

    sentence: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reproach:
    """One defect, and what the defence makes of it."""

    title: str
    words: str
    weight: str
    severity: str
    at: str


@dataclass(frozen=True)
class Taken:
    """One exhibit of the file before the court."""

    name: str
    tag: Tagged
    reproaches: tuple[Reproach, ...]
    #: How it would have ended with this exhibit whole, where that is another end.
    would: Ending | None


@dataclass(frozen=True)
class Parting:
    """Where a run and the expert's path part."""

    criterion: Criterion
    tag: Tagged
    has_failed: bool
    at: str
    would: Ending | None


@dataclass(frozen=True)
class Done:
    """One deed of a path."""

    at: str
    who: str
    words: Said
    why: str = ""


@dataclass(frozen=True)
class ByPower:
    """One act that needed a power: by which it was done, and why it was unlawful, where it was."""

    done: Done
    #: What the power is called; empty where none was named.
    power: str
    tag: Tagged
    wants: tuple[str, ...]
    #: Whether somebody verified what the law says of the power.
    is_verified: bool


@dataclass(frozen=True)
class Thought:
    """A moment at which something came to hand, or somebody said what she held likely."""

    at: str
    step: int
    evidence: Said | None = None
    considered: Considered | None = None
    #: (certainty, cause), the likeliest first.
    causes: tuple[tuple[int, str], ...] = ()


def when(case: CaseContent, minute: int) -> str:
    """Return a minute of a case as a time of day, with its day after the first."""
    days = (starts(case) + minute) // DAY
    if not days:
        return told(case, minute)
    return str(_("day %(day)s, %(time)s", day=days + 1, time=told(case, minute)))


def taken(case: CaseContent, found: Debrief) -> list[Taken]:
    """Return the exhibits of the file as the court took them."""
    return [
        Taken(
            case.exhibits[key].title,
            STANDINGS[admission.standing],
            tuple(
                Reproach(
                    str(DEFECTS[each.code]), defence_of(each), str(SEVERITY_WORDS[each.severity]), each.severity.value,
                    "" if each.minute is None else when(case, each.minute),
                )
                for each in admission.defects
            ),
            case.endings.get(found.spared.get(key, "")),
        )
        for key, admission in found.judgement.exhibits.items()
    ]  # fmt: skip


def standing(judgement: Judgement) -> int:
    """Return how many exhibits of the file stand."""
    return sum(f"admitted:{key}" in judgement.facts for key in judgement.exhibits)


def gaps(judgement: Judgement) -> int:
    """Return how many defects of custody weigh in court."""
    found = (each for admission in judgement.exhibits.values() for each in admission.defects)
    return sum(each.severity != "minor" for each in found)


def partings(case: CaseContent, divergences: Sequence[Divergence]) -> list[Parting]:
    """Return where a run and the expert's path part: critical failures first, then in the author's order."""
    found = [
        Parting(
            case.criteria[each.criterion],
            CONSEQUENCES[each.kind],
            each.has_failed,
            when(case, each.at.minute) if each.at else "",
            case.endings.get(each.changes_ending or ""),
        )
        for each in divergences
    ]
    return sorted(found, key=lambda each: not each.has_failed)


def thoughts(case: CaseContent, found: Debrief) -> list[Thought]:
    """Return what was held likely among what came to hand, in its order."""
    came = [
        Thought(when(case, each.at.minute), each.at.step, _evidence(case, each)) for each in found.evidence
    ]
    held = [
        Thought(when(case, each.hypothesis.minute), each.hypothesis.step, None, each, _ranked(case, each))
        for each in found.hypotheses
    ]
    return sorted(came + held, key=lambda each: each.step)


def path(
    case: CaseContent, stages: Sequence[Stage], people: dict[str, str], whys: Sequence[str] = ()
) -> list[Done]:
    """Return a path as deeds; ``people`` are the names of the roles, where there are several."""
    reasons = [*whys, *[""] * len(stages)]
    return [
        Done(when(case, each.minute), people.get(each.role, ""), deed_words(case, each.action), why)
        for each, why in zip(stages, reasons, strict=False)
    ]


def by_power(case: CaseContent, law: Law, found: Debrief, people: dict[str, str]) -> list[ByPower]:
    """Return every act of a run that needed a power."""
    return [
        ByPower(
            Done(when(case, each.minute), people.get(each.role, ""), deed_words(case, each.action)),
            case.powers[each.power].title if each.power else "",
            UNLAWFUL if each.wants else LAWFUL,
            tuple(str(WANTS[want]) for want in each.wants),
            each.power is None or law.entry(case.powers[each.power].entry).is_verified,
        )
        for each in found.powers
    ]


def milestone_words(case: CaseContent, key: str) -> Said:
    """Return what a step of the expert's path is called."""
    fact, *args = key.split(":")
    return Said(str(MILESTONES[fact]), _named(case, args))


def deed_words(case: CaseContent, action: Action) -> Said:
    """Return what somebody did."""
    about = next((found for name in _ABOUT if (found := getattr(action, name, None))), None)
    args = [str(each) for each in about] if isinstance(about, list) else [str(about)] if about else []
    if topic := getattr(action, "topic", ""):
        args.append(topic)
    return Said(str(DEEDS[action.do]), _named(case, args) or (str(_("the place")),))


#: The attributes of actions that say what they are about.
_ABOUT = ("what", "exhibit", "gear", "authority", "request", "person", "decision", "to")
_GEAR = {gear.value: words for gear, words in GEAR.items()}


def _named(case: CaseContent, args: Sequence[str]) -> tuple[str, ...]:
    """Name what a deed was about: a part of the case, gear, or a person and what she was asked."""
    if not args:
        return ()
    first, *more = args
    if first in _GEAR:
        return tuple(str(_GEAR[each]) for each in args if each in _GEAR)
    if more and first in case.people:
        return name_of(case, first), phrase_at(case, f"people/{first}/topics/{more[0]}/question")
    return (phrase_at(case, f"decisions/{first}/title") or name_of(case, first),)


def _evidence(case: CaseContent, each: Evidence) -> Said:
    return Said(str(EVIDENCE[each.kind]), (name_of(case, each.key),))


def _ranked(case: CaseContent, each: Considered) -> tuple[tuple[int, str], ...]:
    causes: list[tuple[int, str]] = [
        (each.hypothesis.causes[key], words)
        for key, words in case.causes.items()
        if key in each.hypothesis.causes
    ]
    return tuple(sorted(causes, key=lambda ranked: -ranked[0]))


def plain_name(key: str) -> str:
    """Return the key of a competency as words: authors name them, and nobody translates them."""
    return key.replace("_", " ").capitalize()
