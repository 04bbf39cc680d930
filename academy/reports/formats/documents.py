"""The reports as JSON for other programs. What a field means is said here once; the schemas in docs/schema/exports follow.

A field may be added under the same number; one that is removed, renamed or means something else makes a new number.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

PROGRESS = "academy-progress/1"
COHORTS = "academy-cohorts/1"

Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=-1, le=1)]


class CourseSaid(TypedDict):
    """Which course, and in which edition."""

    slug: str
    title: str
    edition: int
    required: Annotated[int, Field(description="How many activities must be done.")]


class ActivitySaid(TypedDict):
    """An activity of the course, in its order."""

    slug: str
    title: str
    is_required: bool


class DoneSaid(TypedDict):
    """An activity somebody has done."""

    score: Annotated[Share | None, Field(description="None where the activity is not scored.")]


class PersonSaid(TypedDict):
    """One person's enrolment."""

    call_sign: str
    legal_name: str
    unit: str
    cohort: str | None
    enrolled_on: str
    due_on: str | None
    completed_on: str | None
    done: int
    activities: Annotated[dict[str, DoneSaid], Field(description="What is done, by the activity's slug.")]


class ProgressDocument(TypedDict):
    """The progress of a branch in one course, as one filter finds it. It holds names."""

    format: Literal["academy-progress/1"]
    made_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    branch: str
    filter: Annotated[dict[str, str], Field(description="The values of the page's address.")]
    course: CourseSaid
    activities: list[ActivitySaid]
    people: list[PersonSaid]


class GainSaid(TypedDict):
    """The mean gain from pre-test to quiz in shares of the points, with its 95 per cent interval."""

    pairs: int
    before: Share
    after: Share
    mean: Points
    low: float
    high: float


class CertaintySaid(TypedDict):
    """The answers of one certainty."""

    count: int
    right: Share


class CalibrationSaid(TypedDict):
    """How sure the cohort is, and how right."""

    people: int
    answers: int
    average: Annotated[float, Field(ge=-6, le=3, description="Mean certainty-based mark.")]
    levels: Annotated[dict[str, CertaintySaid], Field(description="By certainty, 1 to 3.")]


class CohortSaid(TypedDict):
    """A cohort's people of the branch. None stands for what is withheld of too few people, or not there."""

    name: str
    starts_on: str
    enrolled: int
    completed: int
    median_days: float | None
    final_quiz_people: int
    final_quiz_mean: float | None
    gain: GainSaid | None
    calibration: CalibrationSaid | None
    competencies: Annotated[dict[str, Share | None], Field(description="Share of answers right.")]


class CohortsDocument(TypedDict):
    """The latest cohorts of a course beside each other. It names nobody."""

    format: Literal["academy-cohorts/1"]
    made_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    branch: str
    course: Annotated[str, Field(description="The course's slug.")]
    fewest: Annotated[int, Field(description="Of fewer people nothing is said.")]
    cohorts: list[CohortSaid]


def schemas() -> dict[str, str]:
    """Return file name → JSON Schema of each document."""
    kept: dict[str, TypeAdapter[Any]] = {
        "progress": TypeAdapter(ProgressDocument),
        "cohorts": TypeAdapter(CohortsDocument),
    }
    return {f"{name}.json": _schema(each) for name, each in kept.items()}


def _schema(adapter: TypeAdapter[Any]) -> str:
    said = {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"
