"""Trainings and their generations, what an assessor looks at, and commitments: pure."""

from academy.cascade.rules.generations import (
    FIRST,
    Counted,
    Drift,
    Generation,
    Sample,
    generation_of_trainees,
    generations,
)
from academy.cascade.rules.trainings import TEACHING, TrainingState, may_teach, obstacle_in_days

__all__ = [
    "FIRST", "TEACHING", "Counted", "Drift", "Generation", "Sample", "TrainingState", "generation_of_trainees", "generations",
    "may_teach", "obstacle_in_days",
]  # fmt: skip
