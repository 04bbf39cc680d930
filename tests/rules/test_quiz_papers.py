"""Which items a learner is asked, and what a class gained."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.courses.content import Activity, Course, Module
from academy.items.kinds import kind_named, parse
from academy.quizzes.content import Draw, QuizContent
from academy.quizzes.rules import KIND, gain, may_start, paper, pretest_slug, sections_of

COMPETENCIES = ("safety", "custody")


def _item(competency: str, number: int, *, gate: bool = False) -> dict[str, object]:
    return {
        "key": f"{competency}-{number}", "kind": "true-false", "prompt": f"{competency} {number}?", "answer": True,
        "competency": competency, "gate": gate,
    }  # fmt: skip


def _course(size: int, count: int, *, has_pretest: bool = True) -> Course:
    items = [_item(each, number) for each in COMPETENCIES for number in range(size)]
    items.append(_item("safety", 99, gate=True))
    final = QuizContent.model_validate(
        {
            "title": "Final", "minutes": 5, "items": items,
            "draws": [{"competency": each, "count": count} for each in COMPETENCIES],
        }
    )  # fmt: skip
    activities = [Activity(slug="final", kind="quiz", content=final)]
    if has_pretest:
        first = QuizContent(title="First", minutes=5, pretest_of="final")
        activities.insert(0, Activity(slug="first", kind="quiz", content=first))
    return Course(
        slug="c", level="basic", title="C", summary="s", statement="s", hours=1,
        modules=[Module(slug="m", title="M", activities=activities)],
    )  # fmt: skip


def _asked(course: Course, slug: str, learner: UUID, seed: int) -> list[str]:
    found = course.activity(slug)
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    return [item.key for item in paper(course, found[1].content, enrolment_id=learner, seed=seed)]


@given(learner=st.uuids(), seed=st.integers(0, 2**31), size=st.integers(4, 9), count=st.integers(1, 2))
def test_nobody_meets_an_item_twice(learner: UUID, seed: int, size: int, count: int) -> None:
    """Pre-test and quiz share no item, are balanced, stay the same for the attempt; gates stand in the quiz only."""
    course = _course(size, count)
    before, after = _asked(course, "first", learner, seed), _asked(course, "final", learner, seed)
    assert not set(before) & set(after)
    assert Counter(key.split("-")[0] for key in before) == dict.fromkeys(COMPETENCIES, count)
    assert Counter(key.split("-")[0] for key in after if key != "safety-99") == dict.fromkeys(
        COMPETENCIES, count
    )
    assert "safety-99" in after
    assert "safety-99" not in before
    assert after == _asked(course, "final", learner, seed)
    assert set(before) == set(_asked(course, "first", learner, seed + 1)), (
        "the pre-test is drawn for the person"
    )


def test_each_item_stands_in_both_for_some() -> None:
    """Across learners an item is as often in the pre-test as in the quiz, so that neither is the easier form."""
    course = _course(4, 2)
    before = Counter(key for n in range(400) for key in _asked(course, "first", UUID(int=n), n))
    after = Counter(key for n in range(400) for key in _asked(course, "final", UUID(int=n), n))
    for each in COMPETENCIES:
        for number in range(4):
            key = f"{each}-{number}"
            assert 140 < before[key] < 260
            assert 140 < after[key] < 260


def test_without_a_pretest_the_whole_pool_is_drawn_from() -> None:
    """A quiz with draws and no pre-test asks so many of each competency, from all of them."""
    course = _course(3, 2, has_pretest=False)
    seen = {key for seed in range(60) for key in _asked(course, "final", UUID(int=1), seed)}
    assert len(seen) == 7
    assert len(_asked(course, "final", UUID(int=1), 5)) == 5


def test_a_plain_quiz_asks_everything() -> None:
    """Quizzes without draws are as they were."""
    course = _course(3, 1)
    found = course.activity("final")
    assert found is not None
    plain = found[1].content.model_copy(update={"draws": []})
    assert isinstance(plain, QuizContent)
    assert len(paper(course, plain, enrolment_id=UUID(int=1), seed=1)) == 7


def test_a_pretest_is_sat_once_and_found_by_its_quiz() -> None:
    """One attempt; the quiz knows its pre-test."""
    course = _course(4, 1)
    (first, final) = (activity.content for _module, activity in course.activities())
    assert isinstance(first, QuizContent)
    assert isinstance(final, QuizContent)
    assert may_start(first, 0)
    assert not may_start(first, 1)
    assert pretest_slug(course, final) == "first"
    assert pretest_slug(course, first) is None


@pytest.mark.parametrize(("size", "codes"), [(2, []), (1, [("pool-small", False)])])
def test_the_check_finds_small_pools(size: int, codes: list[tuple[str, bool]]) -> None:
    """A pool that fills only one form is said so, one that fills none keeps the course from being published."""
    quiz = _course(size, 1).activity("final")
    assert quiz is not None
    found = [(each.code, each.blocks) for each in KIND.findings(quiz[1].content) if each.code == "pool-small"]
    assert found == codes * len(COMPETENCIES)
    missing = quiz[1].content.model_copy(update={"draws": [Draw(competency="law", count=1)]})
    assert ("pool-small", True) in [(each.code, each.blocks) for each in KIND.findings(missing)]


def test_the_gain_is_that_of_the_textbook() -> None:
    """Paired data with differences .1 … .5: mean .3, s = .1581, t(4) = 2.776, so .3 ± .1963."""
    found = gain([(0.1, 0.2), (0.2, 0.4), (0.2, 0.5), (0.3, 0.7), (0.4, 0.9)])
    assert found is not None
    assert found.mean == pytest.approx(0.3)
    assert (found.low, found.high) == (pytest.approx(0.1037, abs=1e-4), pytest.approx(0.4963, abs=1e-4))
    assert gain([(0.1, 0.2)] * 4) is None, "four people are too few to hide in"


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=5, max_size=200))
def test_the_interval_holds_the_mean(pairs: list[tuple[float, float]]) -> None:
    """Whatever the scores, the mean gain lies within its interval."""
    found = gain(pairs)
    assert found is not None
    assert found.low - 1e-9 <= fmean(after - before for before, after in pairs) <= found.high + 1e-9


def _sectioned(*, has_pretest: bool = True, **terms: object) -> Course:
    """A final with two sections that draw by tag and competency, fixed items in and outside them, and a gate."""
    pool = [{**_item("safety", n), "tags": ["field"] if n % 2 else []} for n in range(12)]
    pool += [{**_item("custody", n), "tags": ["field"]} for n in range(8)]
    fixed = [_item("law", 1), _item("law", 2), _item("law", 3), _item("safety", 99, gate=True)]
    final = QuizContent.model_validate(
        {
            "title": "Final", "minutes": 5, "items": [*fixed, *pool], "draws": [{"competency": "custody", "count": 1}],
            "sections": [
                {"slug": "scene", "title": "Scene", "items": ["law-2"], "draws": [{"tag": "field", "count": 3}]},
                {"slug": "safety", "title": "Safety", "draws": [{"competency": "safety", "count": 2}], "shuffle": False},
            ],
            **terms,
        }
    )  # fmt: skip
    activities = [Activity(slug="final", kind="quiz", content=final)]
    if has_pretest:
        first = QuizContent(title="First", minutes=5, pretest_of="final")
        activities.insert(0, Activity(slug="first", kind="quiz", content=first))
    return Course(
        slug="c", level="basic", title="C", summary="s", statement="s", hours=1,
        modules=[Module(slug="m", title="M", activities=activities)],
    )  # fmt: skip


@given(learner=st.uuids(), seed=st.integers(0, 2**31), has_pretest=st.booleans(), shuffle=st.booleans())
def test_sections_hold_what_they_name_and_draw(
    learner: UUID, seed: int, has_pretest: bool, shuffle: bool
) -> None:
    """Items of no section first, then each section; draws that overlap share nothing, nor do pre-test and quiz."""
    course = _sectioned(has_pretest=has_pretest, shuffle=shuffle)
    keys = _asked(course, "final", learner, seed)
    assert len(keys) == len(set(keys)) == 3 + 1 + 4 + 2
    found = course.activity("final")
    assert found is not None
    assert isinstance(found[1].content, QuizContent)
    pool = found[1].content
    slugs = [each.slug if (each := sections_of(pool, keys).get(key)) else "" for key in keys]
    assert slugs == [""] * 4 + ["scene"] * 4 + ["safety"] * 2
    assert {"law-1", "law-3", "safety-99"} < set(keys[:4])
    assert "law-2" in keys[4:8]
    assert all(key.startswith("safety") for key in keys[8:])
    if not shuffle:
        assert keys[4] == "law-2"
    if has_pretest:
        before = _asked(course, "first", learner, seed)
        assert len(before) == 6
        assert not set(before) & {*keys, "law-1", "law-2", "law-3"}


def test_a_choice_keeps_its_order_where_its_author_says_so() -> None:
    """Whatever the seed."""
    choices = [{"text": each, "right": each == "5"} for each in ("1", "2", "3", "4", "5", "6")]
    for kind in ("single-choice", "multiple-choice"):
        data = {"key": "years", "kind": kind, "prompt": "How many?", "choices": choices}
        kept, mixed = parse({**data, "keep_order": True}), parse(data)
        shown = [kind_named(kind).presented(each, 7).choices for each in (kept, mixed)]
        assert [each.text for each in shown[0]] == ["1", "2", "3", "4", "5", "6"]
        assert [each.text for each in shown[1]] != [each.text for each in shown[0]]
