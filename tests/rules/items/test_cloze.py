"""Cloze: marks and gaps, typed and chosen ones, running texts in other languages."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.kinds import kind_named
from academy.items.kinds.cloze.content import pieces
from academy.items.kinds.kind import BadResponse, Gap
from academy.languages.content import Phrase, replace_texts

from .browser import Browser, reviewed, shown
from .samples import choices_of, item
from .writing import CLOZE

KIND = kind_named("cloze")


@pytest.mark.parametrize(
    ("response", "score", "parts"),
    [
        ({"1": "seal", "2": "b"}, 1, {"1": True, "2": True}),
        ({"1": "SEAL!", "2": "a"}, 2 / 3, {"1": True, "2": False}),
        ({"1": "tag", "2": "b"}, 2 / 3, {"1": False, "2": True}),
        ({"2": "b"}, 1 / 3, {"1": None, "2": True}),
        ({"1": "rope"}, 0, {"1": False, "2": None}),
        (None, 0, {"1": None, "2": None}),
    ],
)
def test_each_gap_counts_by_its_points(response: Any, score: float, parts: dict[str, Any]) -> None:
    mark = KIND.mark(item(CLOZE), response)
    assert mark.score == pytest.approx(score)
    assert mark.parts == parts
    assert mark.is_right is (score == 1)


def test_the_fields_stand_where_the_text_marks_them() -> None:
    html = shown(item(CLOZE), None)
    assert (
        html.index("It goes into a")
        < html.index('name="q.2"')
        < html.index("with a")
        < html.index('name="q.1"')
    )
    assert "Gap 2 of 2" in html
    assert "{{" not in html


@given(
    st.integers(1, 60), st.sampled_from([None, "seal", "дрво <b>"]), st.sampled_from([None, "a", "b", "c"])
)
def test_a_shown_response_is_sent_and_read_as_it_was(
    seed: int, typed: str | None, picked: str | None
) -> None:
    response: Any = {name: value for name, value in (("1", typed), ("2", picked)) if value} or None
    page = Browser(shown(item(CLOZE), response, seed=seed))
    assert KIND.read(KIND.presented(item(CLOZE), seed), page.fields, "q") == response


def test_choices_are_mixed_unless_they_keep_their_order() -> None:
    def orders(**changes: Any) -> set[tuple[str, ...]]:
        gaps = (KIND.presented(item(CLOZE, **changes), seed).gaps[1] for seed in range(60))
        return {tuple(choice.text for choice in gap.choices) for gap in gaps}

    assert len(orders()) == 6
    assert orders(keep_order=True) == {("sack", "bag", "hat")}
    mixed = [KIND.presented(item(CLOZE), seed).gaps[1] for seed in range(20)]
    assert all([choice.letter for choice in gap.choices] == ["a", "b", "c"] for gap in mixed)
    assert isinstance(mixed[0], Gap)


@pytest.mark.parametrize("sizes", [(2,), (2, 3), (4, 2, 3)])
def test_the_guess_is_the_mean_score_of_all_picks(sizes: tuple[int, ...]) -> None:
    gaps = [
        {"choices": choices_of((True, *[False] * (size - 1))), "points": place + 1}
        for place, size in enumerate(sizes)
    ]
    text = " ".join(f"{{{{{number}}}}}" for number in range(1, len(sizes) + 1))
    one = item(CLOZE, text=text, gaps=gaps)
    every: list[Any] = [
        {str(number): letter for number, letter in enumerate(picks, start=1)}
        for picks in product(*("abcd"[:size] for size in sizes))
    ]
    scores = [KIND.mark(one, response).score for response in every]
    assert KIND.guess(one) == pytest.approx(sum(scores) / len(scores))
    assert scores.count(1) == 1


def test_typed_gaps_are_not_guessed() -> None:
    assert KIND.guess(item(CLOZE)) == pytest.approx(1 / 9)


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"0": "a"},
        {"3": "a"},
        {"1": ""},
        {"1": 3},
        {"1": " a"},
        {"2": "d"},
        {"2": "sack"},
        {"1": None},
        "seal",
        [1],
    ],
    ids=str,
)
def test_malformed_responses(response: Any) -> None:
    for verb in (KIND.check, KIND.mark, KIND.is_complete, KIND.outline):
        with pytest.raises(BadResponse):
            verb(item(CLOZE), response)


def test_a_forged_choice_is_refused() -> None:
    with pytest.raises(BadResponse):
        KIND.read(KIND.presented(item(CLOZE), 1), MultiDict({"q.2": "z"}), "q")


def test_outlines_give_the_words() -> None:
    assert KIND.outline(item(CLOZE), {"1": "seal", "2": "c"}) == "1. seal; 2. hat"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": "No mark"}, "gap_marks"),
        ({"text": "{{1}} and {{1}} and {{2}}"}, "gap_marks"),
        ({"text": "{{1}} {{2}} {{3}}"}, "gap_marks"),
        ({"text": "{{0}} {{1}}"}, "gap_marks"),
        ({"text": "{{1}}", "gaps": [{}]}, "typed_or_chosen"),
        ({"text": "{{1}}", "gaps": [{"answers": [{"text": "a"}], "choices": choices_of((True, False))}]}, "typed_or_chosen"),
        ({"text": "{{1}}", "gaps": [{"choices": choices_of((True, True))}]}, "one_right"),
        ({"text": "{{1}}", "gaps": [{"choices": choices_of((True,))}]}, "one_right"),
        ({"text": "{{1}}", "gaps": [{"answers": [{"text": "a", "score": 0.2}]}]}, "none_right"),
    ],
    ids=str,
)  # fmt: skip
def test_texts_and_gaps_that_do_not_match_are_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        item(CLOZE, **changes)
    assert fault in [error["type"] for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("markup", "parts"),
    [
        ("a {{1}} b {{2}}.", ("a ", 1, " b ", 2, ".")),
        ("{{2}}<em>{{1}}</em>", ("", 2, "<em>", 1, "</em>")),
        ("{{1}} and {{1}}", ("", 1, " and ", 2)),
        ("none", ("none", 1, 2)),
        ("{{1}} {{9}} {{2}}", ("", 1, "  ", 2, "")),
        ('<a title="{{1}}">x</a> {{1}} {{2}}', ('<a title="{{1}}">x</a> ', 1, " ", 2, "")),
    ],
)
def test_a_text_is_parted_at_its_marks(markup: str, parts: tuple[str | int, ...]) -> None:
    """Also one whose translator lost a mark: no gap is ever lost, and no tag is ever parted."""
    assert pieces(markup, 2) == parts


def test_a_translated_text_keeps_its_language_and_its_fields() -> None:
    fallback = replace_texts(
        item(CLOZE), lambda slot, text: Phrase(text, html=text.replace("goes", "<em>goes</em>"), lang="mk")
    )
    html = shown(fallback, None)
    assert 'class="gap-text" lang="mk"' in html
    assert "<em>goes</em>" in html
    evil = item(CLOZE, text="<script>{{1}}</script> {{2}}")
    assert "<script>" not in shown(evil, None) + reviewed(evil, None)


def test_a_review_gives_each_gap_its_word_and_what_is_said_to_it() -> None:
    gaps = [
        {"answers": [{"text": "seal"}, {"text": "tag", "score": 0.5, "feedback": "A tag opens."}]},
        {"choices": [{"text": "sack", "feedback": "It leaks."}, {"text": "bag", "right": True}]},
    ]
    one = item(CLOZE, gaps=gaps)
    html = reviewed(one, {"1": "tag", "2": "a"})
    assert "A tag opens." in html
    assert "It leaks." in html
    hidden = reviewed(one, {"1": "tag", "2": "a"}, released=False)
    for secret in ("opens", "leaks", "seal", "bag"):
        assert secret not in hidden
