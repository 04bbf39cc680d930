"""The rules of attempts: time, waiting, trying again, certainty, regrades, and what is shown when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.courses.rules.checks import SENTENCES, sentence
from academy.items.content import Item
from academy.items.kinds import parse
from academy.items.rules import Scheme, credit_of, mark_all
from academy.learning.rules import Current, Dates, Result, Terms, Weight, total
from academy.learning.rules.dates import StandIn, dates
from academy.quizzes.content import QuizContent, Reveal
from academy.quizzes.rules import (
    KIND,
    Adjustment,
    Certain,
    Judgement,
    Limits,
    Phase,
    Stage,
    Taken,
    adjusted,
    best_at,
    certainty_summary,
    guess_score,
    is_closed,
    is_settled,
    item_reveals,
    limits,
    may_practise,
    opening,
    phase,
    reveals,
    stage,
    terms_of,
    tries_allowed,
    verdict,
    worth,
)
from tests.rules.test_quiz_papers import _course

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = AT.date()
MINUTE = timedelta(minutes=1)


def quiz(**terms: Any) -> QuizContent:
    """Make a quiz of two true/false items and a single choice with hints."""
    items = [
        {"key": "one", "kind": "true-false", "prompt": "One?", "answer": True},
        {"key": "two", "kind": "true-false", "prompt": "Two?", "answer": False, "points": 2},
        {
            "key": "three", "kind": "single-choice", "prompt": "Three?", "hints": ["Look again.", "Not the first."],
            "choices": [{"text": "a"}, {"text": "b"}, {"text": "c", "right": True}],
        },
    ]  # fmt: skip
    return QuizContent.model_validate({"title": "Q", "minutes": 5, "items": items, **terms})


def item(content: QuizContent, key: str) -> Item:
    """Return an item of a quiz."""
    found = content.item(key)
    assert found is not None
    return found


def current(response: Any, *checked: Any, certainty: int | None = None) -> Current:
    """What counts at an item after some checks."""
    return Current(response, certainty, checked, 1, AT, "key")


@pytest.mark.parametrize(
    ("terms", "set_", "exam", "expected"),
    [
        ({}, Dates(), None, (None, None)),
        ({"time_limit": 10}, Dates(), None, (10, 10)),
        ({"time_limit": 10, "on_timeout": "grace", "grace": 3}, Dates(), None, (10, 13)),
        ({"time_limit": 10}, Dates(minutes=20), None, (20, 20)),
        ({"time_limit": 10}, Dates(extra_minutes=5), None, (15, 15)),
        ({"time_limit": 10}, Dates(minutes=20, extra_minutes=5), None, (25, 25)),
        ({}, Dates(extra_minutes=5), None, (None, None)),
        ({}, Dates(closes_on=TODAY), None, (12 * 60, 12 * 60)),
        ({"time_limit": 1000}, Dates(closes_on=TODAY, extra_minutes=60), None, (12 * 60, 12 * 60)),
        ({"on_timeout": "grace"}, Dates(closes_on=TODAY), None, (12 * 60, 12 * 60)),
        ({"time_limit": 60}, Dates(), 30, (30, 30)),
        ({"time_limit": 60}, Dates(extra_minutes=15), 30, (45, 45)),
        ({}, Dates(extra_minutes=15), 30, (45, 45)),
    ],
)
def test_limits(
    terms: dict[str, Any], set_: Dates, exam: int | None, expected: tuple[int | None, int | None]
) -> None:
    """Minutes from the beginning to the deadline and to the end."""
    found = limits(quiz(**terms), set_, started_at=AT, exam_closes_at=AT + exam * MINUTE if exam else None)
    assert found == Limits(*(None if each is None else AT + each * MINUTE for each in expected))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-1, Stage.OPEN), (0, Stage.OPEN), (0.001, Stage.OVERDUE), (60, Stage.OVERDUE), (61, Stage.OVER)],
)
def test_stages(seconds: float, expected: Stage) -> None:
    """On the deadline to the second an answer is in time; then the grace; then it is over."""
    at = AT + timedelta(seconds=seconds)
    assert stage(is_closed=False, deadline_at=AT, ends_at=AT + MINUTE, at=at) is expected
    assert stage(is_closed=True, deadline_at=AT, ends_at=AT + MINUTE, at=at) is Stage.CLOSED
    assert stage(is_closed=False, deadline_at=AT, ends_at=AT, at=at) is (
        Stage.OPEN if seconds <= 0 else Stage.OVER
    )


def test_an_attempt_from_before_deadlines_ends_with_its_last_day() -> None:
    """As it did."""
    for days, expected in ((0, Stage.OPEN), (1, Stage.OVER)):
        at = AT + timedelta(days=days)
        assert stage(is_closed=False, deadline_at=None, ends_at=None, closes_on=TODAY, at=at) is expected


def test_time_by_override() -> None:
    """A person's minutes before her cohort's; extra minutes may hold for the whole course."""
    said = [
        StandIn(minutes=20, activity="final", is_persons=False),
        StandIn(minutes=30, activity="final", is_persons=True),
        StandIn(extra_minutes=7, activity="", is_persons=True),
        StandIn(extra_minutes=9, activity="final", is_persons=False),
    ]
    found = dates(_course(4, 1), start=date(2026, 6, 1), stand_ins=said)
    assert (found["final"].minutes, found["final"].extra_minutes) == (30, 7)
    assert (found["first"].minutes, found["first"].extra_minutes) == (None, 7)


OPEN, PRACTICE = Taken(is_open=True), Taken(is_practice=True, ended_at=AT)
FAILED, PASSED = Taken(ended_at=AT), Taken(ended_at=AT, is_passed=True)


@pytest.mark.parametrize(
    ("terms", "taken", "after", "why"),
    [
        ({}, [FAILED] * 9, 0, None),
        ({"attempts": 1}, [], 0, None),
        ({"attempts": 1}, [FAILED], 0, "attempts-used"),
        ({"attempts": 1}, [PRACTICE, PRACTICE], 0, None),
        ({"wait_hours": 2}, [FAILED], 1.99, "wait"),
        ({"wait_hours": 2}, [FAILED], 2, None),
        ({"wait_hours": 2}, [PRACTICE], 0, None),
        ({"wait_hours": 2, "attempts": 1}, [FAILED], 0, "attempts-used"),
        ({}, [], 24, "closed"),
    ],
)
def test_another_attempt(terms: dict[str, Any], taken: list[Taken], after: float, why: str | None) -> None:
    """Practice uses up nothing and starts no waiting; the last day ends everything."""
    found = opening(quiz(**terms), taken, Dates(closes_on=TODAY), at=AT + timedelta(hours=after))
    assert found.why == why
    assert found.may_start == (why is None)
    if why == "wait":
        assert found.opens_at == AT + timedelta(hours=2)


def test_practice() -> None:
    """Always, or after passing or the last attempt; never a pre-test."""
    assert not may_practise(quiz(), [PASSED])
    assert may_practise(quiz(practice="always"), [])
    after = quiz(practice="after", attempts=2)
    assert [may_practise(after, each) for each in ([], [FAILED], [PASSED], [FAILED, FAILED], [FAILED, OPEN])] == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert opening(after, [], at=AT, is_practice=True).why == "no-practice"
    assert opening(
        quiz(practice="always", wait_hours=9, attempts=1), [FAILED], at=AT, is_practice=True
    ).may_start


def test_a_quiz_is_closed_only_once_nothing_is_open() -> None:
    """All attempts used and none open, or the last day over."""
    twice = quiz(attempts=2)
    assert not is_closed(twice, [FAILED], at=AT)
    assert not is_closed(twice, [FAILED, OPEN], at=AT)
    assert is_closed(twice, [FAILED, FAILED, Taken(is_open=True, is_practice=True)], at=AT)
    assert is_closed(quiz(), [], Dates(closes_on=TODAY - timedelta(days=1)), at=AT)


SETS = st.frozensets(st.sampled_from(Reveal))


@given(during=SETS, at_once=SETS, later=SETS, closed=SETS, minutes=st.integers(-5, 60) | st.none(), is_over=st.booleans(),
       is_pretest=st.booleans())  # fmt: skip
def test_what_is_shown_is_what_its_phase_allows(
    during: Any, at_once: Any, later: Any, closed: Any, minutes: int | None, is_over: bool, is_pretest: bool
) -> None:
    """Nothing of another phase; of an open attempt and of a pre-test never more than her own responses."""
    review = {"during": during, "at_once": at_once, "later": later, "closed": closed}
    content = quiz(review=review)
    if is_pretest:
        content = QuizContent.model_validate(
            {"title": "P", "minutes": 1, "pretest_of": "q", "review": review}
        )
    ended_at = None if minutes is None else AT - minutes * MINUTE
    found = reveals(content, ended_at=ended_at, at=AT, is_closed=is_over)
    if ended_at is None or is_pretest:
        assert found == {Reveal.RESPONSE}
        return
    expected = {Phase.AT_ONCE: at_once, Phase.LATER: later, Phase.CLOSED: closed}
    assert minutes is not None
    there = Phase.AT_ONCE if minutes < 15 else Phase.CLOSED if is_over else Phase.LATER
    assert phase(ended_at=ended_at, at=AT, is_closed=is_over) is there
    assert found == expected[there]


@given(during=SETS, feedback=st.sampled_from(["deferred", "immediate", "interactive"]), tries=st.integers(0, 4),
       answer=st.sampled_from("abc"), certainty=st.booleans())  # fmt: skip
def test_an_open_item_shows_nothing_before_it_is_checked(
    during: Any, feedback: Any, tries: int, answer: str, certainty: bool
) -> None:
    """And its right answer only when nothing can be tried any more."""
    content = quiz(review={"during": during}, feedback=feedback)
    asked = item(content, "three")
    stands = current(answer, *[answer] * tries) if tries or certainty else None
    shown = item_reveals(content, asked, stands)
    if feedback == "deferred" or not tries:
        assert shown == {Reveal.RESPONSE}
    if Reveal.ANSWERS in shown:
        assert is_settled(content, asked, stands)
    assert shown <= during | {Reveal.RESPONSE}


def test_trying_again() -> None:
    """Immediately once; interactively once more for each hint, twice at least; a right one ends it."""
    deferred, at_once, again = quiz(), quiz(feedback="immediate"), quiz(feedback="interactive")
    three, one = item(again, "three"), item(again, "one")
    assert [tries_allowed(each, three) for each in (deferred, at_once, again)] == [0, 1, 3]
    assert tries_allowed(again, one) == 2
    assert verdict(again, three, None).tries_left == 3
    first = verdict(again, three, current("a", "a"))
    assert (first.is_right, first.tries_left, first.hint, first.is_settled) == (
        False,
        2,
        "Look again.",
        False,
    )
    assert verdict(again, three, current("b", "a", "b")).hint == "Not the first."
    last = verdict(again, three, current("a", "a", "b", "a"))
    assert (last.is_settled, last.tries_left, last.hint) == (True, 0, None)
    right = verdict(again, three, current("c", "a", "c"))
    assert (right.is_settled, right.is_right) == (True, True)
    changed = verdict(again, three, current("b", "a"))
    assert (changed.is_right, changed.hint, changed.tries_left) == (None, None, 2)
    assert is_settled(at_once, three, current("a", "a"))
    assert not is_settled(deferred, three, current("a", "a"))


@pytest.mark.parametrize(
    ("score", "certainty", "credit"),
    [
        (1, 1, 1 / 3), (1, 2, 2 / 3), (1, 3, 1), (1, None, 1 / 3), (0, 1, 0), (0, 2, -2 / 3), (0, 3, -2), (0, None, 0),
        (0.5, 3, 0.5), (0.5, 1, 0.5 / 3),
    ],
)  # fmt: skip
def test_credit_by_certainty(score: float, certainty: int | None, credit: float) -> None:
    """Gardner-Medwin's table: 1, 2, 3 against 0, −2, −6; what is open costs nothing."""
    scheme = Scheme(by_certainty=True, penalty=0.5)
    found = credit_of(score, scheme=scheme, is_answered=True, certainty=certainty, earlier_tries=2)
    assert found == pytest.approx(credit)
    assert credit_of(0, scheme=scheme, is_answered=False, certainty=certainty) == 0


