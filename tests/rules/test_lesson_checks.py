"""Which kinds of item can stand in a lesson as a check."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from academy.items.forms import KIND_NAMES
from academy.items.kinds import KINDS
from academy.lessons.content import LessonContent

from .items.test_marked_by_people import ESSAY, UPLOAD
from .items.test_pictures import HOTSPOT, LABELS


def test_a_lesson_takes_what_checks_itself() -> None:
    lesson = LessonContent.model_validate(
        {"title": "A", "minutes": 5, "body": "Text", "checks": [HOTSPOT, LABELS]}
    )
    assert [check.kind for check in lesson.checks] == ["hotspot", "labels"]


@pytest.mark.parametrize("check", [ESSAY, UPLOAD], ids=["essay", "upload"])
def test_a_lesson_takes_nothing_that_a_person_marks(check: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="cannot stand in a lesson"):
        LessonContent.model_validate({"title": "A", "minutes": 5, "body": "Text", "checks": [check]})


def test_what_a_person_marks_is_no_check() -> None:
    """And every kind has a name that authors read."""
    assert all(not (kind.is_manual and kind.is_a_check) for kind in KINDS)
    assert set(KIND_NAMES) >= {kind.name for kind in KINDS}
