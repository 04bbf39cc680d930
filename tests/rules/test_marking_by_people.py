"""People's marks and regrades, as rules: what several marks come to, and when a new key speaks of an old response."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.items.kinds import parse
from academy.quizzes.rules import Adjustment, Turn, agreed, reads_alike, regraded, turn_after

SCORES = st.floats(0, 1)


def choice(*texts: str, right: int = 0) -> Any:
    """Write a single-choice item."""
    return parse(
        {
            "key": "one", "kind": "single-choice", "prompt": "Which?",
            "choices": [{"text": text, "right": place == right} for place, text in enumerate(texts)],
        }
    )  # fmt: skip


@given(SCORES, SCORES, SCORES, SCORES)
def test_what_marks_come_to(first: float, second: float, third: float, agreement: float) -> None:
    """One marker: her mark. Two: the mean where they are near, else whoever decides."""
    assert agreed([], has_second=True, agreement=agreement) is None
    assert agreed([first], has_second=False, agreement=agreement) == first
    assert agreed([first], has_second=True, agreement=agreement) is None
    both = agreed([first, second], has_second=True, agreement=agreement)
    if abs(first - second) < agreement:
        assert both == pytest.approx((first + second) / 2)
    if abs(first - second) > agreement + 1e-6:
        assert both is None
        assert agreed([first, second, third], has_second=True, agreement=agreement) == third


def test_agreement_to_the_edge() -> None:
    """A difference of exactly what was agreed is within it, whatever the binary fractions say."""
    assert agreed([0.7, 0.55], has_second=True, agreement=0.15) == pytest.approx(0.625)
    assert agreed([0.3, 0.1], has_second=True, agreement=0.2) == pytest.approx(0.2)


def test_turns() -> None:
    assert [turn_after(count) for count in range(4)] == [
        Turn.FIRST,
        Turn.SECOND,
        Turn.DECIDING,
        Turn.DECIDING,
    ]


@pytest.mark.parametrize(
    ("policy", "response", "score"),
    [
        ("full-credit", "c", 1.0), ("full-credit", None, 1.0), ("new-key", "b", 1.0), ("new-key", "a", 0.0),
        ("both-keys", "a", 1.0), ("both-keys", "b", 1.0), ("both-keys", "c", 0.0), ("none", "b", None),
    ],
)  # fmt: skip
def test_the_four_policies(policy: str, response: str | None, score: float | None) -> None:
    """As Canvas has them."""
    old, new = choice("A", "B", "C"), choice("A", "B", "C", right=1)
    assert regraded(old, response, Adjustment(policy, new)) == score


@pytest.mark.parametrize(
    "other", [choice("B", "A", "C"), choice("A", "B"), choice("A", "B", "D"), choice("A", "B", "C", "D")]
)
def test_a_new_key_is_silent_about_what_was_asked_otherwise(other: Any) -> None:
    """Letters that stand for other words would mark the wrong response."""
    old = choice("A", "B", "C")
    assert not reads_alike(old, other)
    assert regraded(old, "b", Adjustment("new-key", other)) is None
    assert regraded(old, "b", Adjustment("full-credit")) == 1.0


def test_alike_but_for_the_key() -> None:
    assert reads_alike(choice("A", "B", "C"), choice("A", "B", "C", right=2))
    numeric = {"key": "n", "kind": "numeric", "prompt": "How many?", "unit": "m"}
    assert reads_alike(parse({**numeric, "answer": 3}), parse({**numeric, "answer": 4}))
    assert not reads_alike(parse({**numeric, "answer": 3}), choice("A", "B"))
    order = {"key": "o", "kind": "ordering", "prompt": "Order"}
    assert not reads_alike(
        parse({**order, "steps": ["A", "B", "C"]}), parse({**order, "steps": ["B", "A", "C"]})
    )
