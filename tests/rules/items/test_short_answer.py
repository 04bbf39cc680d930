"""Short answer: what counts as the same words, wildcards in linear time, scores, what is kept of what is typed."""

from __future__ import annotations

import json
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.content import Item
from academy.items.kinds import kind_named
from academy.items.kinds.kind import BadResponse
from academy.items.kinds.typed import MOST_TYPED, Strictness, as_typed, is_match
from academy.languages.content import replace_texts

from .browser import Browser, reviewed, shown
from .samples import item
from .writing import SHORT_ANSWER

KIND = kind_named("short-answer")
LAX = Strictness()


def accepting(*answers: str, **options: Any) -> Item:
    return item(SHORT_ANSWER, answers=[{"text": answer} for answer in answers], **options)


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("chain of custody", "Chain of Custody"),
        ("chain of custody", "  chain   of\tcustody. "),
        ("chain of custody", "chain-of-custody"),
        ("chain of custody", "“chain of custody”"),
        ("đubrivo", "dubrivo"),
        ("đubrivo", "djubrivo"),
        ("đubrivo", "ЂУБРИВО"),
        ("љубав", "Ljubav"),
        ("Njegoš", "Његош"),
        ("бел опаш", "bel opas"),
        ("Shqipëria", "shqiperia"),
        ("carofurán", "carofuran"),
        ("Straße", "STRASSE"),
        ("m²", "m2"),
        ("\uff23\uff29\uff34\uff25\uff33", "CITES"),
        ("cafe\u0301", "café"),
        ("soft\u00adhyphen", "softhyphen"),
        ("νάρκη", "ΝΑΡΚΗ"),
    ],
)
def test_the_same_words(accepted: str, typed: str) -> None:
    assert KIND.mark(accepting(accepted), as_typed(typed)).score == 1


@pytest.mark.parametrize(
    ("accepted", "typed", "options"),
    [
        ("CITES", "cites", {"case_sensitive": True}),
        ("đubrivo", "dubrivo", {"strict_diacritics": True}),
        ("kuća", "kuca", {"strict_diacritics": True}),
        ("chain of custody", "chainofcustody", {}),
        ("custody*", "custody log", {}),
        ("log", "dialog", {}),
        ("log", "…", {}),
    ],
)
def test_other_words(accepted: str, typed: str, options: dict[str, Any]) -> None:
    assert KIND.mark(accepting(accepted, **options), typed).score == 0


@pytest.mark.parametrize(
    ("accepted", "typed", "options"),
    [
        ("CITES", "CITES", {"case_sensitive": True}),
        ("kuća", "KUĆA", {"strict_diacritics": True}),
        ("kuća", "кућа", {"strict_diacritics": True}),
        ("Kuća", "Kuca", {"case_sensitive": True}),
        ("Љубав", "Ljubav", {"case_sensitive": True, "strict_diacritics": True}),
    ],
)
def test_strict_ones_still_meet(accepted: str, typed: str, options: dict[str, Any]) -> None:
    assert KIND.mark(accepting(accepted, **options), typed).score == 1


@pytest.mark.parametrize(
    ("pattern", "typed", "is_one"),
    [
        ("custody*", "custody log", True),
        ("custody*", "custody", True),
        ("*custody*", "the chain of custody", True),
        ("a*b*c", "a b c", True),
        ("a*b*c", "a c b", False),
        ("ab*ba", "aba", False),
        ("ab*ba", "abba", True),
        ("*", "anything", True),
        ("**", "anything", True),
        ("a*a*a", "aa", False),
    ],
)
def test_a_star_stands_for_any_text(pattern: str, typed: str, is_one: bool) -> None:
    assert is_match(pattern, typed, LAX, wildcards=True) is is_one


@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=5), st.text("ab", min_size=1, max_size=12))
def test_wildcards_agree_with_an_independent_matcher(pieces: list[str], typed: str) -> None:
    pattern = "*".join(pieces)
    reached = {0}
    for sign in pattern:
        if sign == "*":
            reached = set(range(min(reached), len(typed) + 1)) if reached else set()
        else:
            reached = {place + 1 for place in reached if typed[place : place + 1] == sign}
    assert is_match(pattern, typed, LAX, wildcards=True) is (len(typed) in reached)


