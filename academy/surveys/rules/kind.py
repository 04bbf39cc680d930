"""The survey as a kind of activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from academy.courses.content import ActivityContent
from academy.courses.content.written import read_yaml, write_yaml
from academy.courses.kinds import Finding, References, Translate
from academy.surveys.content import SurveyContent


class SurveyKind:
    """Surveys, for the register of activity kinds."""

    name = "survey"
    suffix = ".survey.yaml"
    icon = "chart"
    endpoint = "surveys.show"
    editor = "surveys.edit"
    content = SurveyContent

    def read(self, text: str) -> SurveyContent:
        """Parse a survey file. Raises ValueError with what to mend."""
        return SurveyContent.model_validate(read_yaml(text))

    def write(self, content: ActivityContent) -> str:
        """Return the survey file: what is as usual is left out."""
        return write_yaml(content.model_dump(mode="json", exclude_defaults=True))

    def starter(self, title: str) -> str:
        """Return a survey without questions, for its author to go on with."""
        return write_yaml({"title": title, "minutes": 5})

    def references(self, _content: ActivityContent) -> References:
        """Return nothing: a survey leans on no file."""
        return References()

    def findings(self, content: ActivityContent) -> list[Finding]:
        """Say what cannot be answered yet."""
        survey = cast(SurveyContent, content)  # the register pairs each kind with its own content
        return list(_unanswerable(survey)) if survey.questions else [Finding("no-questions")]

    def units(self, _content: ActivityContent) -> list[str]:
        """Return nothing: every text of a survey is a ``Text`` field."""
        return []

    def render(self, _content: ActivityContent, _translate: Translate, _media: Mapping[str, Any]) -> Any:
        """Keep nothing beside the phrases."""
        return None


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
