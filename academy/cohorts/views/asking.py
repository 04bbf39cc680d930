"""What a course asks of whoever joins it, in words, for those who nominate and those who approve."""

from __future__ import annotations

from academy.cohorts.rules import NOT_READY
from academy.courses.forms.wording import opens_once
from academy.courses.queries import course_titles, reading
from academy.errors import DomainError, Invalid
from academy.learning.forms import wording
from academy.learning.models import Cohort
from academy.web.access import actor
from academy.web.errors import words_for
from academy.web.locale import content_locale


def why_not(obstacle: str, cohort: Cohort) -> str:
    """Return why somebody cannot be nominated; what the course asks for is named in the words its learners read."""
    return words_for(named(Invalid(obstacle), cohort))


def named(refusal: DomainError, cohort: Cohort) -> DomainError:
    """Return a refusal with the course's own condition in it, where that is what it is about."""
    if refusal.reason != NOT_READY:
        return refusal
    locale = content_locale(actor())
    course = reading(edition_id=cohort.edition_id, locale=locale).course
    if course.requires is None:
        return refusal
    others = course_titles(wording.courses_named(course.requires), locale=locale)
    asks = opens_once(course.requires, wording.titles_of(course), others)
    return type(refusal)("not-ready-for", asks=asks)
