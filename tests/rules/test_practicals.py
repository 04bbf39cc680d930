"""Practicals: the file, the result, the goes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.practicals.content import Criterion, PracticalContent
from academy.practicals.rules import KIND, Observed, judge, may_sign, others_needed

SEEN = st.sampled_from([*Observed, None])


@st.composite
def practicals(draw: st.DrawFn) -> PracticalContent:
    """Draw a practical with at least one criterion."""
    flags = draw(st.lists(st.booleans(), min_size=1, max_size=12))
    criteria = [Criterion(key=f"c{number}", text="x", critical=flag) for number, flag in enumerate(flags)]
    return PracticalContent(title="P", minutes=5, criteria=criteria, needed=draw(st.floats(0, 1)))


@st.composite
def observed(draw: st.DrawFn) -> tuple[PracticalContent, dict[str, str]]:
    """Draw a practical and what was seen of it."""
    practical = draw(practicals())
    seen = {each.key: draw(SEEN) for each in practical.criteria}
    return practical, {key: value for key, value in seen.items() if value is not None}


@given(observed())
def test_the_result(given_: tuple[PracticalContent, dict[str, str]]) -> None:
    practical, seen = given_
    judgement = judge(practical, seen)
    met = [each for each in practical.criteria if seen.get(each.key) == "met"]
    assert judgement.score == len(met) / len(practical.criteria)
    if any(each.critical and each not in met for each in practical.criteria):
        assert judgement.critical_missed
        assert not judgement.is_passed
    others = [each for each in practical.criteria if not each.critical]
    enough = (
        not others
        or len([each for each in met if not each.critical]) / len(others) >= practical.needed - 1e-9
    )
    assert judgement.is_passed == (not judgement.critical_missed and enough)


@given(observed(), st.data())
def test_one_more_met_never_harms(
    given_: tuple[PracticalContent, dict[str, str]], data: st.DataObject
) -> None:
    practical, seen = given_
    key = data.draw(st.sampled_from([each.key for each in practical.criteria]))
    before, after = judge(practical, seen), judge(practical, {**seen, key: "met"})
    assert after.score >= before.score
    assert after.is_passed or not before.is_passed


@given(practicals())
def test_everything_met_passes_and_nothing_noted_fails_where_something_is_needed(
    practical: PracticalContent,
) -> None:
    assert judge(practical, {each.key: "met" for each in practical.criteria}).is_passed
    asks = any(each.critical for each in practical.criteria) or others_needed(practical) > 0
    assert judge(practical, {}).is_passed is not asks


def test_nothing_to_see_is_never_passed() -> None:
    assert not judge(PracticalContent(title="P", minutes=5), {}).is_passed


@pytest.mark.parametrize(
    ("needed", "others", "count"),
    [(0, 5, 0), (1, 5, 5), (0.6, 5, 3), (0.61, 5, 4), (0.1 + 0.2, 10, 3), (1, 0, 0)],
)
def test_how_many_others(needed: float, others: int, count: int) -> None:
    criteria = [Criterion(key=f"c{number}", text="x") for number in range(others)]
    practical = PracticalContent(title="P", minutes=5, criteria=criteria, needed=needed)
    assert others_needed(practical) == count == math.ceil(needed * others - 1e-9)


@pytest.mark.parametrize(
    ("resits", "goes", "is_passed", "may"),
    [(None, 0, False, True), (None, 99, False, True), (0, 0, False, True), (0, 1, False, False), (1, 1, False, True),
     (1, 2, False, False), (None, 1, True, False)],
)  # fmt: skip
def test_goes(resits: int | None, goes: int, is_passed: bool, may: bool) -> None:
    practical = PracticalContent(title="P", minutes=5, resits=resits)
    assert may_sign(practical, goes=goes, is_passed=is_passed) is may


@given(practicals())
def test_the_file_is_canonical(practical: PracticalContent) -> None:
    text = KIND.write(practical)
    assert KIND.read(text) == practical
    assert KIND.write(KIND.read(text)) == text


def test_findings() -> None:
    codes = [(each.code, each.blocks) for each in KIND.findings(KIND.read(KIND.starter("P")))]
    assert codes == [("no-task", True), ("no-criteria", True), ("no-safety", False)]
    empty = PracticalContent(
        title="P", minutes=5, task="t", safety="s", criteria=[Criterion(key="a", text="")]
    )
    assert [each.code for each in KIND.findings(empty)] == ["empty-criterion"]


def test_two_criteria_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        KIND.read("title: P\nminutes: 5\ncriteria:\n- {key: a, text: x}\n- {key: a, text: y}\n")


def test_headings_keep_the_order() -> None:
    criteria = [
        Criterion(key=key, text="x", group=group)
        for key, group in zip("abcd", ("", "One", "One", ""), strict=True)
    ]
    groups = PracticalContent(title="P", minutes=5, criteria=criteria).groups()
    assert [(heading, [each.key for each in members]) for heading, members in groups] == [
        ("", ["a"]), ("One", ["b", "c"]), ("", ["d"])
    ]  # fmt: skip