def test_each_try_costs_its_penalty() -> None:
    """A third each, never below nothing; the response that counts is no try before itself."""
    again = quiz(feedback="interactive")
    three = item(again, "three")
    assert worth(again, three, current("c", "c")).credit == 1
    assert worth(again, three, current("c", "a", "c")).credit == pytest.approx(2 / 3)
    assert worth(again, three, current("c", "a", "b", "c")).credit == pytest.approx(1 / 3)
    assert worth(again, three, current("c", "a")).credit == pytest.approx(2 / 3), (
        "changed and handed in unchecked"
    )
    assert worth(again, three, current("a", "b", "a")).credit == 0
    assert worth(quiz(), three, current("c", "a")).credit == 1, "without tries nothing is taken off"


def test_a_total() -> None:
    """By hand: points 1, 2 and 1; a third off, −2 thirds, open."""
    terms = Terms(
        {"a": Weight(1), "b": Weight(2, is_gate=True), "c": Weight(1), "p": Weight(9, is_pilot=True)}, 0.5
    )
    good = {"a": Result(2 / 3, True), "b": Result(1, True), "p": Result(0, False)}
    assert total(terms, good).score == pytest.approx((2 / 3 + 2) / 4)
    assert total(terms, good).is_passed
    failed = total(terms, {**good, "b": Result(0.9, False)})
    assert (failed.is_passed, failed.gates_failed) == (False, ("b",))
    assert total(terms, {"a": Result(-2, False), "b": Result(-2 / 3, False)}).score == 0
    waits = total(terms, {**good, "c": Result(None, False)})
    assert (waits.score, waits.is_passed, waits.gates_failed) == (None, None, ())
    assert total(terms, {**good, "p": Result(None, False)}).score is not None, "a trial keeps nobody waiting"
    assert total(Terms({}, 0.0), {}).score == 0


