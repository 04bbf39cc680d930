"""Practicals as learners, assessors and authors find them."""

from academy.practicals.views import assessor, author, learner, signing
from academy.practicals.views.blueprint import blueprint

__all__ = ["assessor", "author", "blueprint", "learner", "signing"]
