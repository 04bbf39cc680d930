"""Certainty is asked of what a rule marks, and a person's mark counts as it was given."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from academy.quizzes.content import QuizContent
from academy.quizzes.rules import asks_certainty, credit_at

PACKAGE = Path("academy/curriculum/practice-day/modules/table/your-report.quiz.yaml")


@pytest.fixture
def exam() -> QuizContent:
    return QuizContent.model_validate(yaml.safe_load(PACKAGE.read_text(encoding="utf-8")))


def test_a_persons_mark_is_not_weighed_by_certainty(exam: QuizContent) -> None:
    asked = {item.key: asks_certainty(exam, item) for item in exam.items}
    assert asked == {"hearsay": True, "parts-of-report": True, "report": False}
    report = next(item for item in exam.items if item.key == "report")
    assert credit_at(exam, report, 0.875, None) == 0.875