@given(st.lists(st.tuples(st.floats(0.1, 9), st.floats(-2, 1), st.booleans()), min_size=1, max_size=20))
def test_a_total_is_a_share(results: list[tuple[float, float, bool]]) -> None:
    """Whatever the credits."""
    terms = Terms(
        {str(n): Weight(points, is_pilot=pilot) for n, (points, _credit, pilot) in enumerate(results)}, 0.8
    )
    found = total(
        terms, {str(n): Result(credit, credit == 1) for n, (_points, credit, _pilot) in enumerate(results)}
    )
    assert found.score is not None
    assert 0 <= found.score <= 1


def test_trials_count_nothing() -> None:
    """Neither for the score nor as gates."""
    content = quiz()
    trial = item(content, "two").model_copy(update={"pilot": True, "gate": True})
    marked = mark_all([item(content, "one"), trial], {"one": True})
    assert (marked.score, marked.gates_failed, marked.possible) == (1.0, (), 1.0)
    assert terms_of(content, [trial]).weights["two"] == Weight(2, is_gate=False, is_pilot=True)


NEW = parse({"key": "three", "kind": "single-choice", "prompt": "Three?",
             "choices": [{"text": "a", "right": True}, {"text": "b"}]})  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "scores"),
    [
        ("full-credit", (1, 1, 1, 1)),
        ("both-keys", (1, 0, 1, 0)),
        ("new-key", (1, 0, 0, 0)),
        ("none", (0, 0, 1, 0)),
    ],
)
def test_the_four_policies(policy: str, scores: tuple[int, ...]) -> None:
    """Of the responses a, b, c and none; the old key is c, the new one a, and c is no choice any more."""
    three = item(quiz(), "three")
    found = [adjusted(three, response, Adjustment(policy, NEW)) for response in ("a", "b", "c", None)]
    assert tuple(each.score for each in found) == scores
    sure = quiz(certainty=True)
    credits = [
        worth(sure, three, current(each, certainty=3), Adjustment(policy, NEW)).credit for each in "abc"
    ]
    if policy == "full-credit":
        assert credits == [1, 1, 1]


