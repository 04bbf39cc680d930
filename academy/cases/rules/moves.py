"""What a role can do now. Every answer is the machine's own: what it would refuse is not offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from academy.cases.content import Action, CaseContent, Law
from academy.cases.content.actions import (
    Ask,
    Collect,
    Cordon,
    Decide,
    Duplicate,
    HandOver,
    Interview,
    Measure,
    Move,
    Notify,
    Read,
    Receive,
    Repack,
    Search,
    Wait,
)
from academy.cases.content.keys import Opening, Pattern
from academy.cases.rules.candidates import candidates
from academy.cases.rules.machine import refusal
from academy.cases.rules.machine.deciding import may_conclude
from academy.cases.rules.machine.moving import way
from academy.cases.rules.machine.reach import hands
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.state import Refused, State, Thing


@dataclass(frozen=True)
class Way:
    """A way from here."""

    place: str
    minutes: int
    #: Why it cannot be gone now; empty where it can.
    why_not: str = ""
    #: Slot of the words for that, where the author has some.
    closed: str | None = None


@dataclass(frozen=True)
class Reach:
    """An exhibit the role knows of, and what it can do with it."""

    exhibit: str
    is_here: bool
    is_held: bool
    #: Whether somebody is handing it over to this role.
    is_offered: bool
    can_collect: bool
    #: Why it cannot be collected, as the machine refuses; empty where it can, or lies elsewhere.
    why_not: str = ""
    said: str = ""
    can_measure: bool = False
    can_open: bool = False
    can_duplicate: bool = False
    can_seal: bool = False
    #: Whether lines can be written in its log: by whoever holds it, or did.
    can_record: bool = False


@dataclass(frozen=True)
class Question:
    """A topic a person can be asked about, in the ways it was not asked yet."""

    person: str
    topic: str
    openings: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """A request that can be made, or why not."""

    request: str
    #: Exhibits that must go along and are in hand.
    sends: tuple[str, ...]
    why_not: str = ""
    said: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer that has come and was not read."""

    request: str
    #: Whether causes must be ranked before it can be opened.
    must_rank: bool


@dataclass(frozen=True)
class Choice:
    """A decision that is open, with the options that can be chosen."""

    decision: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Moves:
    """Everything a role can do now."""

    ways: tuple[Way, ...] = ()
    spots: tuple[str, ...] = ()
    exhibits: tuple[Reach, ...] = ()
    people: tuple[str, ...] = ()
    topics: tuple[Question, ...] = ()
    authorities: tuple[str, ...] = ()
    requests: tuple[Wish, ...] = ()
    #: Requests that were made and whose answer is on its way.
    awaited: tuple[str, ...] = ()
    answers: tuple[Reply, ...] = ()
    decisions: tuple[Choice, ...] = ()
    #: Roles and authorities that an exhibit can be handed to here and now.
    receivers: tuple[str, ...] = ()
    #: Roles that can be told something.
    colleagues: tuple[str, ...] = ()
    #: Exhibits and read answers the role can tell of.
    tellable: tuple[str, ...] = ()
    can_cordon: bool = False
    can_search: bool = False
    #: How many are here to search.
    hands: int = 1
    #: Whether something is on its way that can be waited for.
    can_wait_for_next: bool = False
    can_conclude: bool = False


def moves(case: CaseContent, law: Law, state: State, role: str) -> Moves:
    """Return what a role can do; nothing once the case is closed."""
    if state.is_over or role not in state.places:
        return Moves()
    look = _Look(case, law, state, role)
    return Moves(
        ways=tuple(look.ways()),
        spots=look.spots(),
        exhibits=tuple(look.reach(key) for key in case.exhibits if key in state.known[role]),
        people=look.people(),
        topics=tuple(look.topics()),
        authorities=tuple(key for key in case.authorities if look.can(Notify(role=role, authority=key))),
        requests=tuple(look.requests()),
        awaited=look.awaited(),
        answers=tuple(look.answers()),
        decisions=tuple(look.decisions()),
        receivers=look.receivers(),
        colleagues=tuple(each for each in case.seats if each != role),
        tellable=look.tellable() if case.is_joint else (),
        can_cordon=look.can(Cordon(role=role, wide=True, log=True)),
        can_search=any(look.can(Search(role=role, pattern=pattern)) for pattern in Pattern),
        hands=hands(case, state, role),
        can_wait_for_next=look.can(Wait(role=role)),
        can_conclude=may_conclude(look.turn),
    )


def may_wish(case: CaseContent, state: State, role: str, request: str) -> bool:
    """Say whether a role can think of a request: one about exhibits it has not found would tell of them."""
    wish, known = case.requests[request], state.known[role]
    is_hers = not wish.roles or role in wish.roles
    return is_hers and all(each in known or _is_away(case, state, each) for each in wish.on)


