"""What waits on what: circles that are refused when they are saved, and activities nobody can ever reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from academy.courses.content import Condition, Course, leaves
from academy.courses.content.conditions import Done, FollowsTrack, HoldsRole, Passed, Scored, Since, Until
from academy.courses.rules.conditions import Facts, holds

#: What stands before the slug of a module in a graph: beginning it, having done it.
_OPEN, _DONE = "open:", "done:"


@dataclass(frozen=True)
class Waiting:
    """What is known of one part of a course where only its order and its conditions matter."""

    slug: str
    requires: Condition | None = None
    is_required: bool = True
    #: Only modules have parts.
    parts: tuple[Waiting, ...] = ()


def cycle(graph: Mapping[str, Collection[str]]) -> list[str] | None:
    """Return a circle of a graph (each waits on those it leads to), beginning at its least name; None without one.

    ``["a", "b"]`` reads: a waits on b, b waits on a.
    """
    finished: set[str] = set()
    for start in sorted(graph):
        if start not in finished and (found := _walk(graph, start, finished)):
            first = found.index(min(found))
            return found[first:] + found[:first]
    return None


def _walk(graph: Mapping[str, Collection[str]], start: str, finished: set[str]) -> list[str] | None:
    """Go as deep as there is a way, without recursion; return the first circle met."""
    path, ahead = [start], [iter(sorted(graph.get(start, ())))]
    on_path = {start}
    while path:
        following = next(ahead[-1], None)
        if following is None:
            ahead.pop()
            on_path.discard(path[-1])
            finished.add(path.pop())
        elif following in on_path:
            return path[path.index(following) :]
        elif following not in finished:
            path.append(following)
            on_path.add(following)
            ahead.append(iter(sorted(graph.get(following, ()))))
    return None


def circle(modules: Iterable[Waiting]) -> list[str] | None:
    """Return the slugs of activities and modules that wait on each other in a circle; None without one.

    Whatever a condition names counts as waited on, in an OR as well: a branch that can never hold misleads.
    Gates are left to ``unreachable``, since they follow from the order and not from a condition.
    """
    found = cycle(_graph(list(modules)))
    if found is None:
        return None
    named = [name.removeprefix(_OPEN).removeprefix(_DONE) for name in found]
    return [name for place, name in enumerate(named) if name != named[place - 1] or len(named) == 1]


def named_courses(condition: Condition | None) -> set[str]:
    """Return the slugs of the other courses a condition asks for."""
    return {leaf.course for leaf in leaves(condition) if isinstance(leaf, Passed)}


def waiting(course: Course) -> list[Waiting]:
    """Return the modules of a course as far as their order and conditions go."""
    return [
        Waiting(
            module.slug,
            module.requires,
            parts=tuple(Waiting(each.slug, each.requires, each.is_required) for each in module.activities),
        )
        for module in course.modules
    ]


def unreachable(course: Course, *, today: date = date.min) -> list[str]:
    """Return the activities nobody can ever reach from ``today`` on, in reading order.

    A learner is imagined who does at once whatever is open, with full marks, and who holds every role, track
    and other course a condition names; days pass from one date of a condition to the next.
    """
    days = {today, *(day for day in _days(course) if day >= today)}
    named = [leaf for condition in _conditions(course) for leaf in leaves(condition)]
    done: dict[str, float | None] = {}
    for day in sorted(days):
        facts = Facts(
            today=day, done=done,
            courses=frozenset(leaf.course for leaf in named if isinstance(leaf, Passed)),
            roles=frozenset(leaf.role for leaf in named if isinstance(leaf, HoldsRole)),
            tracks=frozenset(leaf.track for leaf in named if isinstance(leaf, FollowsTrack)),
        )  # fmt: skip
        _do_what_is_open(course, facts, done)
    return [activity.slug for _module, activity in course.activities() if activity.slug not in done]


def _do_what_is_open(course: Course, facts: Facts, done: dict[str, float | None]) -> None:
    """Add to ``done`` everything that comes open, until nothing more does."""
    before = -1
    while before < len(done):
        before = len(done)
        now = Facts(
            today=facts.today, done=done, modules=frozenset(_done_modules(course, done)), courses=facts.courses,
            roles=facts.roles, tracks=facts.tracks,
        )  # fmt: skip
        for module in course.modules:
            if holds(module.requires, now):
                open_now = [each.slug for each in module.activities if holds(each.requires, now)]
                done.update(dict.fromkeys(open_now, 1.0))
            if module.gate and module.slug not in _done_modules(course, done):
                break


def _done_modules(course: Course, done: Collection[str]) -> list[str]:
    return [
        module.slug
        for module in course.modules
        if all(each.slug in done for each in module.activities if each.is_required)
    ]


def _conditions(course: Course) -> Iterator[Condition | None]:
    for module in course.modules:
        yield module.requires
        yield from (activity.requires for activity in module.activities)


def _days(course: Course) -> Iterator[date]:
    """Yield the days on which something changes: those a condition begins on, those it lasts until, and the next."""
    for condition in _conditions(course):
        for leaf in leaves(condition):
            if isinstance(leaf, Since):
                yield leaf.since
            elif isinstance(leaf, Until):
                yield leaf.until
                if leaf.until < date.max:
                    yield leaf.until + timedelta(days=1)


def _graph(modules: list[Waiting]) -> dict[str, set[str]]:
    """Draw activities by their slugs, and modules twice: beginning one, having done one."""
    slugs = {activity.slug for module in modules for activity in module.parts}
    graph: dict[str, set[str]] = {}
    for module in modules:
        graph.setdefault(_OPEN + module.slug, set()).update(_asked(module.requires, modules, slugs))
        graph.setdefault(_DONE + module.slug, set()).update(
            part.slug for part in module.parts if part.is_required
        )
        for part in module.parts:
            graph[part.slug] = {_OPEN + module.slug, *_asked(part.requires, modules, slugs)}
    return graph


def _asked(condition: Condition | None, modules: list[Waiting], slugs: set[str]) -> set[str]:
    """Return the nodes a condition waits on; a slug means the activity of that name before the module."""
    known = {module.slug for module in modules}
    asked: set[str] = set()
    for leaf in leaves(condition):
        name = leaf.done if isinstance(leaf, Done) else leaf.score if isinstance(leaf, Scored) else None
        if name in slugs:
            asked.add(str(name))
        elif name in known:
            asked.add(_DONE + str(name))
    return asked
