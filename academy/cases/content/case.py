"""An investigation as authored: what is true and what matters, never the flow of a program."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from academy.cases.content.actions import Action
from academy.cases.content.conditions import Condition
from academy.cases.content.keys import OFFICER, Key, Named, RoleKind
from academy.cases.content.parts import (
    Authority,
    Charge,
    Clock,
    Counter,
    Criterion,
    Decision,
    Element,
    Ending,
    Event,
    Exhibit,
    Person,
    Place,
    Power,
    Request,
    Role,
)
from academy.courses.content import ActivityContent, Document
from academy.languages.content import Text


class Step(Document):
    """One step of the expert's path, with what she thought."""

    act: Action
    why: Text = ""


class Passing(Document):
    """What passes: the share of the points, 0–1. A critical failure never passes."""

    score: float = Field(default=0.7, gt=0, le=1)


class CaseContent(ActivityContent):
    """One investigation, played alone or, with ``roles``, by a team."""

    briefing: Text = ""
    clock: Clock = Clock()
    #: What somebody is who plays it alone.
    officer: RoleKind = RoleKind.RANGER
    #: How many are along who only lend a hand: a search can count on them.
    helpers: int = Field(default=0, ge=0, le=11)
    #: A joint case names two to six roles.
    roles: Named[Role] = Field(default={}, max_length=6)
    places: Named[Place] = {}
    exhibits: Named[Exhibit] = {}
    people: Named[Person] = {}
    authorities: Named[Authority] = {}
    powers: Named[Power] = {}
    requests: Named[Request] = {}
    decisions: Named[Decision] = {}
    events: Named[Event] = {}
    counters: Named[Counter] = {}
    #: What may have happened: key → words.
    causes: Named[Text] = {}
    #: Which of them did.
    cause: Key | None = None
    #: A conclusion about the cause is premature until this is so.
    supported_if: Condition = ""
    #: Who did it; None where nobody can be named.
    culprit: Key | None = None
    charges: Named[Charge] = {}
    elements: Named[Element] = {}
    endings: Named[Ending] = {}
    criteria: Named[Criterion] = {}
    #: Competency → the most points it counts for.
    caps: Named[int] = {}
    passing: Passing = Passing()
    #: What an expert did: the checker plays it, and it must earn everything.
    expert: list[Step] = []
    #: Where the cases' facts come from, for trainers.
    sources: list[str] = []

    @model_validator(mode="after")
    def roles_are_several(self) -> Self:
        """Refuse a joint case for one."""
        if len(self.roles) == 1:
            raise ValueError("a joint case has two to six roles; leave `roles` out for one officer")
        return self

    @property
    def seats(self) -> tuple[str, ...]:
        """The roles it is played in."""
        return tuple(self.roles) or (OFFICER,)

    @property
    def is_joint(self) -> bool:
        """Whether a team plays it."""
        return bool(self.roles)

    def kind_of(self, role: str) -> RoleKind:
        """Return what somebody in a role is."""
        return self.roles[role].kind if role in self.roles else self.officer
