"""The machine read kindly: what each fact of a case needs at the least, as rules for ``relaxing``.

Each rule leaves out what it need not know (who acts, what is worn, what was spoilt meanwhile), so that whatever the
machine can bring about the rules can, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from academy.cases.content import CaseContent
from academy.cases.content.conditions import Both, Comparison, Either, Tree
from academy.cases.content.effects import change
from academy.cases.content.keys import Container, CustodyStep, Gear, Hazard, Opening, Pattern, Store, View
from academy.cases.content.parts import Event, Exhibit, Person, Place, Topic
from academy.cases.rules.checking.grounding import NEVER, SO, Ground, fact
from academy.cases.rules.checking.relaxing import Reach, Rule
from academy.cases.rules.checking.whereabouts import gone_by, moved_to
from academy.cases.rules.conditions import MINUTE
from academy.cases.rules.craft import MORNING, STAYING
from academy.cases.rules.hours import DAY, starts
from academy.cases.rules.knots import effects_of
from academy.cases.rules.naming import CANNOT_SAY


def reach_of(case: CaseContent) -> Reach:
    """Return what can come about in a case at all."""
    counters = {name: counter.starts for name, counter in case.counters.items()}
    return Reach(Deeds(case).rules(), counters)


#: What can come about of an exhibit once somebody has taken it up.
_OF_WHAT_IS_HELD = (
    "held", "packed", "packed_well", "sealed", "labelled", "stored", "cooled", "opened", "duplicated", "handed", "received",
    "recorded", "touched", "touched_bare", "moved", "contaminated", "destroyed",
)  # fmt: skip


class Deeds:
    """The rules of one case."""

    def __init__(self, case: CaseContent, ground: Ground | None = None) -> None:
        """Keep the case; beside others somebody works while the clock of another stands, so then nothing takes time."""
        self.case = case
        self.ground = ground or Ground(case)
        self.pace = 0 if case.is_joint else 1

    def rules(self) -> Iterator[Rule]:
        """Yield every rule."""
        yield from self._places()
        for key, exhibit in self.case.exhibits.items():
            yield from self._finding(key, exhibit)
            yield from self._handling(key, exhibit)
            yield from self._court(key)
        for key, person in self.case.people.items():
            yield from self._asking(key, person)
        yield from self._others()
        yield from self._deciding()
        yield from self._powers()
        yield from self._world()

    # places

    def _places(self) -> Iterator[Rule]:
        first = next(iter(self.case.places), "")
        starts = [role.starts_at or first for role in self.case.roles.values()] or [first]
        for start in starts:
            yield Rule(f"visited:{start}", SO)
        for one, place in self.case.places.items():
            for other, minutes in place.ways.items():
                yield self._going(one, other, minutes)
                yield self._going(other, one, minutes)
            yield from self._looking(one, place)

    def _going(self, one: str, other: str, minutes: int) -> Rule:
        place = self.case.places.get(other)
        needs = self.ground.of(place.needs) if place else NEVER
        cost = minutes * self.pace
        until = None if place is None or place.is_base else self.case.clock.minutes - 1 - cost
        return Rule(f"visited:{other}", Both((fact(f"visited:{one}"), needs)), cost, until)

    def _looking(self, key: str, place: Place) -> Iterator[Rule]:
        here = fact(f"visited:{key}")
        names = ["observed", "photographed", "noted", "sketched", "cordoned"]
        for name in names:
            yield Rule(f"{name}:{key}", here)
        for more in ("observed:{}:near", "cordoned:{}:wide", "cordoned:{}:log", *_views("{}")):
            yield Rule(more.format(key), here)
        for spot, seen in place.spots.items():
            there = Both((here, self.ground.of(seen.seen_if)))
            yield Rule(f"observed:{spot}", there, seen.minutes * self.pace)
            yield Rule(f"observed:{spot}:near", there)
            yield Rule(f"noted:{spot}", there)
            yield Rule(f"measured:{spot}", there)
            yield from self._brought(seen.then, fact(f"observed:{spot}"))
        if place.search:
            yield from self._searching(key, place)

    def _searching(self, key: str, place: Place) -> Iterator[Rule]:
        terms, here = place.search, fact(f"visited:{key}")
        if terms is None:
            return
        for pattern in Pattern:
            yield Rule(f"searched:{key}:{pattern}", here, terms.minutes * self.pace)
        yield Rule(f"searched:{key}", here, terms.minutes * self.pace)
        coming = sum(each.arrives_after is not None for each in self.case.authorities.values())
        if terms.team <= len(self.case.seats) + self.case.helpers + coming:
            yield Rule(f"searched_well:{key}", here, terms.minutes * self.pace)

    # exhibits

    def _finding(self, key: str, exhibit: Exhibit) -> Iterator[Rule]:
        seen = self.ground.of(exhibit.seen_if, key)
        is_revealed = any(text == f"reveal {key}" for _slot, text in effects_of(self.case))
        revealed, found = (fact(f"revealed:{key}"),) if is_revealed else (), f"found:{key}"
        until = gone_by(self.case, key, exhibit)
        if exhibit.part_of:
            examined = self._examined(exhibit.part_of)
            yield Rule(found, Either((*revealed, Both((examined, seen)))), until=until)
        else:
            for place in (exhibit.place, *moved_to(self.case, key)):
                yield Rule(found, Both((fact(f"visited:{place}"), Either((*revealed, seen)))), until=until)
        if exhibit.lost_if:
            yield Rule(f"lost:{key}", self.ground.of(exhibit.lost_if, key))
        if exhibit.decays:
            yield Rule(f"decayed:{key}", Comparison(MINUTE, ">=", exhibit.decays.after * self.pace))

    def _examined(self, whole: str) -> Tree:
        asked = tuple(
            fact(f"result:{key}") for key, request in self.case.requests.items() if whole in request.on
        )
        return Either((fact(f"opened:{whole}"), *asked))

    def _handling(self, key: str, exhibit: Exhibit) -> Iterator[Rule]:
        found, held = fact(f"found:{key}"), fact(f"collected:{key}")
        yield from (
            Rule(f"{name}:{key}", found) for name in ("observed", "measured", "noted", "photographed")
        )
        yield from (Rule(name, found) for name in (f"observed:{key}:near", *_views(key)))
        yield Rule(f"tainted:{key}", Both((found, fact("unlawful"))))
        if not exhibit.stays and exhibit.kind not in STAYING:
            yield Rule(f"collected:{key}", Both((found, self.ground.of(exhibit.needs, key))))
        yield from (Rule(f"{name}:{key}", held) for name in _OF_WHAT_IS_HELD)
        yield from (Rule(f"recorded:{key}:{step}", held) for step in CustodyStep)
        yield from (Rule(f"packed:{key}:{container}", held) for container in Container)
        yield from (Rule(f"stored:{key}:{store}", held) for store in Store)
        receivers = (*self.case.seats, *self.case.authorities, *self.case.requests)
        yield from (Rule(f"handed:{key}:{to}", held) for to in receivers)
        if exhibit.hazard is not Hazard.NONE:
            yield Rule("exposed", held)
            yield Rule(f"exposed:{exhibit.hazard}", held)

    def _court(self, key: str) -> Iterator[Rule]:
        yield Rule(f"whole:{key}", SO)
        yield Rule(f"filed:{key}", fact(f"collected:{key}"))
        yield from (
            Rule(f"{name}:{key}", fact(f"filed:{key}")) for name in ("admitted", "reduced", "excluded")
        )
        yield Rule(f"unbroken:{key}", fact(f"collected:{key}"))

    # people and authorities

    def _asking(self, key: str, person: Person) -> Iterator[Rule]:
        here = Both((fact(f"visited:{person.place}"), self.ground.of(person.there_if)))
        for name in ("observed:{}", "observed:{}:near", "noted:{}", "asked:{}"):
            yield Rule(name.format(key), here)
        for name, topic in person.topics.items():
            yield from self._putting(f"{key}:{name}", key, topic, Both((here, self.ground.of(topic.needs))))

    def _putting(self, name: str, person: str, topic: Topic, needs: Tree) -> Iterator[Rule]:
        cost = topic.minutes * self.pace
        yield Rule(f"asked:{name}", needs, cost)
        yield from (Rule(f"asked:{name}:{opening}", needs, cost) for opening in Opening)
        for opening, answer in topic.answers.items():
            put = fact(f"asked:{name}:{opening}")
            yield Rule(f"answered:{name}", put)
            yield Rule(f"answered:{person}", put)
            yield from self._brought(answer.then, put)
            yield from (Rule(f"spoilt:{person}:{other}", put) for other in answer.spoils)

    def _others(self) -> Iterator[Rule]:
        for key, authority in self.case.authorities.items():
            called = fact(f"notified:{key}")
            yield Rule(called.name, self.ground.of(authority.needs), authority.minutes * self.pace)
            yield from self._brought(authority.then, called)
            if authority.arrives_after is not None:
                yield Rule(f"present:{key}", called, authority.arrives_after * self.pace)
                yield from self._brought(authority.on_arrival, fact(f"present:{key}"))
        for key, request in self.case.requests.items():
            along = tuple(fact(f"collected:{name}") for name in request.on)
            each = tuple(self.ground.of(request.needs, name) for name in request.on or ("it",))
            requested, arrived = fact(f"requested:{key}"), fact(f"arrived:{key}")
            yield Rule(requested.name, Both((*along, *each)), request.minutes * self.pace)
            if request.next_day:
                yield Rule(arrived.name, Both((requested, Comparison(MINUTE, ">=", self._morning()))))
            else:
                yield Rule(arrived.name, requested, request.answers_after * self.pace)
            yield Rule(f"result:{key}", arrived)
            yield Rule(f"spoilt:{key}", arrived)
            yield from self._brought(request.then, fact(f"result:{key}"))

    def _morning(self) -> int:
        return DAY + MORNING - starts(self.case)

    def _deciding(self) -> Iterator[Rule]:
        case = self.case
        for key, decision in case.decisions.items():
            here = Both(
                (fact(f"visited:{decision.place}") if decision.place else SO, self.ground.of(decision.needs))
            )
            yield Rule(f"decided:{key}", here)
            for name, option in decision.options.items():
                taken = fact(f"decided:{key}:{name}")
                yield Rule(taken.name, Both((here, self.ground.of(option.needs))), option.minutes * self.pace)
                yield from self._brought(option.then, taken)
        yield from (Rule(f"hypothesised:{cause}", SO) for cause in case.causes)
        yield from (Rule(f"concluded:{cause}", SO) for cause in (*case.causes, CANNOT_SAY))
        yield from (Rule(f"charged:{charge}", SO) for charge in case.charges)
        yield from (Rule(f"named:{key}", SO) for key, person in case.people.items() if person.is_suspect)
        yield from (Rule(name, SO) for name in ("hypothesised", "undecided", "noted"))
        for element in case.elements:
            yield from (
                Rule(f"cited:{element}:{key}", SO) for key in (*case.exhibits, *case.requests, *case.people)
            )

    def _powers(self) -> Iterator[Rule]:
        case = self.case
        for key, place in case.places.items():
            yield from self._resting(key, place.powers, fact(f"visited:{key}"))
        for key, exhibit in case.exhibits.items():
            yield from self._resting(key, exhibit.powers, fact(f"found:{key}"))
        for key, person in case.people.items():
            yield from self._resting(key, person.powers, fact(f"asked:{key}"))
        yield from (Rule(f"used:{power}", SO) for power in case.powers)

    def _resting(self, key: str, powers: list[str], done: Tree) -> Iterator[Rule]:
        if powers:
            yield Rule(
                f"lawful:{key}", Both((done, Either(tuple(self._of_power(power) for power in powers))))
            )
            yield Rule(f"unlawful:{key}", done)
            yield Rule("unlawful", done)

    def _of_power(self, key: str) -> Tree:
        power = self.case.powers.get(key)
        return self.ground.of(power.needs) if power else NEVER

    # the world

    def _world(self) -> Iterator[Rule]:
        kits = [role.kit for role in self.case.roles.values()] or [list(Gear)]
        for gear in {gear for kit in kits for gear in kit}:
            yield Rule(f"wore:{gear}", SO)
            yield Rule(f"wearing:{gear}", SO)
        yield from (Rule(f"at:{key}", fact(f"visited:{key}")) for key in self.case.places)
        yield Rule("scene_closed", Comparison(MINUTE, ">=", self.case.clock.minutes))
        for key, place in self.case.places.items():
            if place.is_base:
                yield Rule(f"visited:{key}", fact("scene_closed"))
        for key, event in self.case.events.items():
            yield from self._happening(key, event)
        for role in self.case.roles:
            yield from (
                Rule(f"told:{role}:{what}", SO) for what in (*self.case.exhibits, *self.case.requests)
            )

    def _happening(self, key: str, event: Event) -> Iterator[Rule]:
        happened, ready = fact(f"happened:{key}"), fact(f"ready:{key}")
        when = self.ground.of(event.when)
        if event.at is None:
            yield Rule(happened.name, when, event.after * self.pace)
        else:
            yield Rule(ready.name, when, until=event.at)
            yield Rule(happened.name, Both((ready, Comparison(MINUTE, ">=", event.at))))
        yield from self._brought(event.then, happened)

    def _brought(self, effects: Iterable[str], by: Tree) -> Iterator[Rule]:
        for text in effects:
            what = change(text)
            match what.verb:
                case "set":
                    yield Rule(what.args[0], by)
                case "add":
                    yield Rule(f"count:{what.args[0]}:{'-' if int(what.args[1]) < 0 else '+'}", by)
                case "reveal":
                    yield Rule(f"revealed:{what.args[0]}", by)
                case "lose":
                    yield Rule(f"lost:{what.args[0]}", by)
                case "spoil":
                    yield Rule(f"decayed:{what.args[0]}", by)
                case "disturb":
                    yield Rule(f"disturbed:{what.args[0]}", by)


def _views(key: str) -> list[str]:
    return [f"photographed:{key}:{view}" for view in (*View, "scale")]
