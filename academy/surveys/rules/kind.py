"""The survey as a kind of activity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from academy.courses.content import ActivityContent
from academy.courses.kinds import Finding, WrittenInYaml
from academy.surveys.content import SurveyContent


class SurveyKind(WrittenInYaml):
    """Surveys, for the register of activity kinds."""

    name = "survey"
    suffix = ".survey.yaml"
    icon = "chart"
    endpoint = "surveys.show"
    editor = "surveys.edit"
    content = SurveyContent
    starter_minutes = 5

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say what cannot be answered yet."""
        survey = cast(SurveyContent, content)  # the register pairs each kind with its own content
        return list(_unanswerable(survey)) if survey.questions else [Finding("no-questions")]


def _unanswerable(survey: SurveyContent) -> Iterator[Finding]:
    for number, question in enumerate(survey.questions, start=1):
        values = (("number", number),)
        if not question.text:
            yield Finding("empty-question", values=values)
        if question.kind in ("choice", "many") and len(question.choices) < 2:
            yield Finding("few-choices", values=values)
        if any(not choice.text for choice in question.choices):
            yield Finding("empty-choice", values=values)


KIND = SurveyKind()
