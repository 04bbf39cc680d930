"""A survey as authored."""

from __future__ import annotations

from pydantic import Field, field_validator

from academy.courses.content import ActivityContent, Document, Slug
from academy.languages.content import Text

#: A scale goes from 1 to this.
STEPS = 5


class SurveyChoice(Document):
    """One of the answers offered."""

    key: Slug
    text: Text


class SurveyQuestion(Document):
    """One question about the course."""

    key: Slug
    #: One of five steps, one choice, any number of choices, or words of one's own.
    kind: str = Field(pattern="^(scale|choice|many|text)$")
    text: Text
    choices: list[SurveyChoice] = []
    #: What the ends of a scale mean.
    low: Text = ""
    high: Text = ""
    is_required: bool = False

    @field_validator("choices")
    @classmethod
    def keys_differ(cls, choices: list[SurveyChoice]) -> list[SurveyChoice]:
        """Refuse two choices of the same key."""
        if len({each.key for each in choices}) < len(choices):
            raise ValueError("two choices have the same key")
        return choices


class SurveyContent(ActivityContent):
    """Questions whose answers bear no name."""

    intro: Text = ""
    questions: list[SurveyQuestion] = []

    @field_validator("questions")
    @classmethod
    def keys_differ(cls, questions: list[SurveyQuestion]) -> list[SurveyQuestion]:
        """Refuse two questions of the same key."""
        if len({each.key for each in questions}) < len(questions):
            raise ValueError("two questions have the same key")
        return questions
