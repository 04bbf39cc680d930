"""Decisions of the learning record: what is open, and which of many saves counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.courses.content import Activity, ActivityContent, Course, Module
from academy.courses.rules import Facts
from academy.learning.rules import ActivityState, payload_hash, standing


def course(*modules: tuple[bool, list[str]]) -> Course:
    """Make a course of modules (is it a gate?, its activities; a trailing ? makes one optional)."""
    return Course(
        slug="a-course", level="basic", title="T", summary="S", statement="S", hours=1,
        modules=[
            Module(
                slug=f"m{number}", title="M", gate=gate,
                activities=[
                    Activity(
                        slug=name.strip("?"), kind="lesson", is_required=not name.endswith("?"),
                        content=ActivityContent(title="A", minutes=1),
                    )
                    for name in names
                ],
            )
            for number, (gate, names) in enumerate(modules)
        ],
    )  # fmt: skip


TODAY = date(2026, 6, 1)


def known(done: Iterable[str], **facts: Any) -> Facts:
    """Say what is known of a learner who has done these."""
    return Facts(TODAY, dict.fromkeys(done), **facts)


GATED = course((True, ["a", "b", "extra?"]), (False, ["c"]), (True, ["d"]), (False, ["e"]))


@pytest.mark.parametrize(
    ("done", "states"),
    [
        ("", "next open open locked locked locked"),
        ("a", "done next open locked locked locked"),
        ("b", "next done open locked locked locked"),
        ("ab", "done done open next open locked"),
        ("abc", "done done open done next locked"),
        ("abcd", "done done open done done next"),
        ("abcde", "done done open done done done"),
        ("e", "next open open locked locked done"),
    ],
)
def test_gates_lock_and_open(done: str, states: str) -> None:
    """A gate locks what follows until all its required activities are done; what is done stays done."""
    found = standing(GATED, known(done))
    assert [each.state.value for module in found.modules for each in module.activities] == states.split()


def test_what_is_locked_names_its_gate() -> None:
    """The learner is told which module opens it."""
    found = standing(GATED, known("ab")).of("e")
    assert found is not None
    assert found.locked_by is not None
    assert found.locked_by.slug == "m2"


@given(done=st.sets(st.sampled_from(["a", "b", "c", "d", "e", "extra"])))
def test_there_is_always_one_next_step_or_none(done: set[str]) -> None:
    """At most one activity is next, and it is required, open and undone; counts agree with it."""
    found = standing(GATED, known(done))
    upcoming = [
        each for module in found.modules for each in module.activities if each.state is ActivityState.NEXT
    ]
    assert len(upcoming) == (0 if found.is_complete else 1)
    assert all(each.activity.is_required and each.activity.slug not in done for each in upcoming)
    assert found.done_count == len(done - {"extra"})


def test_optional_activities_complete_nothing() -> None:
    """What may be left out neither opens a gate nor counts."""
    found = standing(GATED, known(["extra", "a"]))
    assert (found.done_count, found.required_count, found.is_complete) == (1, 5, False)


def test_a_retry_is_told_from_another_answer() -> None:
    """The hash covers item and payload, whatever order a mapping came in."""
    assert payload_hash("i", {"a": 1, "b": 2}) == payload_hash("i", {"b": 2, "a": 1})
    assert payload_hash("i", "a") != payload_hash("j", "a")
    assert payload_hash("i", None) != payload_hash("i", "")
    assert payload_hash("i", False) != payload_hash("i", 0)
    assert payload_hash("i", None, "clear") != payload_hash("i", None)
    assert len({payload_hash("i", "a", "save", sure) for sure in (None, 1, 2, 3)}) == 4
