"""The parts of an investigation: places, exhibits, people, authorities, requests, events and decisions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from academy.cases.content.conditions import Condition
from academy.cases.content.effects import Effect
from academy.cases.content.keys import (
    ClockTime,
    Consequence,
    Container,
    ExhibitKind,
    Gear,
    Hazard,
    Key,
    Named,
    Opening,
    Pattern,
    RequestKind,
    RoleKind,
)
from academy.courses.content import Document, Slug
from academy.languages.content import Text

Words = Annotated[Text, Field(min_length=1)]
Minutes = Annotated[int, Field(ge=0, le=2880)]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*\.[a-z0-9]+$", max_length=80)]


class Clock(Document):
    """How long the scene lasts. After its minutes everybody goes back to base; answers still come in."""

    starts: ClockTime = "08:00"
    minutes: int = Field(default=300, ge=30, le=960)
    #: What cannot be done in the dark is slower after this; empty for no dusk.
    daylight_until: ClockTime | None = None


class Role(Document):
    """Somebody a case is played as. What it says of roles elsewhere, an empty list leaves to everybody."""

    title: Words
    kind: RoleKind
    briefing: Text = ""
    starts_at: Key | None = None
    #: What this role has with it to wear.
    kit: list[Gear] = list(Gear)


class Picture(Document):
    """A schematic drawing of a place, with the words that stand for it."""

    file: FileName
    alt: Words


class Spot(Document):
    """Something to look at in a place: a mark on its picture, and an entry of its list."""

    title: Words
    #: What looking at it tells.
    text: Words
    #: Where on the picture, in per cent from the left and the top.
    at: tuple[int, int] | None = None
    seen_if: Condition = ""
    then: list[Effect] = []
    minutes: Minutes = 3


class SearchTerms(Document):
    """How a place is searched."""

    #: Patterns that suit terrain and size; with the others half of it is missed, and it takes as long.
    good: list[Pattern] = Field(min_length=1)
    minutes: Minutes = 40
    #: How many people it takes to search it well.
    team: int = Field(default=1, ge=1, le=12)
    #: What the terrain is, in words, for who has to choose.
    terrain: Text = ""


class Place(Document):
    """Somewhere one can be."""

    title: Words
    #: What one sees on arriving.
    text: Text = ""
    picture: Picture | None = None
    #: Minutes to walk or drive to each place one can go to from here; the way back takes as long.
    ways: Named[Minutes] = {}
    needs: Condition = ""
    #: Said where ``needs`` is not met.
    closed: Text = ""
    spots: Named[Spot] = {}
    search: SearchTerms | None = None
    #: Powers that entering and searching may rest on, any of them; empty where none is needed.
    powers: list[Key] = []
    #: A station, an office, a laboratory: it stays open when the scene closes, and nothing is cordoned there.
    is_base: bool = False
    roles: list[Key] = []


class Decay(Document):
    """When an exhibit is no longer what it was."""

    after: Minutes
    #: It keeps if this is so before then.
    unless: Condition = ""


class Exhibit(Document):
    """A piece of case evidence."""

    title: Words
    #: What one sees from a few steps off.
    text: Words
    #: What one sees near by, without touching.
    close: Text = ""
    #: Where it lies at first.
    place: Key
    at: tuple[int, int] | None = None
    kind: ExhibitKind
    hazard: Hazard = Hazard.NONE
    #: Traces on it that bare or used gloves, or the wrong tool, destroy.
    traces: list[Key] = []
    #: Hidden until this is so; empty: seen on arriving. ``reveal`` shows it too.
    seen_if: Condition = ""
    #: Gone, if it was not collected, as soon as this is so.
    lost_if: Condition = ""
    decays: Decay | None = None
    #: Containers that are right for it, where its kind does not say.
    containers: list[Container] = []
    #: Powers that taking it may rest on, any of them; empty where none is needed.
    powers: list[Key] = []
    #: What must be so before it may be taken up (an agreement, an arrival).
    needs: Condition = ""
    #: Where ``needs`` is not met.
    refusal: Text = ""
    #: Whether a part of it is owed to the defence.
    duplicate: bool = False
    #: It cannot be taken along: it is photographed, measured, drawn.
    stays: bool = False
    #: Part of another exhibit: it comes to hand when that one was examined.
    part_of: Key | None = None
    roles: list[Key] = []


class Answer(Document):
    """What a person says to a question put in one way."""

    says: Words
    then: list[Effect] = []
    #: Topics of the same person that this way of asking spoils: she has heard what is wanted.
    spoils: list[Key] = []


class Topic(Document):
    """Something a person can be asked about."""

    question: Words
    needs: Condition = ""
    #: What she says to each way of asking; one that is not there gets ``nothing``.
    answers: dict[Opening, Answer] = Field(min_length=1)
    #: What she says once this topic is spoilt.
    spoilt: Text = ""
    minutes: Minutes = 10


class Person(Document):
    """Somebody to question."""

    title: Words
    text: Text = ""
    place: Key
    #: When she is there; empty for always.
    there_if: Condition = ""
    #: Powers that questioning her may rest on; empty where anybody may ask.
    powers: list[Key] = []
    topics: Named[Topic] = {}
    #: Whether the file can name her as who did it.
    is_suspect: bool = False
    roles: list[Key] = []


class Authority(Document):
    """Somebody to call. ``entry`` is the key of the jurisdiction entry that says who that is in the player's country."""

    title: Words
    entry: Slug | None = None
    kind: RoleKind | None = None
    #: What she says on the telephone.
    says: Text = ""
    #: Minutes until she is there; None where she does not come.
    arrives_after: Minutes | None = None
    needs: Condition = ""
    then: list[Effect] = []
    #: What happens when she is there.
    on_arrival: list[Effect] = []
    arrival: Text = ""
    minutes: Minutes = 5
    roles: list[Key] = []


