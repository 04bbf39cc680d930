"""What one role may see of a case now: nothing that its own acts, or others', have not brought to light.

Pages render from a ``Scene`` and from ``Moves`` alone, and never from the document.
"""

from __future__ import annotations

from collections.abc import Iterator

from academy.cases.content import CaseContent, Law
from academy.cases.content.keys import View
from academy.cases.rules.hours import told
from academy.cases.rules.machine.looking import looked_at
from academy.cases.rules.machine.touch import visible_gear
from academy.cases.rules.machine.truth import next_seal
from academy.cases.rules.machine.turn import Turn
from academy.cases.rules.moves import Moves, may_wish, moves
from academy.cases.rules.scenes import (
    AnswerSeen,
    ColleagueSeen,
    DecisionSeen,
    ExhibitSeen,
    PersonSeen,
    PlaceSeen,
    PowerSeen,
    RequestSeen,
    Scene,
    SpotSeen,
    Told,
)
from academy.cases.rules.state import Entry, Happening, State, Thing
from academy.cases.rules.words import words


def shown(case: CaseContent, law: Law, state: State, role: str) -> Scene:
    """Return what a role sees."""
    return _Look(case, law, state, role).scene()


class _Look:
    """One look at a case through the eyes of one role."""

    def __init__(self, case: CaseContent, law: Law, state: State, role: str) -> None:
        self.case, self.law, self.state, self.role = case, law, state, role
        self.turn = Turn(case, law, state, role)
        self.moves: Moves = moves(case, law, state, role)

    def scene(self) -> Scene:
        case, state, role = self.case, self.state, self.role
        clock, worn = state.clock_of(role), state.worn[role]
        return Scene(
            role=role,
            place=self._place(),
            minute=clock,
            time=told(case, clock),
            minutes_left=max(0, case.clock.minutes - clock),
            is_dark=self.turn.is_dark,
            is_closed=self.turn.is_so("scene_closed"),
            is_over=state.is_over,
            worn=visible_gear(worn),
            are_gloves_used="used_gloves" in worn,
            news=tuple(self.told(each) for each in state.news[role]),
            exhibits=tuple(self._exhibit(key) for key in self._known()),
            people=tuple(self._people()),
            answers=tuple(self._answers()),
            requests=tuple(self._requests()),
            decisions=tuple(self._decisions()),
            powers=self._powers(),
            authorities={key: each.title for key, each in case.authorities.items() if self._mine(each.roles)},
            present=tuple(key for key in case.authorities if self.turn.is_so(f"present:{key}")),
            counters=tuple((each.title, state.counters[key]) for key, each in case.counters.items() if each.title),
            causes=dict(case.causes),
            charges={key: each.title for key, each in case.charges.items()},
            suspects={key: each.title for key, each in case.people.items() if each.is_suspect},
            elements={key: each.title for key, each in case.elements.items()},
            colleagues=tuple(self._colleagues()),
            next_seal=next_seal(state.step + 1),
            names=self._names(),
        )  # fmt: skip

    def told(self, happening: Happening) -> Told:
        return Told(happening.code, words(self.case, happening.slot), dict(happening.values))

    def _mine(self, roles: list[str]) -> bool:
        return not roles or self.role in roles

    def _known(self) -> list[str]:
        return [key for key in self.case.exhibits if key in self.state.known[self.role]]

    def _place(self) -> PlaceSeen:
        key = self.turn.place
        place = self.case.places[key]
        spots = tuple(
            SpotSeen(name, spot.title, spot.at, spot.text if self._has_seen(name) else "")
            for name, spot in place.spots.items()
            if self.turn.holds(spot.seen_if)
        )
        terrain = place.search.terrain if place.search else ""
        is_cordoned = self.turn.is_so(f"cordoned:{key}")
        return PlaceSeen(
            key,
            place.title,
            place.text,
            place.picture,
            spots,
            terrain,
            place.is_base,
            tuple(place.powers),
            is_cordoned,
        )

    def _exhibit(self, key: str) -> ExhibitSeen:
        exhibit, thing = self.case.exhibits[key], self.state.things[key]
        views = (*(view.value for view in View), "scale")
        is_near = self._has_seen(key, is_near=True)
        is_away = self.case.is_joint and thing.holder in self.case.seats and not self._has_in_hand(thing)
        return ExhibitSeen(
            key, exhibit.title, exhibit.text,
            close=exhibit.close if is_near else "",
            kind=exhibit.kind.value,
            hazard=exhibit.hazard.value,
            at=exhibit.at,
            place="" if thing.holder else thing.place,
            holder=thing.holder,
            is_gone=thing.fate == "lost" and thing.place == self.turn.place,
            store="" if is_away else thing.store,
            container="" if is_away else thing.container,
            seal="" if is_away else thing.seal,
            label=None if is_away else thing.label,
            offered_to=thing.offered_to,
            has_duplicate=thing.has_duplicate and not is_away,
            powers=tuple(exhibit.powers),
            photographs=tuple(view for view in views if self.turn.is_so(f"photographed:{key}:{view}")),
            log=self._log(thing),
            is_away=is_away,
        )  # fmt: skip

    def _has_seen(self, what: str, *, is_near: bool = False) -> bool:
        """Say whether something was looked at: in a team by this very role."""
        if self.case.is_joint:
            return self.turn.knows(looked_at(what, is_near=is_near))
        return self.turn.is_so(f"observed:{what}:near" if is_near else f"observed:{what}")

    def _has_in_hand(self, thing: Thing) -> bool:
        return self.role in (thing.holder, thing.offered_to)

    def _log(self, thing: Thing) -> tuple[Entry, ...]:
        if self._has_in_hand(thing):
            return thing.log
        return tuple(entry for entry in thing.log if entry.by == self.role)

    def _people(self) -> Iterator[PersonSeen]:
        for key in self.moves.people:
            person = self.case.people[key]
            questions = {
                each.topic: person.topics[each.topic].question
                for each in self.moves.topics
                if each.person == key
            }
            yield PersonSeen(key, person.title, person.text, questions, tuple(person.powers))

    def _answers(self) -> Iterator[AnswerSeen]:
        for key, request in self.case.requests.items():
            if key not in self.state.known[self.role]:
                continue
            if self.turn.is_so(f"result:{key}"):
                yield AnswerSeen(key, request.title, request.finds)
            elif self.turn.is_so(f"spoilt:{key}"):
                yield AnswerSeen(key, request.title, request.finds_spoilt or request.finds)

    def _requests(self) -> Iterator[RequestSeen]:
        for key, request in self.case.requests.items():
            if may_wish(self.case, self.state, self.role, key):
                yield RequestSeen(
                    key, request.title, request.text, request.kind.value, request.authority or ""
                )

    def _decisions(self) -> Iterator[DecisionSeen]:
        for choice in self.moves.decisions:
            decision = self.case.decisions[choice.decision]
            options = {key: decision.options[key].text for key in choice.options}
            yield DecisionSeen(choice.decision, decision.title, decision.text, options)

    def _powers(self) -> tuple[PowerSeen, ...]:
        powers = self.case.powers.items()
        return tuple(
            PowerSeen(key, power.title, power.entry, self.law.entry(power.entry)) for key, power in powers
        )

    def _colleagues(self) -> Iterator[ColleagueSeen]:
        for key, role in self.case.roles.items():
            if key != self.role:
                place = self.state.places[key]
                title, clock = self.case.places[place].title, told(self.case, self.state.clock_of(key))
                yield ColleagueSeen(key, role.title, place == self.turn.place, title, clock)

    def _names(self) -> dict[str, str]:
        """Return the titles of what the role knows: places it may go to, what it found, whom it can meet or ask."""
        case = self.case
        ways = {self.turn.place, *(each.place for each in self.moves.ways)}
        seen = (key for key in case.places if key in ways or self.turn.is_so(f"visited:{key}"))
        met = (key for key in case.people if key in self.moves.people or self._was_met(key))
        here = case.places[self.turn.place].spots
        return {
            **{key: case.places[key].title for key in seen},
            **{key: here[key].title for key in self.moves.spots},
            **{key: case.exhibits[key].title for key in self._known()},
            **{key: case.people[key].title for key in met},
            **{key: each.title for key, each in case.authorities.items()},
            **{
                key: request.title
                for key, request in case.requests.items()
                if key in self.state.known[self.role] or may_wish(case, self.state, self.role, key)
            },
            **{key: each.title for key, each in case.decisions.items() if self.turn.is_so(f"decided:{key}")},
            **{key: each.title for key, each in case.powers.items()},
            **{key: each.title for key, each in case.roles.items()},
        }

    def _was_met(self, person: str) -> bool:
        return self.turn.is_so(f"asked:{person}") or self.turn.is_so(f"observed:{person}")


__all__ = [
    "AnswerSeen",
    "ColleagueSeen",
    "DecisionSeen",
    "ExhibitSeen",
    "PersonSeen",
    "PlaceSeen",
    "PowerSeen",
    "RequestSeen",
    "Scene",
    "SpotSeen",
    "Told",
    "shown",
]
