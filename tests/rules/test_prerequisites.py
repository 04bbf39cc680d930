"""What waits on what: circles among prerequisites, and activities nobody reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from academy.courses.content import Activity, ActivityContent, Condition, Course, Module
from academy.courses.rules import Facts, holds
from academy.courses.rules.prerequisites import circle, cycle, named_courses, unreachable, waiting

TREE: TypeAdapter[Any] = TypeAdapter(Condition)
NAMES = st.sampled_from("abcdefg")
GRAPHS = st.dictionaries(NAMES, st.sets(NAMES, max_size=3), max_size=7)


def tree(written: Any) -> Any:
    return TREE.validate_python(written) if written else None


def course(*modules: dict[str, Any]) -> Course:
    """Make a course of modules: ``{"gate": …, "requires": …, "a": requires of a, "b?": …}``."""
    return Course(
        slug="a-course", level="basic", title="T", summary="S", statement="S", hours=1,
        modules=[
            Module(
                slug=f"m{number}", title="M", gate=each.get("gate", False), requires=tree(each.get("requires")),
                activities=[
                    Activity(
                        slug=name.strip("?"), kind="lesson", is_required=not name.endswith("?"), requires=tree(asked),
                        content=ActivityContent(title="A", minutes=1),
                    )
                    for name, asked in each.items() if name not in ("gate", "requires")
                ],
            )
            for number, each in enumerate(modules, start=1)
        ],
    )  # fmt: skip


@given(GRAPHS)
def test_a_circle_is_one(graph: dict[str, set[str]]) -> None:
    """Each of a circle waits on the next and the last on the first; the least name comes first."""
    found = cycle(graph)
    if found:
        assert all(found[place] in graph[found[place - 1]] for place in range(len(found)))
        assert found[0] == min(found)
        assert len(set(found)) == len(found)


@given(GRAPHS)
def test_without_a_circle_there_is_an_order(graph: dict[str, set[str]]) -> None:
    """None means that everything can be put in an order in which nothing waits on what comes later."""
    left = {
        name: set(graph.get(name, ())) for name in {*graph, *(each for on in graph.values() for each in on)}
    }
    while free := [name for name, on in left.items() if not on]:
        for name in free:
            del left[name]
        for on in left.values():
            on.difference_update(free)
    assert (cycle(graph) is None) == (not left)


def test_a_long_chain_is_walked() -> None:
    """Ten thousand that wait on each other do not exhaust the stack."""
    chain = {str(number): [str(number + 1)] for number in range(10_000)}
    assert cycle(chain) is None
    assert len(cycle(chain | {"10000": ["0"]}) or []) == 10_001


@pytest.mark.parametrize(
    ("modules", "found"),
    [
        ([{"a": None, "b": {"done": "a"}}], None),
        ([{"a": {"done": "a"}}], ["a"]),
        ([{"a": {"done": "b"}, "b": {"score": "a", "at_least": 0.5}}], ["a", "b"]),
        ([{"a": {"any": [{"since": "2026-01-01"}, {"done": "b"}]}, "b": {"done": "a"}}], ["a", "b"]),
        ([{"requires": {"done": "b"}, "a": None}, {"b": {"done": "a"}}], ["a", "m1", "b"]),
        ([{"a": {"done": "m1"}}], ["a", "m1"]),
        ([{"a?": {"done": "m1"}, "b": None}], None),
        ([{"a": None}, {"requires": {"done": "m1"}, "b": None}], None),
        ([{"requires": {"done": "m2"}, "a": None}, {"requires": {"done": "m1"}, "b": None}], ["a", "m1", "m2", "b"]),
        ([{"a": {"done": "nothing"}}], None),
    ],
)  # fmt: skip
def test_circles_of_courses(modules: list[dict[str, Any]], found: list[str] | None) -> None:
    named = circle(waiting(course(*modules)))
    assert (named is None) == (found is None)
    assert set(named or ()) == set(found or ())


@pytest.mark.parametrize(
    ("modules", "lost"),
    [
        ([{"a": None, "b": {"done": "a"}}], []),
        ([{"a": {"done": "b"}, "b": {"done": "a"}, "c": None}], ["a", "b"]),
        ([{"gate": True, "a": {"done": "b"}}, {"b": None}], ["a", "b"]),
        ([{"gate": True, "a?": {"done": "b"}, "c": None}, {"b": None}], []),
        ([{"gate": True, "a": None}, {"b": {"done": "m1"}}], []),
        ([{"a": {"done": "gone"}}], ["a"]),
        ([{"a": {"any": [{"done": "gone"}, {"role": "trainer"}]}}], []),
        ([{"a": {"all": [{"since": "2026-03-01"}, {"until": "2026-02-01"}]}}], ["a"]),
        ([{"a": {"all": [{"since": "2026-02-01"}, {"until": "2026-03-01"}]}}], []),
        ([{"a": {"since": "2026-03-01"}, "b": {"all": [{"until": "2026-02-01"}, {"done": "a"}]}}], ["b"]),
        ([{"a": {"course": "other"}, "b": {"track": "enforcement"}, "c": {"score": "a", "at_least": 1}}], []),
        ([{"requires": {"done": "b"}, "a": None, "b": None}], ["a", "b"]),
    ],
)  # fmt: skip
def test_what_nobody_reaches(modules: list[dict[str, Any]], lost: list[str]) -> None:
    assert unreachable(course(*modules)) == lost


def test_what_is_over_is_not_reached_any_more() -> None:
    """Whoever begins after the last day of a condition comes too late."""
    found = course({"a": {"until": "2026-02-01"}})
    assert unreachable(found) == []
    assert unreachable(found, today=date(2026, 2, 1)) == []
    assert unreachable(found, today=date(2026, 2, 2)) == ["a"]


def test_courses_that_are_named() -> None:
    found = tree({"all": [{"course": "one"}, {"any": [{"course": "two"}, {"done": "a"}]}]})
    assert named_courses(found) == {"one", "two"}
    assert named_courses(None) == set()
    assert not holds(found, Facts(today=date(2026, 1, 1), courses=frozenset({"one"})))
