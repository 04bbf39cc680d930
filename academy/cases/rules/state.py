"""Where a case stands: everything the machine knows after some actions, as plain values that JSON can keep."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Self

from academy.cases.content.keys import OFFICER


class Refused(Exception):
    """An action that cannot be done here and now: it has a reason, and changes nothing.

    ``reason`` is a slug the pages have words for; ``said`` names the authored text that says it instead, as a slot
    of the document (``places/hut/closed``).
    """

    def __init__(self, reason: str, *, said: str = "", **values: str | int) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason
        self.said = said
        self.values = values


class Moment(NamedTuple):
    """When something came about first: after how many actions, and at which minute of the case."""

    step: int
    minute: int


class Happening(NamedTuple):
    """Something an action brought about, for the page and the debrief to say.

    ``code`` is a slug the pages have words for; ``slot`` leads to authored words in the document, where there are any.
    """

    code: str
    slot: str = ""
    #: What the words of ``code`` name: keys of parts, minutes.
    values: tuple[tuple[str, str | int], ...] = ()


class Handling(NamedTuple):
    """What truly happened to an exhibit, which its custody log is held against."""

    #: ``CustodyStep``, or ``moved``, ``touched``, ``unpacked``.
    what: str
    minute: int
    step: int
    #: Who did it: a role or an authority.
    who: str
    #: Place, store or receiver.
    where: str = ""
    seal: str = ""
    container: str = ""
    #: What marred it: ``bare``, ``wrong_tool``, ``wrong_container``, ``unlawful``, ``unsigned`` …
    flaws: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A line an officer wrote in a custody log, and when she wrote it."""

    line: dict[str, str]
    minute: int
    step: int
    by: str


class Thing(NamedTuple):
    """Where an exhibit is and what became of it."""

    place: str
    #: Who holds it: a role or an authority; empty while it lies where it lies.
    holder: str = ""
    store: str = ""
    container: str = ""
    seal: str = ""
    label: dict[str, str] | None = None
    #: ``lost``, ``spoilt`` (decayed, its traces destroyed), empty for whole.
    fate: str = ""
    is_revealed: bool = False
    has_duplicate: bool = False
    #: To whom it is being handed, until she takes it over.
    offered_to: str = ""
    handlings: tuple[Handling, ...] = ()
    log: tuple[Entry, ...] = ()


class Due(NamedTuple):
    """Something on its way: an answer (``request``), an authority (``authority``), an event (``event``)."""

    minute: int
    kind: str
    key: str


class Hypothesis(NamedTuple):
    """Causes as somebody ranked them."""

    causes: dict[str, int]
    cannot_say: bool
    minute: int
    step: int
    role: str


@dataclass(frozen=True)
class Conclusion:
    """How the file was sent."""

    cause: str
    charge: str | None
    suspect: str | None
    file: tuple[str, ...]
    cites: dict[str, list[str]]
    minute: int
    role: str


@dataclass(frozen=True)
class State:
    """Where a case stands."""

    #: How many actions were taken.
    step: int = 0
    #: The furthest any role's clock has come.
    minute: int = 0
    #: Role → the minute it has come to; roles work side by side.
    clocks: dict[str, int] = field(default_factory=dict)
    #: Role → where it is.
    places: dict[str, str] = field(default_factory=dict)
    #: Role → what it wears; ``used_gloves`` beside ``gloves`` once something was touched with them.
    worn: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Everything that has come about, by its name in conditions with its arguments joined by colons:
    #: ``searched:clearing:strip`` → when first. Author's facts bear their own names.
    facts: dict[str, Moment] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    #: Role → the exhibits and answers it knows of.
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    due: tuple[Due, ...] = ()
    #: Events that are over, so that none comes twice.
    past: tuple[str, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    conclusion: Conclusion | None = None
    #: Role → what its last action brought about.
    news: dict[str, tuple[Happening, ...]] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the file was sent."""
        return self.conclusion is not None

    def place_of(self, role: str = OFFICER) -> str:
        """Return where a role is."""
        return self.places[role]

    def clock_of(self, role: str = OFFICER) -> int:
        """Return the minute a role has come to."""
        return self.clocks[role]

    def first(self, fact: str) -> Moment | None:
        """Return when a fact first came about, if it did."""
        return self.facts.get(fact)

    def kept(self) -> dict[str, Any]:
        """Return the state as plain values, for a snapshot: its records are tuples, which JSON keeps as lists."""
        kept = {name: getattr(self, name) for name in _FIELDS}
        if self.conclusion is not None:
            kept["conclusion"] = [getattr(self.conclusion, name) for name in _CONCLUSION]
        return kept

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Return the state a snapshot holds: equal to the one it was taken of."""
        return cls(
            step=kept["step"],
            minute=kept["minute"],
            clocks=kept["clocks"],
            places=kept["places"],
            worn={role: tuple(gear) for role, gear in kept["worn"].items()},
            facts=dict(zip(kept["facts"], map(Moment._make, kept["facts"].values()), strict=True)),
            counters=kept["counters"],
            known={role: tuple(names) for role, names in kept["known"].items()},
            things={name: _thing(thing) for name, thing in kept["things"].items()},
            due=tuple(Due(*each) for each in kept["due"]),
            past=tuple(kept["past"]),
            hypotheses=tuple(Hypothesis(*each) for each in kept["hypotheses"]),
            conclusion=_conclusion(kept["conclusion"]),
            news={role: tuple(_happening(each) for each in told) for role, told in kept["news"].items()},
        )


_FIELDS = tuple(each.name for each in fields(State))
_CONCLUSION = tuple(each.name for each in fields(Conclusion))


def _thing(kept: list[Any]) -> Thing:
    *others, handlings, log = kept
    return Thing._make([*others, tuple(map(_handling, handlings)), tuple(map(Entry._make, log))])


def _handling(kept: list[Any]) -> Handling:
    *others, flaws = kept
    return Handling._make([*others, tuple(flaws)])


def _conclusion(kept: list[Any] | None) -> Conclusion | None:
    if kept is None:
        return None
    named = dict(zip(_CONCLUSION, kept, strict=True))
    return Conclusion(**named | {"file": tuple(named["file"])})


def _happening(kept: list[Any]) -> Happening:
    code, slot, values = kept
    return Happening(code, slot, tuple((name, value) for name, value in values))
