"""Meetings as learners, trainers and authors find them."""

from academy.meetings.views import author, dates, learner, room
from academy.meetings.views.blueprint import blueprint

__all__ = ["author", "blueprint", "dates", "learner", "room"]
