"""The doors to cohorts at work: for trainers, coordinators and learners, and for calendar programs."""

from academy.cohorts.views import agency, calendars, classes, manage, nominations, talk
from academy.cohorts.views.blueprint import blueprint, feeds

__all__ = ["agency", "blueprint", "calendars", "classes", "feeds", "manage", "nominations", "talk"]
