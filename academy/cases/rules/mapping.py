"""A case as a graph: what there is, where it lies, what it waits for and what it brings about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from academy.cases.content import CaseContent
from academy.cases.content.effects import change
from academy.cases.content.parts import Decision, Event, Exhibit, Person, Place
from academy.cases.rules.conditions import names_in

#: The columns of the map, each with the kinds of parts that stand in it, in the order they are read.
COLUMNS: dict[str, tuple[str, ...]] = {
    "places": ("place", "spot"),
    "exhibits": ("exhibit",),
    "others": ("person", "authority", "power", "request", "decision", "event"),
    "proof": ("cause", "charge", "element"),
    "endings": ("ending",),
}


_Placed = dict[str, Exhibit] | dict[str, Person] | dict[str, Decision] | dict[str, Event]
_Guarded = dict[str, Place] | dict[str, Exhibit] | dict[str, Person]


@dataclass(frozen=True)
class Part:
    """One part of the case."""

    kind: str
    key: str
    title: str
    #: The id of the place a spot belongs to.
    within: str = ""

    @property
    def id(self) -> str:
        """Its name on the page; keys may repeat across kinds."""
        return f"{self.kind}-{self.key}"

    @property
    def column(self) -> str:
        """The column it stands in."""
        return next(name for name, kinds in COLUMNS.items() if self.kind in kinds)


@dataclass(frozen=True)
class Link:
    """What one part has to do with another, read from ``source`` to ``target``."""

    #: ``way``, ``holds`` (lies or stands there), ``part`` (of another), ``goes_with`` (a request), ``made_to``,
    #: ``allows`` (a power), ``needs``, ``loses``, ``prevents``, ``brings`` (an effect).
    kind: str
    source: str
    target: str
    #: The minutes, the condition or the effect as it is written.
    words: str = ""


@dataclass(frozen=True)
class CaseMap:
    """The whole graph."""

    parts: tuple[Part, ...]
    links: tuple[Link, ...]

    def of(self, column: str) -> list[Part]:
        """Return the parts of a column, in reading order."""
        return [part for part in self.parts if part.column == column]

    def part(self, name: str) -> Part:
        """Return a part by its id."""
        return self._by_id[name]

    def leaving(self, part: Part) -> list[Link]:
        """Return the links that begin at a part."""
        return [link for link in self.links if link.source == part.id]

    def arriving(self, part: Part) -> list[Link]:
        """Return the links that lead to a part."""
        return [link for link in self.links if link.target == part.id]

    @cached_property
    def _by_id(self) -> dict[str, Part]:
        return {part.id: part for part in self.parts}


def mapped(case: CaseContent) -> CaseMap:
    """Return the graph of a case. What names a part that is not there is left out: the findings say so."""
    parts = tuple(_parts(case))
    there = {part.id for part in parts}
    links = dict.fromkeys(
        link
        for link in (*_laid_out(case), *_asked_for(case, parts), *_brought_about(case, parts))
        if {link.source, link.target} <= there and link.source != link.target
    )
    return CaseMap(parts, tuple(links))


def _parts(case: CaseContent) -> Iterator[Part]:
    for key, place in case.places.items():
        yield Part("place", key, place.title)
        yield from (Part("spot", name, spot.title, f"place-{key}") for name, spot in place.spots.items())
    titled: dict[str, Mapping[str, Any]] = {
        "exhibit": case.exhibits, "person": case.people, "authority": case.authorities, "power": case.powers,
        "request": case.requests, "decision": case.decisions, "charge": case.charges, "element": case.elements,
        "ending": case.endings,
    }  # fmt: skip
    for kind, members in titled.items():
        yield from (Part(kind, key, member.title) for key, member in members.items())
    yield from (Part("event", key, event.text) for key, event in case.events.items())
    yield from (Part("cause", key, words) for key, words in case.causes.items())


def _laid_out(case: CaseContent) -> Iterator[Link]:
    """Yield where everything is, and what belongs together."""
    yield from _inside(case)
    for key, exhibit in case.exhibits.items():
        yield Link("part", f"exhibit-{exhibit.part_of}", f"exhibit-{key}")
    for key, request in case.requests.items():
        yield Link("made_to", f"request-{key}", f"authority-{request.authority}")
        yield from (Link("goes_with", f"exhibit-{name}", f"request-{key}") for name in request.on)
    for target, powers in _under_powers(case):
        yield from (Link("allows", f"power-{power}", target) for power in powers)


def _inside(case: CaseContent) -> Iterator[Link]:
    """Yield the ways between places, and what each of them holds."""
    for key, place in case.places.items():
        for other, minutes in place.ways.items():
            yield Link("way", f"place-{key}", f"place-{other}", str(minutes))
        yield from (Link("holds", f"place-{key}", f"spot-{spot}") for spot in place.spots)
    placed: dict[str, _Placed] = {
        "exhibit": case.exhibits, "person": case.people, "decision": case.decisions, "event": case.events,
    }  # fmt: skip
    for kind, members in placed.items():
        for key, member in members.items():
            yield Link("holds", f"place-{member.place}", f"{kind}-{key}")


def _under_powers(case: CaseContent) -> Iterator[tuple[str, list[str]]]:
    guarded: dict[str, _Guarded] = {"place": case.places, "exhibit": case.exhibits, "person": case.people}
    for kind, members in guarded.items():
        for key, member in members.items():
            yield f"{kind}-{key}", member.powers


@dataclass(frozen=True)
class _Asked:
    """A condition of a part."""

    target: str
    condition: str
    kind: str = "needs"


def _asked_for(case: CaseContent, parts: Iterable[Part]) -> Iterator[Link]:
    """Yield what each condition waits for: the parts it names, and whatever sets the facts it names."""
    by_key: dict[str, list[str]] = {}
    for part in parts:
        by_key.setdefault(part.key, []).append(part.id)
    setters = _setters(case)
    for asked in _conditions(case):
        for name in sorted(names_in(asked.condition)):
            sources = by_key.get(name) or setters.get(name, [])
            for source in sources:
                yield Link(asked.kind, source, asked.target, asked.condition)


def _conditions(case: CaseContent) -> Iterator[_Asked]:
    for key, place in case.places.items():
        yield _Asked(f"place-{key}", place.needs)
        yield from (_Asked(f"spot-{name}", spot.seen_if) for name, spot in place.spots.items())
    for key, exhibit in case.exhibits.items():
        yield _Asked(f"exhibit-{key}", exhibit.seen_if)
        yield _Asked(f"exhibit-{key}", exhibit.needs)
        yield _Asked(f"exhibit-{key}", exhibit.lost_if, "loses")
    for key, person in case.people.items():
        yield _Asked(f"person-{key}", person.there_if)
        yield from (_Asked(f"person-{key}", topic.needs) for topic in person.topics.values())
    for kind, members in _asking(case).items():
        yield from (_Asked(f"{kind}-{key}", condition) for key, condition in members)
    for key, event in case.events.items():
        yield _Asked(f"event-{key}", event.when)
        yield _Asked(f"event-{key}", event.unless, "prevents")


def _asking(case: CaseContent) -> dict[str, list[tuple[str, str]]]:
    """Return the parts that have one condition or a condition for each option: kind → key and condition."""
    return {
        "authority": [(key, each.needs) for key, each in case.authorities.items()],
        "power": [(key, each.needs) for key, each in case.powers.items()],
        "request": [(key, each.needs) for key, each in case.requests.items()],
        "decision": [
            (key, condition)
            for key, each in case.decisions.items()
            for condition in (each.needs, *(option.needs for option in each.options.values()))
        ],
        "element": [(key, each.proof) for key, each in case.elements.items()],
        "ending": [(key, each.when) for key, each in case.endings.items()],
    }


def _effects(case: CaseContent) -> Iterator[tuple[str, list[str]]]:
    """Yield every part with what it lets happen."""
    for place in case.places.values():
        yield from ((f"spot-{name}", spot.then) for name, spot in place.spots.items())
    for key, person in case.people.items():
        for topic in person.topics.values():
            yield from ((f"person-{key}", answer.then) for answer in topic.answers.values())
    for key, authority in case.authorities.items():
        yield f"authority-{key}", [*authority.then, *authority.on_arrival]
    yield from ((f"request-{key}", request.then) for key, request in case.requests.items())
    for key, decision in case.decisions.items():
        yield from ((f"decision-{key}", option.then) for option in decision.options.values())
    yield from ((f"event-{key}", event.then) for key, event in case.events.items())


def _brought_about(case: CaseContent, parts: Iterable[Part]) -> Iterator[Link]:
    """Yield what each effect changes: an exhibit that comes to light, a place that is trodden over."""
    there = {part.id for part in parts}
    for source, effects in _effects(case):
        for effect in effects:
            taken = change(effect)
            for name in taken.args:
                for target in (f"exhibit-{name}", f"place-{name}"):
                    if taken.verb in ("reveal", "lose", "spoil", "disturb", "move") and target in there:
                        yield Link("brings", source, target, effect)


def _setters(case: CaseContent) -> dict[str, list[str]]:
    """Return author's fact, counter, or what the file got right → the parts that set it."""
    found: dict[str, list[str]] = {
        "right_cause": [f"cause-{case.cause}"],
        "right_culprit": [f"person-{case.culprit}"],
        "right_charge": [f"charge-{key}" for key, charge in case.charges.items() if charge.is_right],
    }
    for source, effects in _effects(case):
        for effect in effects:
            taken = change(effect)
            if taken.verb in ("set", "unset", "add") and source not in found.setdefault(taken.args[0], []):
                found[taken.args[0]].append(source)
    return found
