"""Quizzes as learners take them, as trainers read the results, and as authors write them."""

from academy.quizzes.views import author, learner, trainer
from academy.quizzes.views.blueprint import blueprint

__all__ = ["author", "blueprint", "learner", "trainer"]