def _is_away(case: CaseContent, state: State, exhibit: str) -> bool:
    holder = state.things[exhibit].holder
    return bool(holder) and holder not in case.seats


class _Look:
    """One look at what a role can do."""

    def __init__(self, case: CaseContent, law: Law, state: State, role: str) -> None:
        self.case, self.law, self.state, self.role = case, law, state, role
        self.turn = Turn(case, law, state, role)

    def why_not(self, action: Action) -> Refused | None:
        return refusal(self.case, self.law, self.state, action)

    def can(self, action: Action) -> bool:
        return self.why_not(action) is None

    def is_mine(self, roles: list[str]) -> bool:
        return not roles or self.role in roles

    def ways(self) -> Iterator[Way]:
        for key, place in self.case.places.items():
            minutes = way(self.turn, key)
            if minutes is not None and self.is_mine(place.roles):
                no = self.why_not(Move(role=self.role, to=key))
                yield Way(key, minutes, no.reason if no else "", (no.said or None) if no else None)

    def spots(self) -> tuple[str, ...]:
        spots = self.case.places[self.turn.place].spots
        return tuple(key for key, spot in spots.items() if self.turn.holds(spot.seen_if))

    def people(self) -> tuple[str, ...]:
        return tuple(
            key
            for key, person in self.case.people.items()
            if person.place == self.turn.place
            and self.is_mine(person.roles)
            and self.turn.holds(person.there_if)
        )

    def topics(self) -> Iterator[Question]:
        for person in self.people():
            for topic in self.case.people[person].topics:
                asks = (
                    Interview(role=self.role, person=person, topic=topic, opening=each) for each in Opening
                )
                if openings := tuple(ask.opening.value for ask in asks if self.can(ask)):
                    yield Question(person, topic, openings)

    def reach(self, key: str) -> Reach:
        thing, role = self.state.things[key], self.role
        is_held = thing.holder == role
        is_here = not thing.holder and thing.place == self.turn.place
        no = self.why_not(Collect(role=role, exhibit=key)) if is_here else None
        return Reach(
            key, is_here, is_held,
            is_offered=self.can(Receive(role=role, exhibit=key)),
            can_collect=is_here and no is None,
            why_not=no.reason if no else "",
            said=no.said if no else "",
            can_measure=self.can(Measure(role=role, what=key)),
            can_open=self.can(Repack(role=role, exhibit=key)),
            can_duplicate=self.can(Duplicate(role=role, exhibit=key)),
            can_seal=is_held and bool(thing.container) and not thing.seal,
            can_record=is_held or _was_held(thing, role),
        )  # fmt: skip

    def requests(self) -> Iterator[Wish]:
        for key, request in self.case.requests.items():
            is_open = may_wish(self.case, self.state, self.role, key)
            if is_open and not self.turn.is_so(f"requested:{key}"):
                sends = tuple(each for each in request.on if self.state.things[each].holder == self.role)
                no = self.why_not(Ask(role=self.role, request=key, exhibits=list(sends)))
                yield Wish(key, sends, no.reason if no else "", no.said if no else "")

    def awaited(self) -> tuple[str, ...]:
        mine = (key for key in self.case.requests if self.turn.knows(key))
        return tuple(key for key in mine if not self.turn.is_so(f"arrived:{key}"))

    def answers(self) -> Iterator[Reply]:
        for key in self.case.requests:
            no = self.why_not(Read(role=self.role, request=key))
            if no is None or no.reason == "rank-first":
                yield Reply(key, must_rank=no is not None)

    def decisions(self) -> Iterator[Choice]:
        for key, decision in self.case.decisions.items():
            choices = (Decide(role=self.role, decision=key, option=option) for option in decision.options)
            if options := tuple(each.option for each in choices if self.can(each)):
                yield Choice(key, options)

    def receivers(self) -> tuple[str, ...]:
        mine = [key for key, thing in self.state.things.items() if thing.holder == self.role]
        if not mine:
            return ()
        first = min(mine)
        everybody = (*self.case.seats, *self.case.authorities)
        return tuple(to for to in everybody if self.can(HandOver(role=self.role, exhibit=first, to=to)))

    def tellable(self) -> tuple[str, ...]:
        known = self.state.known[self.role]
        read = (key for key in self.case.requests if key in known and self.is_read(key))
        return (*(key for key in self.case.exhibits if key in known), *read)

    def is_read(self, request: str) -> bool:
        return self.turn.is_so(f"result:{request}") or self.turn.is_so(f"spoilt:{request}")


def _was_held(thing: Thing, role: str) -> bool:
    return any(each.who == role for each in thing.handlings)


__all__ = ["Choice", "Moves", "Question", "Reach", "Reply", "Way", "Wish", "candidates", "may_wish", "moves"]
