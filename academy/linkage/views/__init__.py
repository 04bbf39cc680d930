"""Linkage boards as learners, trainers and authors find them."""

from academy.linkage.views import author, finishing, learner, trainer, working
from academy.linkage.views.blueprint import blueprint

__all__ = ["author", "blueprint", "finishing", "learner", "trainer", "working"]
