"""What a role sees, as the pages get it."""

from __future__ import annotations

from dataclasses import dataclass

from academy.cases.content import LawEntry
from academy.cases.content.parts import Picture
from academy.cases.rules.state import Entry


@dataclass(frozen=True)
class Told:
    """Something that came about, with the author's words where it has any."""

    code: str
    words: str
    values: dict[str, str | int]


@dataclass(frozen=True)
class SpotSeen:
    """A spot of the place; its words once it was looked at."""

    key: str
    title: str
    at: tuple[int, int] | None
    text: str


@dataclass(frozen=True)
class PlaceSeen:
    """Where the role is."""

    key: str
    title: str
    text: str
    picture: Picture | None
    spots: tuple[SpotSeen, ...]
    #: What its terrain is, for whoever searches it; empty where there is nothing to search.
    terrain: str
    is_base: bool
    #: Powers that entering and searching it rests on.
    powers: tuple[str, ...]
    is_cordoned: bool


@dataclass(frozen=True)
class ExhibitSeen:
    """An exhibit the role knows of."""

    key: str
    title: str
    text: str
    #: What is seen near by; empty until somebody looked closely.
    close: str
    kind: str
    hazard: str
    at: tuple[int, int] | None
    #: Where it lies; empty once it was taken up.
    place: str
    #: Who holds it: a role or an authority.
    holder: str
    is_gone: bool
    store: str
    container: str
    seal: str
    label: dict[str, str] | None
    offered_to: str
    has_duplicate: bool
    #: Powers that taking it rests on.
    powers: tuple[str, ...]
    #: Views it was photographed in, ``scale`` among them.
    photographs: tuple[str, ...]
    #: Its custody log, as far as the role may read it: all of it in hand, else the role's own lines.
    log: tuple[Entry, ...]
    #: In the hands of a colleague: what it is packed in and what was written of it is hers to see.
    is_away: bool


@dataclass(frozen=True)
class PersonSeen:
    """Somebody who is here, with the questions that can be put."""

    key: str
    title: str
    text: str
    questions: dict[str, str]
    powers: tuple[str, ...]


@dataclass(frozen=True)
class AnswerSeen:
    """An answer that was read."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class RequestSeen:
    """Something that can be asked for."""

    key: str
    title: str
    text: str
    kind: str
    authority: str


@dataclass(frozen=True)
class DecisionSeen:
    """Something to decide now."""

    key: str
    title: str
    text: str
    options: dict[str, str]


@dataclass(frozen=True)
class PowerSeen:
    """A power, and what the law of the player's country says of it."""

    key: str
    title: str
    entry: str
    law: LawEntry


@dataclass(frozen=True)
class ColleagueSeen:
    """Another role of the team: where it is and how far its time has come, and nothing of what it has found."""

    key: str
    title: str
    is_here: bool
    #: What the place is called where it is.
    place: str
    #: The time of day it has come to.
    time: str


@dataclass(frozen=True)
class Scene:
    """What one role sees."""

    role: str
    place: PlaceSeen
    minute: int
    #: The time of day, ``07:40``.
    time: str
    #: Until the day at the scene is over; none once it is.
    minutes_left: int
    is_dark: bool
    is_closed: bool
    is_over: bool
    worn: tuple[str, ...]
    are_gloves_used: bool
    news: tuple[Told, ...]
    exhibits: tuple[ExhibitSeen, ...]
    people: tuple[PersonSeen, ...]
    answers: tuple[AnswerSeen, ...]
    requests: tuple[RequestSeen, ...]
    decisions: tuple[DecisionSeen, ...]
    powers: tuple[PowerSeen, ...]
    #: Authorities that can be called or were: key → title; and who of them is here.
    authorities: dict[str, str]
    present: tuple[str, ...]
    #: Counters the author shows: title → number.
    counters: tuple[tuple[str, int], ...]
    #: What the file can say: key → words.
    causes: dict[str, str]
    charges: dict[str, str]
    suspects: dict[str, str]
    elements: dict[str, str]
    colleagues: tuple[ColleagueSeen, ...]
    #: The next number of the role's roll of seals.
    next_seal: str
    #: Key of everything the role knows of → its title.
    names: dict[str, str]
