"""What is knotted in a case without playing it: names that lead nowhere or clash, what is missing, what cannot stand
where it stands. Instant; what only shows in play is for ``checking``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from academy.cases.content import AS_IT_IS, CaseContent
from academy.cases.content.conditions import (
    Before,
    ByMinute,
    Comparison,
    Predicate,
    Quantified,
    Tree,
    Within,
    parse,
    parts_of,
)
from academy.cases.content.effects import change
from academy.cases.rules.conditions import IN_COURT, IT, MINUTE, NOW, SELECTORS
from academy.cases.rules.naming import CANNOT_SAY, EFFECT_KINDS, FREE, TAKES, Names
from academy.courses.kinds import Finding

#: Fields that hold a condition, and fields that hold effects.
CONDITIONS = frozenset(
    {"needs", "seen_if", "lost_if", "unless", "when", "there_if", "supported_if", "proof", "earn", "fails_if"}
)
EFFECTS = frozenset({"then", "on_arrival"})
#: Parts whose conditions the court reads, so that they may ask what it found.
_READ_IN_COURT = frozenset({"criteria", "elements", "endings"})
#: Parts whose conditions are about an exhibit already, which ``it`` then stands for.
_SPEAK_OF_ONE = frozenset({"exhibits", "requests"})
#: What a case cannot do without.
_NEEDED = ("places", "exhibits", "causes", "criteria", "endings", "expert")
#: Parts that conditions, actions and pages name without saying which kind they mean.
_ONE_NAMESPACE = ("places", "exhibits", "people", "authorities", "powers", "requests", "decisions")
#: Field → the kind of name that stands there.
_POINTERS = {
    "place": "place", "part_of": "exhibit", "authority": "authority", "on": "exhibit", "powers": "power", "roles": "role",
    "starts_at": "place", "ways": "place", "spoils": "topic", "cause": "cause", "culprit": "suspect", "caps": "competency",
}  # fmt: skip
#: Field of an action → the kind of name that stands there.
_OF_ACTIONS = {
    "role": "role", "exhibit": "exhibit", "exhibits": "exhibit", "authority": "authority", "request": "request",
    "person": "person", "topic": "topic", "decision": "decision", "option": "option", "power": "power", "by": "authority",
    "charge": "charge", "suspect": "suspect", "file": "exhibit", "cause": "cause", "causes": "cause",
}  # fmt: skip


def knots(case: CaseContent) -> list[Finding]:
    """Return what is knotted in a case, in the order of the document."""
    names = Names(case)
    found = [*_missing(case), *_clashes(case, names)]
    for slot, condition in conditions_of(case):
        found.extend(_of_condition(slot, condition, names))
    for slot, effect in effects_of(case):
        found.extend(_of_effect(slot, effect, names))
    for slot, kind, name in _pointers(case):
        if not names.has(kind, name):
            found.append(_unknown(slot, name))
    found.extend(_of_expert(case, names))
    found.extend(_unreached(case))
    return list(dict.fromkeys(found))


def conditions_of(case: CaseContent) -> Iterator[tuple[str, str]]:
    """Yield (slot, condition) of everything in a case that waits for something."""
    for slot, field, value in _leaves(case):
        if field in CONDITIONS and isinstance(value, str) and value:
            yield slot, value


def effects_of(case: CaseContent) -> Iterator[tuple[str, str]]:
    """Yield (slot, effect) of everything that lets something happen."""
    for slot, field, value in _leaves(case):
        if field in EFFECTS:
            for effect in value:
                yield slot, effect


def _leaves(case: CaseContent) -> Iterator[tuple[str, str, Any]]:
    for name in type(case).model_fields:
        if name != "expert":
            yield from _below(name, name, getattr(case, name))


def _below(slot: str, field: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    yield slot, field, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _below(f"{slot}/{name}", name, getattr(value, name))
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _below(f"{slot}/{key}", "", member)


def _unknown(slot: str, name: str) -> Finding:
    return Finding("case-unknown-name", values=(("slot", slot), ("name", name)))


def _said(code: str, slot: str, name: str, *, blocks: bool = True) -> Finding:
    return Finding(code, values=(("slot", slot), ("name", name)), blocks=blocks)


def _missing(case: CaseContent) -> Iterator[Finding]:
    for name in _NEEDED:
        if not getattr(case, name):
            yield Finding("case-empty", values=(("name", name),))
    if case.places and not any(place.is_base for place in case.places.values()):
        yield Finding("case-no-base")
    if case.causes and case.cause is None:
        yield Finding("case-no-cause")
    if case.endings:
        if not any(ending.is_success for ending in case.endings.values()):
            yield Finding("case-no-success")
        last = list(case.endings)[-1]
        if case.endings[last].when:
            yield Finding("case-no-otherwise", values=(("name", last),), blocks=False)


def _clashes(case: CaseContent, names: Names) -> Iterator[Finding]:
    counted = Counter(key for part in _ONE_NAMESPACE for key in getattr(case, part))
    counted.update(key for place in case.places.values() for key in place.spots)
    for name, times in counted.items():
        if times > 1:
            yield Finding("case-same-name", values=(("name", name),))
    reserved = TAKES.keys() | {MINUTE, IT, "always"}
    for name in sorted((names.facts | case.counters.keys()) & reserved | names.facts & case.counters.keys()):
        yield Finding("case-reserved-name", values=(("name", name),))


def _of_condition(slot: str, condition: str, names: Names) -> Iterator[Finding]:
    tree = parse(condition)
    part = slot.partition("/")[0]
    for each in parts_of(tree):
        if isinstance(each, Predicate):
            yield from _of_predicate(slot, each, names)
            yield from _of_court(slot, each.name)
        elif isinstance(each, Comparison) and each.name not in {MINUTE, *names.case.counters}:
            yield _unknown(slot, each.name)
        elif isinstance(each, Quantified):
            yield from _of_quantified(slot, each, names, in_court=part in _READ_IN_COURT)
        elif isinstance(each, (Before, ByMinute, Within)):
            yield from _undated(slot, each)
    if part == "elements" and not _rests_on_court(tree):
        yield _said("case-no-court", slot, condition, blocks=False)
    if part not in _SPEAK_OF_ONE and _has_loose_it(tree):
        yield _unknown(slot, IT)


def _of_court(slot: str, name: str) -> Iterator[Finding]:
    part = slot.partition("/")[0]
    if name in IN_COURT and part not in _READ_IN_COURT:
        yield _said("case-too-early", slot, name)
    if part == "elements" and name == "proved":
        yield _said("case-proof-circle", slot, name)


def _of_predicate(slot: str, predicate: Predicate, names: Names) -> Iterator[Finding]:
    name, args = predicate.name, predicate.args
    if name not in TAKES:
        if args or name not in names.facts | {"always"}:
            yield _said("case-unset-fact", slot, name)
        return
    if not TAKES[name].least <= len(args) <= TAKES[name].most:
        yield _said("case-arguments", slot, name)
        return
    for kind, arg in zip(TAKES[name].kinds_for(len(args)), args, strict=True):
        if arg != IT and not names.has(kind, arg):
            yield _unknown(slot, arg)


def _of_quantified(slot: str, part: Quantified, names: Names, *, in_court: bool) -> Iterator[Finding]:
    if part.selector not in SELECTORS:
        yield _unknown(slot, part.selector)
    if part.selector in ("filed", "admitted") and not in_court:
        yield _said("case-too-early", slot, part.selector)
    for name in part.among:
        if not names.has("exhibit", name):
            yield _unknown(slot, name)


def _undated(slot: str, part: Before | ByMinute | Within) -> Iterator[Finding]:
    sides = (part.part,) if isinstance(part, ByMinute) else (part.first, part.second)
    for side in sides:
        for each in parts_of(side):
            if isinstance(each, Predicate) and each.name in NOW | IN_COURT:
                yield _said("case-undated", slot, each.name)


def _rests_on_court(tree: Tree) -> bool:
    return any(
        (isinstance(each, Predicate) and each.name in IN_COURT)
        or (isinstance(each, Quantified) and each.selector in ("filed", "admitted"))
        for each in parts_of(tree)
    )


def _has_loose_it(tree: Tree) -> bool:
    """Say whether ``it`` stands where nothing says what it is."""
    inside = {id(part) for each in parts_of(tree) if isinstance(each, Quantified) for part in parts_of(each)}
    return any(
        isinstance(each, Predicate) and IT in each.args and id(each) not in inside for each in parts_of(tree)
    )


def _of_effect(slot: str, effect: str, names: Names) -> Iterator[Finding]:
    what = change(effect)
    for kind, arg in zip(EFFECT_KINDS[what.verb], what.args, strict=True):
        if kind not in FREE and not names.has(kind, arg):
            yield _unknown(slot, arg)


def _pointers(case: CaseContent) -> Iterator[tuple[str, str, str]]:
    """Yield (slot, kind, name) of every name that leads to a part."""
    for slot, field, value in _leaves(case):
        if field not in _POINTERS or slot in ("roles", "powers"):
            continue
        for name in _each(value):
            yield slot, _POINTERS[field], name


def _each(value: Any) -> Iterable[str]:
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _of_expert(case: CaseContent, names: Names) -> Iterator[Finding]:
    for number, step in enumerate(case.expert, start=1):
        for field, name in _named(step.act.model_dump(mode="json")):
            if not _fits(names, field, name, step.act.do):
                yield _unknown(f"expert/{number}/{field}", name)


def _named(action: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field, value in action.items():
        if field == "power":
            yield from ((name, value[name]) for name in ("power", "by") if value[name])
        elif field == "cites":
            yield from (("cites", element) for element in value)
            yield from (("cited", name) for cited in value.values() for name in cited)
        elif field in _OF_ACTIONS or field in ("to", "what"):
            yield from ((field, name) for name in _each(value))


def _fits(names: Names, field: str, name: str, do: str) -> bool:
    if name == AS_IT_IS:
        return True
    if field == "to":
        return names.has("place" if do == "move" else "receiver", name)
    if field == "cause":
        return name == CANNOT_SAY or names.has("cause", name)
    kinds = {"what": "told" if do == "tell" else "sight", "cites": "element", "cited": "cited"} | _OF_ACTIONS
    return names.has(kinds[field], name)


def _unreached(case: CaseContent) -> Iterator[Finding]:
    """Find places to which no way leads, whatever anybody does."""
    there: set[str] = set(list(case.places)[:1])
    there.update(role.starts_at for role in case.roles.values() if role.starts_at)
    joined = [(one, other) for one, place in case.places.items() for other in place.ways]
    while more := {b for a, b in joined if a in there} | {a for a, b in joined if b in there}:
        if more <= there:
            break
        there |= more
    for name in case.places:
        if name not in there:
            yield Finding("case-no-way", values=(("name", name),))