def test_no_pattern_takes_long() -> None:
    """What hangs a backtracking matcher: many stars, and a text that nearly fits."""
    one = item(
        SHORT_ANSWER,
        wildcards=True,
        answers=[{"text": "a*" * 90 + "b"}, *({"text": f"{'*a' * 60}*c{n}", "score": 0} for n in range(39))],
    )
    began = process_time()
    assert KIND.mark(one, "a" * MOST_TYPED).score == 0
    assert process_time() - began < 0.5


def test_the_first_answer_that_fits_decides() -> None:
    one = item(
        SHORT_ANSWER,
        wildcards=True,
        answers=[
            {"text": "chain of custody"},
            {"text": "*custody*", "score": 0.5, "feedback": "The whole name."},
            {"text": "*", "score": 0, "feedback": "Look it up."},
        ],
    )
    assert [KIND.mark(one, typed).score for typed in ("Chain of custody", "custody log", "log")] == [
        1,
        0.5,
        0,
    ]
    assert not KIND.mark(one, "custody log").is_right
    assert "The whole name." in reviewed(one, "custody log")
    assert "Look it up." in reviewed(one, "log")
    assert "Look it up." not in reviewed(one, "log", released=False)
    assert "chain of custody" not in reviewed(one, "log", released=False)


def test_a_translated_answer_goes_on_taking_the_words_it_was_written_in() -> None:
    translated = replace_texts(accepting("poison"), lambda slot, text: {"poison": "отров"}.get(text, text))
    for typed in ("poison", "отров", "otrov"):
        assert KIND.mark(translated, typed).score == 1
    assert KIND.key_response(translated) == "отров"


@given(st.text(max_size=MOST_TYPED))
def test_what_is_typed_is_kept_in_one_way(typed: str) -> None:
    """It survives its own form, JSON and UTF-8, and is never half a sign or one no database keeps."""
    kept = KIND.read(KIND.presented(item(SHORT_ANSWER), 1), MultiDict({"q": typed}), "q")
    if kept is None:
        return
    assert isinstance(kept, str)
    KIND.check(item(SHORT_ANSWER), kept)
    assert as_typed(kept) == kept
    assert json.loads(json.dumps(kept)) == kept
    assert "\x00" not in kept
    kept.encode()
    page = Browser(shown(item(SHORT_ANSWER), kept))
    assert KIND.read(KIND.presented(item(SHORT_ANSWER), 1), page.fields, "q") == kept


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists, max_leaves=4))
def test_a_malformed_response_is_refused_and_nothing_else_happens(response: Any) -> None:
    try:
        assert 0 <= KIND.mark(item(SHORT_ANSWER), response).score <= 1
    except BadResponse:
        assert not isinstance(response, str) or response != as_typed(response)


@pytest.mark.parametrize(
    "response", ["", " a", "a ", "a  b", "a\nb", "a\x00", "\ud800", "e\u0301", "a" * 201]
)
def test_responses_have_one_way_to_be_written(response: str) -> None:
    with pytest.raises(BadResponse):
        KIND.check(item(SHORT_ANSWER), response)


@pytest.mark.parametrize("typed", ["a" * 201, "a" + " " * 200 + "b", "\U0001d160" * 200])
def test_what_is_too_long_is_said_and_not_cut(typed: str) -> None:
    with pytest.raises(BadResponse) as caught:
        KIND.read(KIND.presented(item(SHORT_ANSWER), 1), MultiDict({"q": typed}), "q")
    assert caught.value.reason == "answer-too-long"


@pytest.mark.parametrize(
    ("answers", "options", "fault"),
    [
        ([], {}, "too_short"),
        ([{"text": "log", "score": 0.5}], {}, "none_right"),
        ([{"text": "?!"}], {}, "no_words"),
        ([{"text": "*"}], {}, "no_words"),
        ([{"text": "*"}], {"wildcards": True}, "no_words"),
        ([{"text": "*", "score": 0}, {"text": "log"}], {"wildcards": True}, "answer_hidden"),
        ([{"text": "LOG", "score": 0}, {"text": "log"}], {}, "answer_hidden"),
        ([{"text": "log", "score": 2}], {}, "less_than_equal"),
    ],
)
def test_answers_that_nobody_could_give_are_refused(answers: Any, options: Any, fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        item(SHORT_ANSWER, answers=answers, **options)
    assert fault in [error["type"] for error in caught.value.errors()]


def test_case_can_tell_two_answers_apart() -> None:
    one = item(SHORT_ANSWER, answers=[{"text": "LOG", "score": 0}, {"text": "log"}], case_sensitive=True)
    assert [KIND.mark(one, typed).score for typed in ("LOG", "log")] == [0, 1]
