"""The doors of the learning record: courses as learners find them, cohorts as those who run them look after them."""

from academy.learning.views import cohorts, courses, learners, moves, overrides
from academy.learning.views.blueprint import blueprint

__all__ = ["blueprint", "cohorts", "courses", "learners", "moves", "overrides"]
