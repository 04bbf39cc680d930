"""Capstones as their learners, markers and authors find them."""

from academy.capstones.views import author, debriefing, learner, marking, saving, working
from academy.capstones.views.blueprint import blueprint

__all__ = ["author", "blueprint", "debriefing", "learner", "marking", "saving", "working"]
