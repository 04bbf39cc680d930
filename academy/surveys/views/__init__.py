"""Surveys as learners answer them, trainers read them and authors write them."""

from academy.surveys.views import author, learner, trainer
from academy.surveys.views.blueprint import blueprint

__all__ = ["author", "blueprint", "learner", "trainer"]
