"""What a sorting of a board is worth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.linkage.content import LETTERS, LinkageContent
from academy.linkage.rules import ALONE, OPEN, Argument, Sorting, judge
from tests.rules.linkage.boards import boards, perfect, sortings, two_hands


@st.composite
def cases(draw: st.DrawFn) -> tuple[LinkageContent, Sorting]:
    board = draw(boards())
    return board, draw(sortings(board))


def test_the_truth_scores_full_marks() -> None:
    board = two_hands()
    judged = judge(board, perfect(board))
    assert (judged.score, judged.is_passed) == (pytest.approx(1), True)
    assert len(judged.links.right) == 4


def test_by_hand() -> None:
    """One missed and one false link of four, one of three reasons, wrong names taken from right ones."""
    board = two_hands()
    places = {
        "ford": "A",
        "mill": "A",
        "ridge": "A",
        "orchard": "B",
        "reeds": OPEN,
        "quarry": "B",
        "lake": ALONE,
    }
    names = {"flat-stone": "way_of_working", "blue-thread": "way_of_working"}
    sorting = Sorting(
        places, names, {"A": Argument(("blue-thread", "night")), "B": Argument(("corridor",)), "C": Argument(("knots",))}
    )  # fmt: skip
    judged = judge(board, sorting)
    assert judged.links.missed == (("orchard", "reeds"),)
    assert judged.links.false == (("orchard", "quarry"),)
    assert judged.links.score == pytest.approx(0.5)
    # A: one right, one wrong; B stands for no series: wrong; C was not made
    assert (judged.reasons.right, judged.reasons.wrong, judged.reasons.score) == (1, 2, 0)
    assert judged.features_score == pytest.approx(0.2)
    assert judged.score == pytest.approx(0.6 * 0.5 + 0.2 * 0.2)


def test_open_links_with_nothing() -> None:
    """Who cannot say yet makes no false link, and misses what there is to link."""
    board = two_hands()
    right = perfect(board)
    unsure = replace(right, places={**right.places, "lake": OPEN})
    assert judge(board, unsure).score == pytest.approx(1)
    missed = replace(right, places={**right.places, "ridge": OPEN, "quarry": OPEN})
    assert judge(board, missed).links.score == pytest.approx(0.5)


@given(cases(), st.permutations(LETTERS))
def test_letters_make_no_difference(case: tuple[LinkageContent, Sorting], names: list[str]) -> None:
    board, sorting = case
    other = dict(zip(LETTERS, names, strict=True))
    renamed = Sorting(
        {key: other.get(place, place) for key, place in sorting.places.items()},
        sorting.sorts,
        {other[letter]: each for letter, each in sorting.arguments.items()},
    )
    one, two = judge(board, sorting), judge(board, renamed)
    assert (one.links, one.reasons, one.score, one.is_passed) == (two.links, two.reasons, two.score, two.is_passed)  # fmt: skip


@given(boards(), st.sampled_from(["A", ALONE, OPEN]))
def test_all_in_one_and_all_alone_never_pass(board: LinkageContent, place: str) -> None:
    """Whatever else is right, and however low the pass mark."""
    right = perfect(board)
    places = {each.key: place for each in board.incidents}
    thoughtless = Sorting(
        places, right.sorts, {letter: right.arguments.get("A", Argument()) for letter in LETTERS}
    )
    assert not judge(board, thoughtless).is_passed
    assert not judge(board, Sorting({}, right.sorts, right.arguments)).is_passed


@given(boards(), st.data())
def test_each_further_false_link_costs(board: LinkageContent, data: st.DataObject) -> None:
    """Unrelated incidents put into a series one after the other: the score falls until the links are worth nothing."""
    sorting = perfect(board)
    strays = data.draw(st.permutations([each.key for each in board.unrelated]))
    letter = data.draw(st.sampled_from(sorted(sorting.arguments)))
    for stray in strays:
        worse = replace(sorting, places={**sorting.places, stray: letter})
        before, after = judge(board, sorting), judge(board, worse)
        assert len(after.links.false) > len(before.links.false)
        assert after.score < before.score if before.links.score > 0 else after.score == before.score
        sorting = worse


@given(cases())
def test_equals_an_independent_computation(case: tuple[LinkageContent, Sorting]) -> None:
    """Every pair looked at by itself, without sets, groups or an order."""
    board, sorting = case
    right = missed = false = 0
    for first in range(len(board.incidents)):
        for second in range(first):
            one, two = board.incidents[first].key, board.incidents[second].key
            truly = any(one in each.incidents and two in each.incidents for each in board.series.values())
            said = sorting.places.get(one) in set(LETTERS) and sorting.places.get(one) == sorting.places.get(
                two
            )
            right, missed, false = (
                right + (truly and said),
                missed + (truly and not said),
                false + (said and not truly),
            )
    links = judge(board, sorting).links
    assert (len(links.right), len(links.missed), len(links.false)) == (right, missed, false)
    assert links.score == pytest.approx(max(0, 1 - (missed + false) / (right + missed)))
    assert 0 <= judge(board, sorting).score <= 1