def test_the_summary_of_certainty() -> None:
    """Worked by hand: of ten items five sure (four right), three unsure (one right), one in between (right), one open."""
    entries = (
        [Certain(1, 1, 3)] * 4
        + [Certain(1, 0, 3)]
        + [Certain(1, 1, 1)]
        + [Certain(1, 0)] * 2
        + [Certain(1, 1, 2)]
    )
    found = certainty_summary([*entries, Certain(1, 0, None, is_answered=False)])
    assert found is not None
    assert found.accuracy == pytest.approx(0.6)
    assert found.average == pytest.approx((4 * 3 - 6 + 1 + 2) / 10)
    assert best_at(0.6) == pytest.approx(0.6), "at this accuracy being unsure throughout is best"
    assert found.bonus == pytest.approx(0.1 * (0.9 - 0.6))
    assert {sure: each.judgement for sure, each in found.levels.items()} == {
        1: Judgement.FITS, 2: Judgement.SLIGHTLY_UNDER, 3: Judgement.FITS,
    }  # fmt: skip
    over = certainty_summary([Certain(1, 0, 3)] * 2 + [Certain(1, 1, 1)] * 9)
    assert over is not None
    assert (over.levels[3].judgement, over.levels[1].judgement) == (Judgement.OVER, Judgement.UNDER)
    assert certainty_summary([]) is None
    assert [best_at(each) for each in (0, 0.7, 0.9, 1)] == pytest.approx([0, 0.8, 2.1, 3])


