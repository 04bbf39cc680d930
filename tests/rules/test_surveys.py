"""Surveys: the file, what can be an answer, what a group's answers come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.surveys.content import SurveyChoice, SurveyContent, SurveyQuestion
from academy.surveys.rules import KIND, LONGEST_WORDS, problems, read_answers, tally

CHOICES = [SurveyChoice(key="a", text="One"), SurveyChoice(key="b", text="Two")]
SURVEY = SurveyContent(
    title="S", minutes=5,
    questions=[
        SurveyQuestion(key="scale", kind="scale", text="How?", is_required=True, low="bad", high="good"),
        SurveyQuestion(key="one", kind="choice", text="Which?", choices=CHOICES),
        SurveyQuestion(key="many", kind="many", text="Which ones?", choices=CHOICES),
        SurveyQuestion(key="words", kind="text", text="Why?"),
    ],
)  # fmt: skip


def test_the_file_is_canonical() -> None:
    text = KIND.write(SURVEY)
    assert KIND.read(text) == SURVEY
    assert KIND.write(KIND.read(text)) == text


def test_findings() -> None:
    assert [each.code for each in KIND.findings(KIND.read(KIND.starter("S")))] == ["no-questions"]
    bad = SurveyContent(
        title="S", minutes=5,
        questions=[
            SurveyQuestion(key="a", kind="many", text="", choices=CHOICES[:1]),
            SurveyQuestion(key="b", kind="choice", text="?", choices=[CHOICES[0], SurveyChoice(key="z", text="")]),
        ],
    )  # fmt: skip
    found = [(each.code, dict(each.values)["number"]) for each in KIND.findings(bad)]
    assert found == [("empty-question", 1), ("few-choices", 1), ("empty-choice", 2)]
    assert KIND.findings(SURVEY) == []


def test_what_can_be_an_answer() -> None:
    sent = {
        "scale": ["4"],
        "one": ["b"],
        "many": ["b", "zzz", "a"],
        "words": [" because\r\nof it "],
        "else": ["x"],
    }
    assert read_answers(SURVEY, sent) == {
        "scale": 4,
        "one": "b",
        "many": ["a", "b"],
        "words": "because\nof it",
    }


@given(
    st.dictionaries(
        st.sampled_from(["scale", "one", "many", "words", "x"]), st.lists(st.text(max_size=5), max_size=3)
    )
)
def test_whatever_is_sent_reads_as_answers_or_not_at_all(sent: dict[str, list[str]]) -> None:
    answers = read_answers(SURVEY, sent)
    assert set(answers) <= {"scale", "one", "many", "words"}
    assert answers.get("scale", 1) in range(1, 6)
    assert answers.get("one", "a") in ("a", "b")
    assert set(answers.get("many", [])) <= {"a", "b"}
    assert set(problems(SURVEY, answers)) <= {"scale"}


def test_problems() -> None:
    assert problems(SURVEY, {}) == {"scale": "missing"}
    assert problems(SURVEY, {"scale": 1, "words": "x" * (LONGEST_WORDS + 1)}) == {"words": "too-long"}


def test_a_small_group_is_shown_to_nobody() -> None:
    with pytest.raises(ValueError, match="too few"):
        tally(SURVEY, [{"scale": 1}] * 4)


def test_a_tally() -> None:
    given_ = [
        {"scale": step, "many": ["a", "b"], "words": words}
        for step, words in zip((1, 5, 5, 4, 5), "dbaec", strict=True)
    ]
    scale, one, many, words = tally(SURVEY, given_)
    assert scale.counts == (("1", 1), ("2", 0), ("3", 0), ("4", 1), ("5", 3))
    assert scale.mean == 4
    assert one.answered == 0
    assert one.share(0) == 0
    assert one.mean is None
    assert many.counts == (("One", 5), ("Two", 5))
    assert words.words == ("a", "b", "c", "d", "e")
