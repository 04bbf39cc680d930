"""Kinds that ask for judgement: what holds for each, and what each is worth."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from academy.items.kinds import kind_named, parse
from academy.items.kinds.kind import BadResponse

from .browser import Browser, reviewed, shown
from .judging import (
    CONCORDANCE,
    DIFFERENTIAL,
    FAULTS,
    JUDGEMENT,
    JUDGING,
    concordances,
    differentials,
    documents,
    judgements,
    responses_to_judging,
)
from .samples import item

CANARY = "zqcanaryqz"
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.floats(allow_nan=False)
    | st.sampled_from(["a", "b", "+1", "", "zz"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "best", "places", "stages", "committed", "hypothesis", "certainty"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(JUDGING)
def test_the_key_scores_one_and_nothing_scores_nought(data: dict[str, Any]) -> None:
    one = parse(data)
    kind = kind_named(one.kind)
    key = kind.key_response(one)
    kind.check(one, key)
    assert kind.is_complete(one, key)
    assert kind.mark(one, key).score == 1
    assert False not in kind.mark(one, key).parts.values()
    assert kind.outline(one, key)
    assert not kind.is_complete(one, None)
    assert kind.mark(one, None).score == 0
    assert set(kind.mark(one, None).parts.values()) == {None}
    assert kind.outline(one, None) == ""


@settings(max_examples=40)
@given(JUDGING)
def test_the_guess_is_the_mean_score_of_all_responses(data: dict[str, Any]) -> None:
    one = parse(data)
    kind = kind_named(one.kind)
    scores = []
    for response in responses_to_judging(one):
        kind.check(one, response)
        assert kind.is_complete(one, response)
        scores.append(kind.mark(one, response).score)
    assert all(0 <= score <= 1 for score in scores)
    assert kind.guess(one) == pytest.approx(sum(scores) / len(scores), abs=1e-12)


@given(JUDGING, JSON)
def test_what_is_no_response_is_refused_and_nothing_else_happens(data: dict[str, Any], response: Any) -> None:
    one = parse(data)
    kind = kind_named(one.kind)
    try:
        kind.check(one, response)
    except BadResponse:
        for verb in (kind.mark, kind.is_complete, kind.outline):
            with pytest.raises(BadResponse):
                verb(one, response)
        return
    assert 0 <= kind.mark(one, response).score <= 1
    assert isinstance(kind.outline(one, response), str)


@settings(max_examples=60)
@given(JUDGING, st.integers(0, 50), st.data())
def test_a_shown_response_is_sent_and_read_as_it_was(
    data: dict[str, Any], seed: int, chance: st.DataObject
) -> None:
    one = parse(data)
    kind = kind_named(one.kind)
    response = chance.draw(st.sampled_from([None, kind.key_response(one), *responses_to_judging(one)]))
    page = Browser(shown(one, response, seed=seed))
    assert kind.read(kind.presented(one, seed), page.fields, "q") == response
    assert not Browser(shown(one, response, seed=seed, disabled=True)).fields


@given(JUDGING, st.integers(0, 50))
def test_a_review_renders_whether_released_or_not(data: dict[str, Any], seed: int) -> None:
    one = parse(data)
    for response in (None, kind_named(one.kind).key_response(one)):
        assert reviewed(one, response)
        html = reviewed(one, response, released=False)
        assert not any(word in html for word in ("Right", "Not right", "Found", "Missed"))


# ---- Secrets


@pytest.mark.parametrize(
    "data",
    [
        {**JUDGEMENT, "options": [{**each, "feedback": CANARY, "ranks": [2.7182]} if place else {**each, "ranks": [1.4142]} for place, each in enumerate(JUDGEMENT["options"])]},
        {**CONCORDANCE, "panel": [{"votes": 918, "reason": CANARY}, {"votes": 645}, {}, {}, {}]},
        {**DIFFERENTIAL, "reason": CANARY, "signs": [{**each, "text": CANARY, "reason": CANARY} for each in DIFFERENTIAL["signs"]]},
        {**FAULTS, "lines": [{**each, "feedback": CANARY} for each in FAULTS["lines"]]},
    ],
    ids=lambda data: data["kind"],
)  # fmt: skip
@pytest.mark.parametrize("seed", [None, 1, 2])
def test_no_key_is_shown(data: dict[str, Any], seed: int | None) -> None:
    one = parse({**data, "feedback": {"right": CANARY, "wrong": CANARY}, "source": CANARY})
    kind = kind_named(one.kind)
    for seen in (
        shown(one, None, seed=seed),
        repr(kind.presented(one, seed)),
        reviewed(one, None, released=False),
    ):
        for secret in (CANARY, "918", "645", "2.718", "1.414", "stored", "faulty=", "accepted"):
            assert secret not in seen


def test_the_same_page_can_come_of_any_panel() -> None:
    """Options stand in an order and under letters that tell nothing of the authored order."""
    one = item(JUDGEMENT)
    twin = item(JUDGEMENT, options=[*reversed(JUDGEMENT["options"])])
    pages = {shown(twin, None, seed=seed) for seed in range(300)}
    assert all(shown(one, None, seed=seed) in pages for seed in range(5))


def test_a_document_looks_the_same_whatever_is_faulty() -> None:
    twin = [{"cells": line["cells"]} for line in FAULTS["lines"]]
    twin[0] |= {"faulty": True, "reason": "gap"}
    assert shown(item(FAULTS), None) == shown(item(FAULTS, lines=twin), None)


# ---- Judgement


def test_ranks_are_marked_by_their_distance_to_the_panels() -> None:
    kind, one = kind_named("judgement"), item(JUDGEMENT)
    assert kind.mark(one, ["a", "b", "c", "d"]).score == 1
    assert kind.mark(one, ["d", "c", "b", "a"]).score == 0
    # Mean ranks 4/3, 5/3, 10/3, 11/3: the panel's order is 4/3 off, its reverse 8, the first two swapped 2.
    assert kind.mark(one, ["b", "a", "c", "d"]).score == pytest.approx((8 - 2) / (8 - 4 / 3))
    assert kind.mark(one, {"places": {"a": 1, "b": 1}}).parts == {"a": None, "b": None, "c": None, "d": None}
    assert kind.findings(one) == ["small-panel"]


@given(judgements())
def test_no_order_beats_the_panels_or_falls_below_its_reverse(data: dict[str, Any]) -> None:
    one: Any = parse({**data, "format": "rank"})
    kind = kind_named("judgement")
    scores = {order: kind.mark(one, [*order]).score for order in permutations(one.means)}
    order = tuple(one.options_by_letter)
    assert max(scores.values()) == scores[order] == 1
    assert min(scores.values()) == scores[order[::-1]] == 0


def test_a_whole_panel_of_one_mind_gives_the_footrule() -> None:
    kind = kind_named("judgement")
    one = item(JUDGEMENT, options=[{"text": f"Option {rank}", "ranks": [rank]} for rank in (1, 2, 3, 4)])
    ordering = kind_named("ordering")
    steps = parse(
        {"key": "k", "kind": "ordering", "prompt": "?", "steps": list("abcd"), "marking": "distance"}
    )
    for order in permutations("abcd"):
        assert kind.mark(one, [*order]).score == ordering.mark(steps, [*order]).score


def test_best_and_worst_count_half_each() -> None:
    kind, one = kind_named("judgement"), item(JUDGEMENT, format="best-worst")
    assert kind.mark(one, {"best": "a", "worst": "d"}).score == 1
    assert kind.mark(one, {"best": "a", "worst": "c"}).score == 0.5
    assert kind.mark(one, {"best": "d"}).score == 0
    assert kind.mark(one, {"best": "a", "worst": "a"}).score == 0
    assert not kind.is_complete(one, {"best": "a", "worst": "a"})
    assert kind.outline(one, {"best": "a", "worst": "c"}).startswith("+ Write down")
    with pytest.raises(BadResponse):
        kind.read(kind.presented(one, 1), MultiDict({"q.best": "e"}), "q")


def test_ranks_may_be_typed_in_one_line() -> None:
    typed = [{**each, "ranks": " ".join(map(str, each["ranks"]))} for each in JUDGEMENT["options"]]
    assert item(JUDGEMENT, options=typed) == item(JUDGEMENT)


@pytest.mark.parametrize(
    "options",
    [
        [{"text": f"Option {place}", "ranks": [1, 2][: 1 + place % 2]} for place in range(3)],
        [{"text": f"Option {place}", "ranks": [4]} for place in range(3)],
        [{"text": f"Option {place}", "ranks": [2]} for place in range(3)],
        [{"text": "Same", "ranks": [place + 1]} for place in range(3)],
        [{"text": f"Option {place}", "ranks": "one"} for place in range(3)],
    ],
)
def test_panels_that_are_refused(options: Any) -> None:
    with pytest.raises(ValidationError):
        item(JUDGEMENT, options=options)


# ---- Concordance


def test_a_point_is_worth_its_share_of_the_most_votes() -> None:
    kind, one = kind_named("concordance"), item(CONCORDANCE)
    marks = [kind.mark(one, point) for point in ("-2", "-1", "0", "+1", "+2")]
    assert [mark.score for mark in marks] == [1, 4 / 6, 2 / 6, 0, 0]
    assert marks[0].parts["-2"] is True
    assert marks[1].parts["-1"] is False
    assert kind.findings(one) == []


def test_a_small_panel_and_one_of_one_mind_are_found() -> None:
    kind = kind_named("concordance")
    assert kind.findings(item(CONCORDANCE, panel=[{"votes": 9}, {"votes": 0}, {}, {}, {}])) == [
        "small-panel",
        "unanimous-panel",
    ]
    with pytest.raises(ValidationError):
        item(CONCORDANCE, panel=[{}] * 5)


@given(concordances())
def test_the_spread_is_in_the_review(data: dict[str, Any]) -> None:
    html = reviewed(parse(data), "0")
    assert html.count("<progress") == 5
    for vote in data["panel"]:
        assert f'<span class="num">{vote["votes"]}</span>' in html


# ---- Differential


def _held(*pairs: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"hypothesis": letter, "certainty": level} for letter, level in pairs]


@pytest.mark.parametrize(
    ("held", "score"),
    [
        ([("c", 3), ("a", 3), ("a", 3)], 1),
        ([("c", 3), ("c", 3), ("a", 3)], 1),
        ([("c", 1), ("c", 1), ("a", 3)], 5 / 9),
        ([("a", 3), ("a", 3), ("a", 3)], 0),
        ([("a", 1), ("a", 3), ("a", 3)], 6 / 9),
        ([("a", 2), ("a", 3), ("a", 3)], 4 / 9),
        ([("c", 3)], 3 / 9),
    ],
)
def test_certainty_too_early_costs(held: list[tuple[str, int]], score: float) -> None:
    kind, one = kind_named("differential"), item(DIFFERENTIAL)
    response = {"stages": _held(*held), "committed": min(len(held), 2)}
    assert kind.mark(one, response).score == pytest.approx(score)


def test_a_sign_comes_only_after_the_commit() -> None:
    kind, one = kind_named("differential"), item(DIFFERENTIAL)
    fox, meat = (sign["text"] for sign in DIFFERENTIAL["signs"])
    draft: Any = {"stages": _held(("c", 2)), "committed": 0}
    one_in: Any = {**draft, "committed": 1}
    for response, seen in ((None, (0, 0)), (draft, (0, 0)), (one_in, (1, 0))):
        html = (
            shown(one, response)
            + repr(kind.presented(one, 1, response))
            + reviewed(one, response, released=False)
        )
        assert (fox in html, meat in html) == seen
    both = reviewed(one, one_in)
    assert fox in both
    assert meat in both


def test_the_button_commits_and_a_save_does_not() -> None:
    kind, one = kind_named("differential"), item(DIFFERENTIAL)
    fields = MultiDict({"q.0.hypothesis": "c", "q.0.certainty": "2"})
    saved = kind.read(kind.presented(one, 1), fields, "q")
    assert saved == {"stages": _held(("c", 2)), "committed": 0}
    assert 'name="stay" value="q.commit.0"' in shown(one, saved)
    fields["stay"] = "q.commit.0"
    committed = kind.read(kind.presented(one, 1, saved), fields, "q")
    assert committed == {"stages": _held(("c", 2)), "committed": 1}
    assert kind.may_follow(one, saved, committed)
    half = MultiDict({"q.0.hypothesis": "c", "stay": "q.commit.0"})
    assert kind.read(kind.presented(one, 1), half, "q") == {"stages": [{"hypothesis": "c"}], "committed": 0}
    assert "stay" not in shown(one, {"stages": _held(("c", 2), ("a", 2)), "committed": 2})


@pytest.mark.parametrize(
    ("stages", "committed", "may"),
    [
        ([("c", 2)], 1, True),
        ([("c", 2), ("a", 1)], 1, True),
        ([("c", 2), ("a", 1)], 2, True),
        ([("c", 3)], 1, False),
        ([("a", 2), ("a", 1)], 2, False),
        ([("c", 2)], 0, False),
    ],
)
def test_what_was_committed_stays(stages: list[tuple[str, int]], committed: int, may: bool) -> None:
    kind, one = kind_named("differential"), item(DIFFERENTIAL)
    earlier: Any = {"stages": _held(("c", 2), ("b", 1)), "committed": 1}
    assert kind.may_follow(one, earlier, {"stages": _held(*stages), "committed": committed}) is may
    if committed:
        assert not kind.may_follow(one, earlier, None)
    assert not kind.may_follow(one, None, {"stages": _held(("c", 2), ("c", 2)), "committed": 2})


@pytest.mark.parametrize(
    "fields",
    [
        {"q.committed": "3"},
        {"q.committed": "1"},
        {"q.committed": "x"},
        {"q.0.hypothesis": "d"},
        {"q.0.certainty": "4"},
        {"q.0.certainty": "²"},
    ],
    ids=str,
)
def test_paths_no_form_sends(fields: dict[str, str]) -> None:
    kind, one = kind_named("differential"), item(DIFFERENTIAL)
    with pytest.raises(BadResponse):
        kind.read(kind.presented(one, 1), MultiDict(fields), "q")


@given(differentials(), st.integers(0, 9))
def test_cannot_say_yet_stands_last(data: dict[str, Any], seed: int) -> None:
    hypotheses = [{**data["hypotheses"][0], "undecided": True}, *data["hypotheses"][1:]]
    one = parse({**data, "hypotheses": hypotheses})
    assert kind_named("differential").presented(one, seed).choices[-1].stored == "a"


@pytest.mark.parametrize(
    "changes",
    [
        {"accepted": ["nobody"]},
        {"accepted": ["poison", "line", "open"]},
        {"accepted": []},
        {"signs": []},
        {"hypotheses": [{"key": "open", "text": "One"}, {"key": "open", "text": "Two"}]},
        {"hypotheses": [{"key": key, "text": key, "undecided": True} for key in ("poison", "line", "open")]},
    ],
    ids=str,
)
def test_differentials_that_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(DIFFERENTIAL, **changes)


# ---- Faults


@pytest.mark.parametrize(
    ("response", "score"),
    [
        ({"b": "b"}, 1),
        ({"b": "a"}, 0.5),
        ({"b": None}, 0.5),
        ({"b": "b", "a": "a"}, 0.5),
        ({"a": "a"}, 0),
        ({"a": "a", "b": "b", "c": "a"}, 0),
    ],
    ids=str,
)
def test_false_alarms_cost_and_reasons_count(response: Any, score: float) -> None:
    assert kind_named("faults").mark(item(FAULTS), response).score == score


@given(documents())
def test_marking_everything_scores_nothing(data: dict[str, Any]) -> None:
    one: Any = parse(data)
    everything = {letter: one.key_of.get(letter) for letter in one.lines_by_letter}
    assert kind_named("faults").mark(one, everything).score == 0


def test_only_ticked_lines_have_a_reason() -> None:
    kind, one = kind_named("faults"), item(FAULTS)
    presented = kind.presented(one, 1)
    letter = presented.rights[0].letter
    assert kind.read(presented, MultiDict({"q.a.reason": letter}), "q") is None
    assert kind.read(presented, MultiDict({"q.a": "1"}), "q") == {"a": None}
    for wrong in ({"q.a": "2"}, {"q.a": "1", "q.a.reason": "z"}):
        with pytest.raises(BadResponse):
            kind.read(presented, MultiDict(wrong), "q")


def test_a_review_explains_every_fault() -> None:
    html = reviewed(item(FAULTS), {"a": "a"})
    assert "Anybody could have had it." in html
    for words in ("Missed", "Nothing is wrong here", "No signature"):
        assert words in html
    assert "Found, but not for its reason" in reviewed(item(FAULTS), {"b": "a"})
    assert "Anybody" not in reviewed(item(FAULTS), {"b": "b"}, released=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"columns": ["One"]},
        {"reasons": []},
        {"reasons": [{"key": "nobody", "text": "One"}]},
        {"lines": [{"cells": ["1", "2"]}, {"cells": ["3", "4"]}]},
        {
            "lines": [
                {"cells": ["1", "2"], "reason": "gap"},
                {"cells": ["3", "4"], "faulty": True, "reason": "gap"},
            ]
        },
        {"lines": [{"cells": ["1", "2"]}, {"cells": ["3", "4"], "faulty": True}]},
        {"lines": [{"cells": ["1", "2"]}, {"cells": ["3", "4"], "faulty": True, "reason": "other"}]},
    ],
    ids=str,
)
def test_documents_that_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        item(FAULTS, **changes)
