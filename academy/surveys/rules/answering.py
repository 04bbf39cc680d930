"""What may be answered to a survey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy.surveys.content import STEPS, SurveyContent, SurveyQuestion

#: Signs; more than a page is no answer to a survey.
LONGEST_WORDS = 2000


def read_answers(survey: SurveyContent, sent: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return question's key → answer, of what a form sent under the questions' keys; what cannot be an answer is left out."""
    found = {question.key: _read(question, sent.get(question.key, [])) for question in survey.questions}
    return {key: answer for key, answer in found.items() if answer not in (None, "", [])}


def problems(survey: SurveyContent, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return question's key → what is wrong: ``missing`` or ``too-long``."""
    found = {}
    for question in survey.questions:
        answer = answers.get(question.key)
        if answer is None and question.is_required:
            found[question.key] = "missing"
        elif isinstance(answer, str) and len(answer) > LONGEST_WORDS:
            found[question.key] = "too-long"
    return found


def _read(question: SurveyQuestion, sent: list[str]) -> Any:
    keys = [choice.key for choice in question.choices]
    match question.kind:
        case "scale":
            steps = [step for step in range(1, STEPS + 1) if str(step) in sent[:1]]
            return steps[0] if steps else None
        case "choice":
            return next((key for key in keys if key in sent[:1]), None)
        case "many":
            return [key for key in keys if key in sent]
        case _:
            return sent[0].replace("\r\n", "\n").strip() if sent else None
