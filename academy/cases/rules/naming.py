"""What names a case has, by what they name, and which of them each word of the condition language takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pydantic import BaseModel

from academy.cases.content import CaseContent
from academy.cases.content.effects import change
from academy.cases.content.keys import (
    Container,
    CustodyStep,
    Gear,
    Hazard,
    Opening,
    Pattern,
    Store,
    View,
)

#: The cause that is always there to conclude with.
CANNOT_SAY = "cannot_say"
#: Kinds of arguments of effects that need not be there before.
FREE = frozenset({"fact", "number"})
EFFECT_KINDS: dict[str, tuple[str, ...]] = {
    "set": ("fact",), "unset": ("fact",), "add": ("counter", "number"), "reveal": ("exhibit",), "lose": ("exhibit",),
    "spoil": ("exhibit",), "disturb": ("place",), "move": ("exhibit", "place"),
}  # fmt: skip


@dataclass(frozen=True)
class Signature:
    """What a predicate takes: kinds of names, the last ``optional`` of which may be left out."""

    kinds: tuple[str, ...]
    optional: int = 0
    #: Whether the last may stand several times.
    repeats: bool = False

    @property
    def least(self) -> int:
        """How many arguments it takes at the least."""
        return len(self.kinds) - self.optional

    @property
    def most(self) -> int:
        """How many arguments it takes at the most."""
        return 9 if self.repeats else len(self.kinds)

    def kinds_for(self, count: int) -> tuple[str, ...]:
        """Return the kinds of ``count`` arguments."""
        more = count - len(self.kinds)
        return self.kinds[:count] + self.kinds[-1:] * max(more, 0)


def _taking(text: str) -> Signature:
    words = text.split()
    return Signature(
        tuple(word.strip("[]*") for word in words),
        sum(word.startswith("[") for word in words),
        text.endswith("*]"),
    )


#: Predicate → what it takes; in brackets what may be left out, with a star what may be repeated.
TAKES: dict[str, Signature] = {
    name: _taking(text)
    for name, text in {
        "visited": "place", "observed": "sight [near]", "cordoned": "place [line]", "photographed": "scene [view*]",
        "sketched": "place", "measured": "mark", "noted": "[sight]", "searched": "place [pattern]",
        "searched_well": "place", "touched": "exhibit", "touched_bare": "exhibit", "moved": "exhibit",
        "collected": "exhibit", "packed": "exhibit [container]", "packed_well": "exhibit", "sealed": "exhibit",
        "labelled": "exhibit", "stored": "exhibit [store]", "cooled": "exhibit", "opened": "exhibit",
        "duplicated": "exhibit", "recorded": "exhibit [step]", "handed": "exhibit [receiver]", "received": "exhibit",
        "wore": "gear", "notified": "authority", "present": "authority", "requested": "request", "arrived": "request",
        "result": "request", "told": "role [told]", "asked": "person [topic] [opening]", "answered": "person [topic]",
        "spoilt": "answering [topic]", "used": "power", "lawful": "target", "unlawful": "[target]", "tainted": "exhibit",
        "hypothesised": "[cause]", "undecided": "", "decided": "decision [option]", "exposed": "[hazard]",
        "contaminated": "exhibit", "destroyed": "exhibit", "lost": "exhibit", "decayed": "exhibit",
        "disturbed": "place", "happened": "event", "found": "exhibit", "scene_closed": "",
        "held": "exhibit", "whole": "exhibit", "wearing": "gear", "at": "place",
        "filed": "exhibit", "admitted": "exhibit", "reduced": "exhibit", "excluded": "exhibit",
        "cited": "element cited", "proved": "element", "charged": "charge", "concluded": "concluded",
        "named": "suspect", "premature": "", "unbroken": "exhibit", "right_cause": "", "right_charge": "",
        "right_culprit": "",
    }.items()
}  # fmt: skip


class Names:
    """The names of one case, by what they name."""

    def __init__(self, case: CaseContent) -> None:
        """Gather them."""
        self.case = case
        #: What the author's own effects set.
        self.facts = frozenset(what.args[0] for what in map(change, _effects(case)) if what.verb == "set")
        topics = {key for person in case.people.values() for key in person.topics}
        options = {key for decision in case.decisions.values() for key in decision.options}
        spots = {key for place in case.places.values() for key in place.spots}
        places, exhibits, people = set(case.places), set(case.exhibits), set(case.people)
        self._kinds: Mapping[str, AbstractSet[str]] = {
            "place": places, "exhibit": exhibits, "person": people, "topic": topics, "option": options,
            "sight": places | exhibits | people | spots, "scene": places | exhibits,
            "target": places | exhibits | people, "mark": exhibits | spots, "role": set(case.seats), "authority": set(case.authorities),
            "receiver": {*case.seats, *case.authorities}, "told": exhibits | set(case.requests),
            "request": set(case.requests), "power": set(case.powers), "cause": set(case.causes),
            "concluded": {*case.causes, CANNOT_SAY}, "decision": set(case.decisions), "event": set(case.events),
            "element": set(case.elements), "charge": set(case.charges), "counter": set(case.counters),
            "suspect": {key for key, person in case.people.items() if person.is_suspect},
            "cited": exhibits | people | set(case.requests), "answering": people | set(case.requests), "gear": set(Gear), "container": set(Container),
            "store": set(Store), "step": set(CustodyStep), "opening": set(Opening), "pattern": set(Pattern),
            "hazard": set(Hazard), "view": {*View, "scale"}, "near": {"near"}, "line": {"wide", "log"},
            "competency": {each.competency for each in case.criteria.values()},
        }  # fmt: skip

    def has(self, kind: str, name: str) -> bool:
        """Say whether something of that kind has that name."""
        return name in self._kinds[kind]


def _effects(value: object, field: str = "") -> Iterator[str]:
    """Yield every effect below a part of the document."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _effects(getattr(value, name), name)
    elif isinstance(value, dict):
        for member in value.values():
            yield from _effects(member)
    elif isinstance(value, list) and field in ("then", "on_arrival"):
        yield from value