@pytest.mark.parametrize(
    ("terms", "code", "blocks"),
    [
        ({"certainty": True, "feedback": "interactive"}, "certainty-interactive", True),
        ({"on_timeout": "abandon"}, "timeout-no-limit", False),
        ({"time_limit": 5, "on_timeout": "grace", "grace": 5}, "grace-long", False),
        ({"attempts": 1, "wait_hours": 1}, "wait-one-attempt", False),
        ({"entry": "code"}, "exam-cohort", False),
        ({"entry": "code", "practice": "always"}, "exam-practice", False),
        ({}, "hints-unused", False),
    ],
)
def test_findings_on_terms(terms: dict[str, Any], code: str, blocks: bool) -> None:
    """Each is found where it is so, has its sentence, and is not found elsewhere."""
    found = {each.code: each for each in KIND.findings(quiz(**terms))}
    assert found[code].blocks == blocks
    assert sentence(found[code])
    assert code in SENTENCES
    assert code not in {each.code for each in KIND.findings(quiz(feedback="interactive"))}


def test_findings_on_items() -> None:
    """A gate that is a trial, nothing but trials, no hints where they would help."""
    content = quiz(feedback="interactive")
    bare = content.model_copy(
        update={
            "items": [
                each.model_copy(update={"hints": (), "pilot": True, "gate": True}) for each in content.items
            ]
        }
    )
    assert {"only-pilots", "pilot-gate", "interactive-no-hints"} <= {
        each.code for each in KIND.findings(bare)
    }


def test_guessing_counts_by_its_certainty_and_without_trials() -> None:
    """Who guesses is unsure, which is worth a third."""
    content = quiz()
    assert guess_score(content) == pytest.approx((0.5 + 1 + 1 / 3) / 4)
    assert guess_score(quiz(certainty=True)) == pytest.approx(guess_score(content) / 3)
    first, second, third = content.items
    trial = content.model_copy(update={"items": [first.model_copy(update={"pilot": True}), second, third]})
    assert guess_score(trial) == pytest.approx((1 + 1 / 3) / 3)
