"""One action being done: a new state in the making, which nobody sees before it is whole."""

from __future__ import annotations

from typing import Any

from academy.cases.content import CaseContent, Law
from academy.cases.rules.conditions import holds
from academy.cases.rules.hours import starts
from academy.cases.rules.machine.waiting import awaited
from academy.cases.rules.state import Due, Handling, Happening, Moment, State, Thing

_HOURS = 60


class Turn:
    """The action of one role.

    Until ``open`` it only looks at the state it was given; then ``state`` is a copy whose mappings it changes in
    place. A refusal before ``open`` therefore leaves nothing behind.
    """

    __slots__ = ("case", "is_stirred", "is_unlawful", "law", "role", "state")

    def __init__(self, case: CaseContent, law: Law, state: State, role: str) -> None:
        """Stand before an action of ``role``."""
        self.case = case
        self.law = law
        self.state = state
        self.role = role
        #: Whether the world did something while the action took its time.
        self.is_stirred = False
        #: Whether this very action is unlawful.
        self.is_unlawful = False

    def open(self) -> None:
        """Begin to change: from here on ``state`` is this turn's own."""
        old = self.state
        self.state = State(
            old.step + 1, old.minute, dict(old.clocks), dict(old.places), dict(old.worn), dict(old.facts),
            dict(old.counters), dict(old.known), dict(old.things), old.due, old.past, old.hypotheses, old.conclusion,
            {**old.news, self.role: ()},
        )  # fmt: skip

    # What is so

    @property
    def place(self) -> str:
        """Where the role is."""
        return self.state.places[self.role]

    @property
    def clock(self) -> int:
        """The minute the role has come to."""
        return self.state.clocks[self.role]

    @property
    def is_dark(self) -> bool:
        """Whether the light is gone where the role is; a base has lamps."""
        until = self.case.clock.daylight_until
        if until is None or self.case.places[self.place].is_base:
            return False
        hours, minutes = until.split(":")
        return self.clock >= (int(hours) * _HOURS + int(minutes) - starts(self.case)) % (24 * _HOURS)

    def is_so(self, fact: str) -> bool:
        """Say whether a fact has come about."""
        return fact in self.state.facts

    def holds(self, condition: str, it: str | None = None) -> bool:
        """Say whether an author's condition holds."""
        if not condition:
            return True
        facts = self.state.facts
        for fact in awaited(condition):
            if fact not in facts:
                return False
        return holds(self.case, self.state, condition, it=it)

    def knows(self, what: str) -> bool:
        """Say whether the role knows of an exhibit or an answer."""
        return what in self.state.known[self.role]

    # What changes

    def set(self, name: str, value: Any) -> None:
        """Set one of the state's plain values: it is this turn's own until it is handed out."""
        object.__setattr__(self.state, name, value)

    def fact(self, *names: str) -> None:
        """Let facts be so from now on, those that are not yet."""
        facts = self.state.facts
        now = Moment(self.state.step, self.state.minute)
        for name in names:
            if name not in facts:
                facts[name] = now

    def change(self, exhibit: str, **changes: Any) -> Thing:
        """Change what becomes of an exhibit."""
        thing = changed(self.state.things[exhibit], **changes)
        self.state.things[exhibit] = thing
        return thing

    def handle(self, exhibit: str, what: str, *flaws: str, where: str = "", who: str = "") -> None:
        """Write down what truly happened to an exhibit, as it is after it, at the role's own time."""
        thing = self.state.things[exhibit]
        done = Handling(
            what,
            self.clock,
            self.state.step,
            who or self.role,
            where or self.place,
            thing.seal,
            thing.container,
            flaws,
        )
        self.change(exhibit, handlings=(*thing.handlings, done))

    def learn(self, what: str, role: str | None = None) -> None:
        """Let a role know of an exhibit or an answer."""
        role = role or self.role
        known = self.state.known[role]
        if what not in known:
            self.state.known[role] = (*known, what)

    def schedule(self, minute: int, kind: str, key: str) -> None:
        """Let something be on its way."""
        due = (*self.state.due, Due(minute, kind, key))
        self.set("due", tuple(sorted(due, key=lambda each: (each.minute, each.kind, each.key))))

    def tell(self, code: str, slot: str = "", *, role: str | None = None, **values: str | int) -> None:
        """Tell a role, the acting one where none is named, what came about."""
        role = role or self.role
        self.state.news[role] = (*self.state.news[role], Happening(code, slot, tuple(sorted(values.items()))))

    def tell_all(self, code: str, slot: str = "", *, place: str | None = None, **values: str | int) -> None:
        """Tell everybody, or everybody at a place."""
        for role in self.case.seats:
            if place is None or self.state.places[role] == place:
                self.tell(code, slot, role=role, **values)


def changed(thing: Thing, **changes: Any) -> Thing:
    """Copy a thing with changes."""
    return thing._replace(**changes)


__all__ = ["Turn", "changed"]
