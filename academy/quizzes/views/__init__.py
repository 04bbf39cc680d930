"""Quizzes as learners take them, as trainers mark them and read the results, and as authors write them."""

from academy.quizzes.views import (
    appeals,
    author,
    bank,
    exams,
    exporting,
    files,
    handing_in,
    items,
    learner,
    marking,
    regrades,
    results,
    saving,
    sections,
    statistics,
    statistics_table,
    trainer,
    trying,
    wording,
)
from academy.quizzes.views.blueprint import blueprint

__all__ = [
    "appeals", "author", "bank", "blueprint", "exams", "exporting", "files", "handing_in", "items", "learner", "marking", "regrades", "results", "saving", "sections", "statistics", "statistics_table", "trainer", "trying", "wording"
]  # fmt: skip