class Power(Document):
    """A power that acts can rest on. The jurisdiction says who holds it and what it asks for."""

    title: Words
    entry: Slug
    #: What must be so for it to bear in this case: a warrant, recorded consent, danger in delay.
    needs: Condition = ""


class Request(Document):
    """Something asked of others: its answer comes after a while, and may be about exhibits."""

    title: Words
    text: Text = ""
    kind: RequestKind
    #: Key of the authority it is made to.
    authority: Key | None = None
    needs: Condition = ""
    #: What is said where ``needs`` is not met.
    refusal: Text = ""
    #: Exhibits that must go along, each held by who asks; with them custody changes hands.
    on: list[Key] = []
    minutes: Minutes = 5
    #: Minutes until the answer is there; with ``next_day`` it comes the morning after.
    answers_after: Minutes = 60
    next_day: bool = False
    #: What the answer says.
    finds: Words
    #: What it says instead when an exhibit that went along had decayed or was spoilt.
    finds_spoilt: Text = ""
    then: list[Effect] = []
    #: Whether causes must be ranked before its answer is opened.
    commits_first: bool = False
    roles: list[Key] = []


class Event(Document):
    """Something that happens whether anybody acts or not: at a minute, or some minutes after ``when`` came about."""

    text: Words
    at: Minutes | None = None
    when: Condition = ""
    after: Minutes = 0
    unless: Condition = ""
    then: list[Effect] = []
    #: Where it can be noticed; None for everywhere.
    place: Key | None = None


class Option(Document):
    """One way to decide."""

    text: Words
    says: Text = ""
    needs: Condition = ""
    then: list[Effect] = []
    minutes: Minutes = 5


class Decision(Document):
    """Something to decide once."""

    title: Words
    text: Words
    #: Where; None for anywhere.
    place: Key | None = None
    needs: Condition = ""
    options: Named[Option] = Field(min_length=2)
    roles: list[Key] = []


class Counter(Document):
    """A number that effects move: trust, patience, batteries."""

    starts: int = Field(default=0, ge=-1000, le=1000)
    title: Text = ""


class Charge(Document):
    """An offence the file can be sent with; ``entry`` is the law entry of the player's country."""

    title: Words
    entry: Slug | None = None
    #: Whether it is the right one for what happened.
    is_right: bool = False


class Element(Document):
    """Something the charge must show."""

    title: Words
    #: When it is proved, with what the court admitted: ``admitted(bait) and result(toxicology)``.
    proof: Condition
    #: What was missing, where it is not proved.
    missing: Text = ""


class Criterion(Document):
    """What one thing done, or left, is worth."""

    title: Words
    competency: Key
    consequence: Consequence
    points: int = Field(default=1, ge=0, le=50)
    earn: Condition = ""
    #: A critical failure, whatever the points: exposure to poison, an unlawful search, destroyed evidence.
    fails_if: Condition = ""
    #: Why it matters.
    why: Words
    #: What it would have changed in court.
    court: Text = ""
    #: An activity of the course to read again.
    lesson: Slug | None = None
    #: Whose it is in a joint case; empty for the team's.
    roles: list[Key] = []


class Ending(Document):
    """How the case closes: the first whose ``when`` is so; the last may leave it empty."""

    title: Words
    text: Words
    when: Condition = ""
    #: Whether the charge stands.
    is_success: bool = False
