"""Which save of a response counts: by a Lamport count that travels with it, never by its order of arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from academy.learning.rules import Act, Answer, current_responses, fold, seconds_spent

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def answers(*saves: tuple[str, int, Any] | tuple[str, int, Any, str]) -> list[Answer]:
    """Make events (device, sequence, payload, act) of one item, in their order of arrival."""
    return [
        Answer(place, "item", save[0], save[1], f"{save[0]}-{save[1]}-{place}", save[3] if len(save) > 3 else Act.SAVE,
               save[2], None, AT + timedelta(seconds=place))
        for place, save in enumerate(saves)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("saves", "counts"),
    [
        ([], None),
        ([("A", 1, "x")], "x"),
        ([("A", 1, "x"), ("A", 2, "y")], "y"),
        ([("A", 2, "y"), ("A", 1, "x")], "y"),  # the first one was held up on the way
        ([("A", 1, "x"), ("B", 2, "y")], "y"),  # B had seen what A wrote
        ([("B", 2, "y"), ("A", 1, "x")], "y"),
        ([("A", 5, "x"), ("B", 1, "y")], "x"),  # B had not seen it: its page was older
        ([("A", 1, "x"), ("B", 1, "y")], "y"),  # neither had seen the other: the devices' names decide
        ([("B", 1, "y"), ("A", 1, "x")], "y"),
        ([("A", 1, "x"), ("B", 2, None)], "x"),  # an empty page clears nothing
        ([("A", 1, "x"), ("A", 2, None)], "x"),
        ([("A", 1, "x"), ("A", 2, None, Act.CLEAR)], None),  # she cleared it
        ([("A", 2, None, Act.CLEAR), ("A", 1, "x")], None),
        ([("A", 1, "x"), ("B", 2, None, Act.CLEAR), ("A", 3, "z")], "z"),
        ([("A", 1, "x"), ("B", 1, None, Act.CLEAR)], None),
        ([("A", 1, False)], False),  # "false" is an answer
        ([("A", 1, []), ("B", 2, None)], []),
        ([("A", 1, "x"), ("A", 2, "x", Act.CHECK)], "x"),
    ],
)
def test_which_save_counts(saves: list[Any], counts: Any) -> None:
    """The table of the fold."""
    assert current_responses(answers(*saves)).get("item") == counts


def test_what_was_checked() -> None:
    """Checks are counted; the response that counts is the checked one until it is changed."""
    found = fold(answers(("A", 1, "x", Act.CHECK), ("A", 2, "y", Act.CHECK), ("A", 3, "y")))["item"]
    assert (found.tries, found.is_checked, found.earlier_tries) == (2, True, 1)
    changed = fold(answers(("A", 1, "x", Act.CHECK), ("A", 2, "y")))["item"]
    assert (changed.tries, changed.is_checked, changed.earlier_tries) == (1, False, 1)
    assert fold(answers(("A", 1, "x")))["item"].earlier_tries == 0


def test_time_goes_to_the_item_saved_at_its_end() -> None:
    """Each pause once, none longer than half an hour, a clock that steps back takes nothing."""

    def at(item: str, place: int, minutes: float) -> Answer:
        return Answer(
            place, item, "A", place, str(place), Act.SAVE, "x", None, AT + timedelta(minutes=minutes)
        )

    spent = seconds_spent([at("b", 2, 5), at("a", 1, 2), at("a", 3, 4), at("b", 4, 100)], started_at=AT)
    assert spent == {"a": 120, "b": 180 + 1800}


class Pages(RuleBasedStateMachine):
    """Three devices with two tabs each answer, clear, lose their line, retry, overtake each other and reload."""

    def __init__(self) -> None:
        super().__init__()
        self.highest = dict.fromkeys([f"{device}{tab}" for device in "ABC" for tab in "12"], 0)
        self.seen: dict[str, set[str]] = {page: set() for page in self.highest}
        self.waiting: list[Answer] = []
        self.kept: list[Answer] = []
        self.written = 0

    @rule(page=st.sampled_from(["A1", "A2", "B1", "B2", "C1", "C2"]), payload=st.sampled_from([None, None, "x", "y", []]),
          clears=st.integers(0, 5))  # fmt: skip
    def answer(self, page: str, payload: Any, clears: int) -> None:
        """She answers, sends an empty page, or clears."""
        self.written += 1
        act = Act.CLEAR if clears == 0 else Act.SAVE
        said = None if act == Act.CLEAR else payload
        self.highest[page] += 1
        new = Answer(0, "item", page[0], self.highest[page], f"key-{self.written}", act, said, None, AT)
        for each in self.kept:
            assert each.key not in self.seen[page] or each.order < new.order, "what she had seen stands below"
        self.seen[page].add(new.key)
        self.waiting.append(new)

    @rule(page=st.sampled_from(["A1", "A2", "B1", "B2", "C1", "C2"]))
    def load(self, page: str) -> None:
        """A page is loaded: it learns what the server knows."""
        self.highest[page] = max([self.highest[page], *(each.sequence for each in self.kept)])
        self.seen[page] |= {each.key for each in self.kept}

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

    def _arrive(self, save: Answer) -> None:
        if save.key not in {each.key for each in self.kept}:  # the key makes a retry the same save
            self.kept.append(save)

    @invariant()
    def the_fold_is_what_the_rules_say(self) -> None:
        """Told in other words than the code: of all that says something, the one above all others."""
        saying = [each for each in self.kept if each.payload is not None or each.act == Act.CLEAR]
        expected = None
        for each in saying:
            if all(
                (other.sequence, other.device, other.key) <= (each.sequence, each.device, each.key)
                for other in saying
            ):
                expected = each.payload
        assert current_responses(self.kept).get("item") == expected

    @invariant()
    def arrival_decides_nothing(self) -> None:
        """The same events in other orders give the same."""
        once = fold(self.kept)
        assert fold(reversed(self.kept)) == once
        assert fold(sorted(self.kept, key=lambda each: each.key)) == once

    @invariant()
    def an_empty_answer_takes_nothing_back(self) -> None:
        """Where nothing was cleared, the item is answered as soon as one answer has arrived; and all is kept."""
        assert len(self.kept) + len(self.waiting) == self.written
        if any(each.act == Act.CLEAR for each in self.kept):
            return
        is_answered = any(each.payload is not None for each in self.kept)
        assert ("item" in current_responses(self.kept)) == is_answered


Pages.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestPages = Pages.TestCase

EVENTS = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.integers(1, 6), st.sampled_from([None, "x", "y"]),
        st.sampled_from([Act.SAVE, Act.SAVE, Act.CHECK]),
    ),
    max_size=12,
)  # fmt: skip


@given(saves=EVENTS, order=st.randoms(use_true_random=False))
def test_the_winner_does_not_depend_on_arrival(saves: list[Any], order: Any) -> None:
    """Any permutation folds to the same; an empty one never wins."""
    events = answers(*saves)
    mixed = list(events)
    order.shuffle(mixed)
    assert fold(mixed) == fold(events)
    assert all(each.response is not None for each in fold(events).values())
