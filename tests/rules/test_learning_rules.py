"""Decisions of the learning record: what is open, and which of many saves counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from academy.courses.content import Activity, ActivityContent, Course, Module
from academy.courses.rules import Facts
from academy.learning.rules import ActivityState, Answer, current_responses, payload_hash, standing


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


def fold(*saves: tuple[str, int, Any]) -> Any:
    """Fold saves (device, sequence, payload) of one item in their order of arrival."""
    return current_responses(
        Answer(order, "item", device, sequence, payload)
        for order, (device, sequence, payload) in enumerate(saves)
    ).get("item")


@pytest.mark.parametrize(
    ("saves", "counts"),
    [
        ([], None),
        ([("A", 1, "x")], "x"),
        ([("A", 1, "x"), ("A", 2, "y")], "y"),
        ([("A", 2, "y"), ("A", 1, "x")], "y"),  # the first one was held up on the way
        ([("A", 1, "x"), ("B", 1, "y")], "y"),
        ([("A", 5, "x"), ("B", 1, "y")], "y"),  # sequences of two devices do not compare
        ([("A", 1, "x"), ("B", 1, None)], "x"),  # an empty page of another device clears nothing
        ([("B", 1, None), ("A", 1, "x")], "x"),
        ([("A", 1, "x"), ("A", 2, None)], None),  # she cleared it
        ([("A", 2, None), ("A", 1, "x")], None),
        ([("A", 1, "x"), ("B", 1, "y"), ("B", 2, None)], None),  # cleared where it was answered last
        ([("A", 1, "x"), ("B", 1, "y"), ("A", 2, None), ("B", 2, "z")], "z"),
        ([("A", 1, "x"), ("A", 2, None), ("A", 3, "y")], "y"),
        ([("A", 1, False)], False),  # "false" is an answer
        ([("A", 1, []), ("B", 1, None)], []),
    ],
)
def test_which_save_counts(saves: list[tuple[str, int, Any]], counts: Any) -> None:
    """The table of the fold."""
    assert fold(*saves) == counts


SAVES = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 6), st.sampled_from([None, "x", "y", "z"])), max_size=12
)


@given(saves=SAVES, order=st.randoms(use_true_random=False))
def test_a_devices_own_order_of_arrival_does_not_matter(
    saves: list[tuple[str, int, Any]], order: Any
) -> None:
    """One device's saves may overtake each other: the same one counts."""
    alone = list(
        {
            (device, sequence): (device, sequence, payload)
            for device, sequence, payload in saves
            if device == "A"
        }.values()
    )
    shuffled = list(alone)
    order.shuffle(shuffled)
    assert fold(*shuffled) == fold(*alone)


class Devices(RuleBasedStateMachine):
    """Three devices answer, lose their line, retry and overtake each other; the fold never loses an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.sequences = dict.fromkeys("ABC", 0)
        self.waiting: list[tuple[str, int, Any]] = []
        self.kept: list[tuple[str, int, Any]] = []

    @rule(device=st.sampled_from("ABC"), payload=st.sampled_from([None, "x", "y", "z"]))
    def answer(self, device: str, payload: Any) -> None:
        """She answers, or clears, on one device."""
        self.sequences[device] += 1
        self.waiting.append((device, self.sequences[device], payload))

    @rule(place=st.integers(0, 20))
    def deliver(self, place: int) -> None:
        """One of the saves on the way arrives, in whatever order."""
        if self.waiting:
            self._arrive(self.waiting.pop(place % len(self.waiting)))

    @rule(place=st.integers(0, 20))
    def retry(self, place: int) -> None:
        """A save that has arrived is sent again, since its receipt was lost."""
        if self.kept:
            self._arrive(self.kept[place % len(self.kept)])

    def _arrive(self, save: tuple[str, int, Any]) -> None:
        if save not in self.kept:  # the key makes a retry the same save
            self.kept.append(save)

    @invariant()
    def the_fold_is_what_the_rules_say(self) -> None:
        """Told in other words than the code: the last arrived of each device's newest, if it may stand."""
        newest = {}
        for place, (device, sequence, payload) in enumerate(self.kept):
            if device not in newest or sequence > newest[device][0]:
                newest[device] = (sequence, place, payload)
        standing_ = [
            (place, payload)
            for device, (_sequence, place, payload) in newest.items()
            if payload is not None or any(each[0] == device and each[2] is not None for each in self.kept)
        ]
        assert fold(*self.kept) == (max(standing_)[1] if standing_ else None)

    @invariant()
    def an_answer_alone_is_never_lost(self) -> None:
        """Where nobody cleared anything, the item is answered as soon as one answer has arrived."""
        cleared = {device for device, _sequence, payload in self.kept if payload is None}
        if any(device not in cleared for device, _sequence, _payload in self.kept):
            honest = [each for each in self.kept if each[0] not in cleared]
            assert not honest or not cleared or fold(*honest) is not None
        if not cleared and self.kept:
            assert fold(*self.kept) is not None


Devices.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestDevices = Devices.TestCase


def test_a_retry_is_told_from_another_answer() -> None:
    """The hash covers item and payload, whatever order a mapping came in."""
    assert payload_hash("i", {"a": 1, "b": 2}) == payload_hash("i", {"b": 2, "a": 1})
    assert payload_hash("i", "a") != payload_hash("j", "a")
    assert payload_hash("i", None) != payload_hash("i", "")
    assert payload_hash("i", False) != payload_hash("i", 0)
