"""Cases as learners play them and authors write them."""

from academy.cases.views import author, debrief, learner, playing, rehearsing, teams, trainer
from academy.cases.views.blueprint import blueprint

__all__ = ["author", "blueprint", "debrief", "learner", "playing", "rehearsing", "teams", "trainer"]
