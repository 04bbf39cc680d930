"""What writing quizzes adds to the world of the fences: a section in each gate quiz's draft, and one place to draw from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from academy.courses.models import ActivityDraft
from academy.courses.service.saving import save_source
from academy.db import session
from academy.quizzes.content import QuizContent, Section
from academy.quizzes.rules import KIND, with_section

#: The section that routes name.
SECTION = "field"


def part_quizzes(drafts: Mapping[str, str], at: Any) -> None:
    """Let the last item of each draft stand in a section."""
    for activity_id in drafts.values():
        draft = session.get_one(ActivityDraft, UUID(activity_id))
        quiz = KIND.read(draft.source)
        assert isinstance(quiz, QuizContent)
        section = Section(slug=SECTION, title="Field work", items=[quiz.items[-1].key])
        save_source(
            activity=draft,
            source=KIND.write(with_section(quiz, section)),
            based_on=draft.revision,
            by=None,
            at=at,
        )
