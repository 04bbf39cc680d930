"""The doors to cohorts at work: for trainers, coordinators and learners, and for calendar programs."""

from academy.cohorts.views import agency, calendars, classes, decisions, manage, nominations, talk
from academy.cohorts.views.blueprint import blueprint, feeds

__all__ = [
    "agency",
    "blueprint",
    "calendars",
    "classes",
    "decisions",
    "feeds",
    "manage",
    "nominations",
    "talk",
]
